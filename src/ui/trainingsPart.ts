/** The panel's part about trainings that were started: the one that runs, else the newest, and those before it. */
import type { PanelRun, PanelTraining } from "../protocol/panelTraining.ts";
import type { Trainings } from "./ports.ts";
import type { Training } from "./training.ts";
import { briefOf, runOf, type ShownTraining } from "./trainingRun.ts";

export interface TrainingsPartParts {
  readonly training: Pick<Training, "all" | "current">;
  readonly trainings: Pick<Trainings, "logTail">;
  readonly onChange: () => void;
}

export class TrainingsPart {
  readonly #parts: TrainingsPartParts;
  /** The earlier training whose losses and log are shown. */
  #opened: string | undefined;

  constructor(parts: TrainingsPartParts) {
    this.#parts = parts;
  }

  /** Shows the losses and the log of an earlier training; undefined: of none. */
  open(id: string | undefined): void {
    this.#opened = id;
    this.#parts.onChange();
  }

  /** Logs are read anew from their files. */
  async view(): Promise<Pick<PanelTraining, "run" | "earlier" | "opened">> {
    const { all, current } = this.#parts.training;
    const first = all.find(({ id }) => id === current?.id) ?? all[0]; // an older one may have been taken up again
    const earlier = all.filter((each) => each !== first);
    const opened = earlier.find(({ id }) => id === this.#opened);
    return { run: await this.#run(first), earlier: earlier.map(briefOf), opened: await this.#run(opened) };
  }

  async #run(shown: ShownTraining | undefined): Promise<PanelRun | null> {
    return shown === undefined ? null : runOf(shown, await this.#parts.trainings.logTail(shown.id));
  }
}
