/** Numbers and lists given as options. A word that is none is bad usage, which commander reports and exits for. */
import { InvalidArgumentError } from "commander";

/** A whole number, negative ones included. */
export function wholeNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(value)) {
    throw new InvalidArgumentError("It has to be a whole number.");
  }
  return value;
}

/** A whole number, 1 or more. */
export function positiveInteger(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("It has to be a whole number, 1 or more.");
  return value;
}

/** A number greater than 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === "" || !(value > 0) || value === Number.POSITIVE_INFINITY) {
    throw new InvalidArgumentError("It has to be a number greater than 0.");
  }
  return value;
}

/** Whole numbers between commas, negative ones included. */
export function wholeNumberList(text: string): number[] {
  return wordList(text).map(wholeNumber);
}

/** Words between commas. */
export function wordList(text: string): string[] {
  return text.split(",").map((part) => part.trim());
}

/** Whole numbers, 1 or more, between commas. */
export function numberList(text: string): number[] {
  return wordList(text).map(positiveInteger);
}
