/** The panel's names for what belongs to a training, in the display language. */
import { t } from "@vscode/l10n";
import type { PanelBrief, PanelForm, PanelPreview, PanelRun } from "../src/protocol/panelTraining.ts";
import { duration, size, whole } from "./figures.ts";

type Phase = NonNullable<PanelRun["phase"]>;
type DropReason = keyof NonNullable<PanelPreview["dataset"]>["dropped"];
type Parameter = PanelForm["parameters"][number];

export function phaseNames(): Readonly<Record<Phase, string>> {
  return {
    dataset: t("Choosing the pairs"),
    base: t("Loading the base"),
    tokens: t("Counting tokens"),
    train: t("Training"),
    export: t("Writing the tuned model"),
    register: t("Registering it in Ollama"),
    smoke: t("Trying it"),
  };
}

/** How a training stands. */
export function trainStateNames(): Readonly<Record<PanelBrief["state"], string>> {
  return {
    running: t("Running"),
    pausing: t("Pausing"),
    cancelling: t("Cancelling"),
    finished: t("Finished"),
    failed: t("Failed"),
    paused: t("Paused"),
    cancelled: t("Cancelled"),
    interrupted: t("Interrupted"),
  };
}

/** Why a pair is not trained on. */
export function dropNames(): Readonly<Record<DropReason, string>> {
  return {
    unverified: t("Not verified"),
    inHeldOut: t("Its puzzle is in the held-out set"),
    duplicate: t("The same texts again"),
    nearDuplicate: t("Differs from others only in constants"),
    notShortest: t("Its puzzle has enough shorter solutions"),
    header: t("Does not begin with the header of its puzzle"),
    tooLong: t("Longer than the recipe allows"),
  };
}

/** A parameter's name, and what it means. */
export function parameterWords(): Readonly<Record<Parameter["name"], readonly [name: string, help: string]>> {
  return {
    epochs: [t("Epochs"), t("Times that every row is seen. More learn longer, and by heart at last.")],
    learningRate: [t("Learning rate"), t("How far a step goes. Too high forgets what the base knew.")],
    rank: [t("Rank"), t("Size of the matrices that are learned.")],
    batch: [t("Batch"), t("Rows at once. Halved by itself when memory runs out.")],
    accumulation: [t("Accumulation"), t("Batches to a step.")],
    sequenceLength: [t("Sequence length"), t("Most tokens of a row; longer ones are left out.")],
  };
}

/** What a parameter's value has to be. */
export function ruleOf({ least, most, whole: isWhole }: Parameter): string {
  const [from, to] = [least, most].map((bound) => bound.toLocaleString(document.documentElement.lang, PRECISE));
  return isWhole
    ? t("A whole number from {0} to {1}.", from ?? "", to ?? "")
    : t("From {0} to {1}.", from ?? "", to ?? "");
}

const PRECISE = { maximumSignificantDigits: 6 };

/** What a training would take, in sentences. */
export function estimateLines({ estimate, libraries }: PanelPreview): string[] {
  const lines: string[] = [];
  if (estimate !== null) {
    const { seconds, steps, deviceName, measured, memory, freeMemory, disk, freeDisk } = estimate;
    lines.push(
      measured
        ? t(
            "About {0} for {1} steps on {2}, as earlier trainings here say.",
            duration(seconds),
            whole(steps),
            deviceName,
          )
        : t("About {0} for {1} steps on {2}, not measured here yet.", duration(seconds), whole(steps), deviceName),
      t("Memory: {0} of {1} that are free.", size(memory), size(freeMemory)),
      t("Disk: {0} of {1} that are free.", size(disk), size(freeDisk)),
    );
    if (memory > freeMemory) {
      lines.push(t("That is more memory than is free: a smaller batch or base may be needed."));
    }
    if (disk > freeDisk) lines.push(t("That is more disk than is free: free some space first."));
  }
  if (libraries !== null && !libraries.installed) {
    lines.push(
      t(
        "The trainer's libraries are installed first, once: {0} on the disk, of which {1} are free, and some minutes by the network.",
        size(libraries.disk),
        size(libraries.freeDisk),
      ),
    );
  }
  return lines;
}
