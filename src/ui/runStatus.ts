/** A running generation in numbers and in words. */
import * as vscode from "vscode";
import type { Processor, RunTally } from "../core/ports.ts";
import type { RunEvent } from "../core/runEvents.ts";

export interface RunStatus {
  readonly count: number;
  /** Undefined until the model is loaded. */
  readonly model?: string;
  readonly processor?: Processor;
  readonly tally?: RunTally;
  readonly tokensPerSecond?: number;
  readonly secondsLeft?: number | null;
  readonly stopping?: boolean;
}

/** The status after an event. */
export function advance(status: RunStatus, event: RunEvent): RunStatus {
  switch (event.event) {
    case "started":
      return { ...status, count: event.count, model: event.model, processor: event.processor };
    case "progress":
      return {
        ...status,
        tally: event.tally,
        tokensPerSecond: event.tokensPerSecond,
        secondsLeft: event.secondsLeft,
      };
    default:
      return status;
  }
}

/** One short line for the status bar. */
export function runHeadline({ count, model, tally, tokensPerSecond, secondsLeft, stopping }: RunStatus): string {
  if (stopping === true) {
    return vscode.l10n.t("Autodidact: stopping…");
  }
  if (model === undefined) {
    return vscode.l10n.t("Autodidact: loading the model…");
  }
  const parts = [vscode.l10n.t("{0} of {1} solved", tally?.solved ?? 0, count)];
  if (tokensPerSecond !== undefined && tokensPerSecond > 0) {
    parts.push(vscode.l10n.t("{0} tok/s", Math.round(tokensPerSecond)));
  }
  if (typeof secondsLeft === "number") {
    parts.push(vscode.l10n.t("{0} left", duration(secondsLeft)));
  }
  return parts.join(" · ");
}

/** What it has brought so far, in words. */
export function runCounts({ model, processor, tally }: RunStatus): string {
  if (model === undefined) {
    return vscode.l10n.t("The model is being loaded.");
  }
  const where = processor === undefined ? model : `${model} (${processorName(processor)})`;
  const counts = vscode.l10n.t(
    "{0} puzzles written, {1} kept, {2} verified pairs",
    tally?.written ?? 0,
    tally?.kept ?? 0,
    tally?.verified ?? 0,
  );
  return `${where}: ${counts}`;
}

export function processorName(processor: Processor): string {
  switch (processor) {
    case "gpu":
      return vscode.l10n.t("GPU");
    case "cpu":
      return vscode.l10n.t("CPU");
    case "mixed":
      return vscode.l10n.t("GPU and CPU");
  }
}

/** Seconds in the largest unit that still says something. */
function duration(seconds: number): string {
  if (seconds < 90) {
    return vscode.l10n.t("{0} s", Math.round(seconds));
  }
  if (seconds < 90 * 60) {
    return vscode.l10n.t("{0} min", Math.round(seconds / 60));
  }
  return vscode.l10n.t("{0} h", (seconds / 3600).toFixed(1));
}
