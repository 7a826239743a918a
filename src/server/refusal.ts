/** Why something was not done to a cell, in words for the person. */
export interface Refusal {
  readonly why: string;
}
