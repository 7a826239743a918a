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
