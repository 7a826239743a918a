/** The server's names for states, in the display language. */
import { t } from "@vscode/l10n";
import type { ReviewState, Verdict } from "../../core/puzzle.ts";
import type { CellState } from "../../protocol/lspMessages.ts";

/** The states a cell can be in, as its lens and hint show them. */
export function stateName(state: CellState): string {
  switch (state) {
    case "empty":
      return t("No puzzle");
    case "unreadable":
      return t("Cannot be read");
    case "unsolved":
      return t("Unsolved");
    case "checking":
      return t("Checking…");
    case "unjudged":
      return t("Not judged");
    default:
      return verdictName(state);
  }
}

export function verdictName(verdict: Verdict): string {
  switch (verdict) {
    case "verified":
      return t("Verified");
    case "refuted":
      return t("Refuted");
    case "raised":
      return t("Raised");
    case "illTyped":
      return t("Answer of the wrong type");
    case "timedOut":
      return t("Timed out");
    case "outOfMemory":
      return t("Out of memory");
    case "unsafe":
      return t("Unsafe");
    case "malformed":
      return t("Malformed");
    case "flaky":
      return t("Flaky");
  }
}

export function reviewName(state: ReviewState): string {
  switch (state) {
    case "pending":
      return t("pending");
    case "accepted":
      return t("accepted");
    case "rejected":
      return t("rejected");
    case "trained":
      return t("trained");
  }
}

/** What is wrong with a puzzle that only evaluation may use. */
export function heldOutFault(): string {
  return t("The held-out set has the same puzzle: it may only be evaluated on, never trained on.");
}

/** A sign for those who scan: verified, wrong, or neither. */
export function signOf(state: CellState): string {
  if (state === "verified") return "✓";
  return state === "unsolved" || state === "checking" || state === "unjudged" || state === "empty" ? "○" : "✗";
}

/** A share, e.g. `40 %`. */
export function percent(share: number): string {
  return share.toLocaleString(undefined, { style: "percent", maximumFractionDigits: 0 });
}

/** Milliseconds to two significant digits. */
export function duration(ms: number): string {
  return ms >= 1_000 ? t("{0} s", (ms / 1_000).toPrecision(2)) : t("{0} ms", Number(ms.toPrecision(2)));
}
