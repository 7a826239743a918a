/** Numbers as people read them. */
import { t } from "@vscode/l10n";

export function whole(value: number): string {
  return Math.round(value).toLocaleString(document.documentElement.lang);
}

/** Bytes; decimal, as disks are sold. */
export function size(bytes: number): string {
  return bytes >= 1e9 ? t("{0} GB", (bytes / 1e9).toFixed(1)) : t("{0} MB", Math.round(bytes / 1e6));
}

/** Seconds in the largest unit that still says something. */
export function duration(seconds: number): string {
  if (seconds < 90) return t("{0} s", Math.round(seconds));
  if (seconds < 90 * 60) return t("{0} min", Math.round(seconds / 60));
  return t("{0} h", (seconds / 3_600).toFixed(1));
}

export function loss(value: number): string {
  return value.toFixed(3);
}

export function percent(share: number): string {
  return t("{0} %", Math.round(100 * share));
}

/** Milliseconds since the epoch as day and time. */
export function moment(time: number): string {
  return new Date(time).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
}

/** A share with its interval, `12.3 % (9.1 to 15.8)`. */
export function shareWithInterval({ value, low, high }: Interval): string {
  return t("{0} % ({1} to {2})", ...[value, low, high].map((each) => hundredths(each, "")));
}

/** A difference of shares with its interval, each with its sign. */
export function pointsWithInterval({ value, low, high }: Interval): string {
  return t("{0} points ({1} to {2})", ...[value, low, high].map((each) => hundredths(each, "+")));
}

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

function hundredths(value: number, plus: "" | "+"): string {
  const text = Math.abs(100 * value).toFixed(1);
  if (text === "0.0") return text;
  return value < 0 ? `−${text}` : `${plus}${text}`;
}
