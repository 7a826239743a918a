/** What the person has chosen for the next training, and what that would be; the panel only shows it. */
import { inGigabytes } from "../core/bytes.ts";
import type { DropReason } from "../core/dataset.ts";
import { isAbort, UserError } from "../core/errors.ts";
import { Throttle } from "../core/throttle.ts";
import type { TrainPreview } from "../core/trainPreview.ts";
import {
  TRAIN_PARAMETERS,
  TRAIN_RECIPES,
  type TrainOverrides,
  type TrainParameter,
  trainRecipeNamed,
  USUAL_SEED,
} from "../core/trainRecipe.ts";
import type { PanelForm, PanelPreview, TrainingChoice } from "../protocol/panelTraining.ts";
import { type StoredTrainRequest, trainRequestSchema } from "../protocol/trainRequest.ts";
import type { Memory, ModelCatalog, ModelChoice, Trainings } from "./ports.ts";

export interface TrainingFormParts {
  readonly models: ModelCatalog;
  readonly trainings: Pick<Trainings, "preview">;
  /** Memory of the workspace. */
  readonly memory: Memory;
  /** Says whether programs may be run here now; without, nothing is looked for. */
  readonly mayLook: () => boolean;
  readonly onChange: () => void;
}

/** Least time between two looks at a queue that changes. */
const REST_MS = 300;
const MEMORY_KEY = "training.choice";
const NAMES = Object.keys(TRAIN_PARAMETERS) as TrainParameter[];

type Choice = Pick<StoredTrainRequest, "base" | "recipe" | "overrides" | "unload"> & {
  readonly from: "accepted" | "verified";
};

const FIRST: Choice = { base: "", recipe: "adaptive", overrides: {}, unload: true, from: "accepted" };

export class TrainingForm {
  readonly #parts: TrainingFormParts;
  #choice: Choice;
  #models: readonly ModelChoice[] | undefined;
  #modelsProblem: string | undefined;
  #preview: TrainPreview = {};
  #looking: AbortController | undefined;
  #modelsAsked = false;
  readonly #lookingSoon = new Throttle(() => this.look(), REST_MS);
  /** How many dropped pairs of a reason the person has asked for. */
  readonly #shownDrops = new Map<DropReason, number>();

  constructor(parts: TrainingFormParts) {
    this.#parts = parts;
    const kept = parts.memory.get<Partial<Choice>>(MEMORY_KEY);
    this.#choice = isUsable({ ...FIRST, ...kept }) ? { ...FIRST, ...kept } : FIRST;
  }

  /** What is asked for, as it would be started. Throws `UserError` where no base is chosen. */
  get request(): StoredTrainRequest {
    const { base, recipe, overrides, unload, from } = this.#choice;
    if (base === "") throw new UserError("No base model is chosen.", "Choose one that Ollama has.");
    return { base, recipe, overrides, seed: USUAL_SEED, unload, source: { kind: "queue", from } };
  }

  get view(): PanelForm {
    const { base, recipe, overrides, unload, from } = this.#choice;
    const usual = trainRecipeNamed(recipe).options;
    return {
      bases: this.#models?.map(baseOf) ?? null,
      basesProblem: this.#modelsProblem ?? null,
      ...{ base, recipe, unload, from },
      recipes: TRAIN_RECIPES.map(({ name, about }) => ({ name, about })),
      parameters: NAMES.map((name) => ({
        ...{ name, ...TRAIN_PARAMETERS[name] },
        usual: usual[name],
        value: overrides[name] ?? null,
      })),
    };
  }

  get preview(): PanelPreview {
    const { libraries, dataset, estimate, problem } = this.#preview;
    return {
      busy: this.#looking !== undefined,
      problem: problem ?? null,
      dataset: dataset === undefined ? null : copyOf(dataset),
      dropped: Object.fromEntries([...this.#shownDrops].map(([reason, most]) => [reason, this.#dropsOf(reason, most)])),
      estimate: estimate ?? null,
      libraries: libraries ?? null,
    };
  }

  /** Names so many of the dropped pairs of a reason, as far as they are known by name; 0: none. */
  showDropped(reason: DropReason, most: number): void {
    if (most === 0) this.#shownDrops.delete(reason);
    else this.#shownDrops.set(reason, most);
    this.#parts.onChange();
  }

  /** Takes a change over; one that is out of bounds is left out. Another recipe brings its own parameters. */
  async choose({ parameters, ...rest }: TrainingChoice): Promise<void> {
    const set = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
    const recipe = rest.recipe ?? this.#choice.recipe;
    const before = recipe === this.#choice.recipe ? this.#choice.overrides : {};
    const overrides = Object.fromEntries(
      Object.entries({ ...before, ...parameters }).filter(([, value]) => value !== null && value !== undefined),
    ) as TrainOverrides;
    const next: Choice = { ...this.#choice, ...set, overrides };
    if (isUsable(next)) {
      this.#choice = next;
      await this.#parts.memory.update(MEMORY_KEY, next);
    }
    await this.look();
  }

  /** The same as `askModels`, unless that was done before. */
  async askModelsOnce(): Promise<void> {
    if (!this.#modelsAsked) await this.askModels();
  }

  /** Asks Ollama for its models, then looks at what a training would be. */
  async askModels(): Promise<void> {
    if (!this.#parts.mayLook()) return;
    this.#modelsAsked = true;
    this.#modelsProblem = undefined;
    this.#parts.onChange();
    try {
      this.#models = await this.#parts.models.list();
      if (!this.#models.some(({ name }) => name === this.#choice.base)) {
        this.#choice = { ...this.#choice, base: this.#models[0]?.name ?? "" };
        await this.#parts.memory.update(MEMORY_KEY, this.#choice);
      }
    } catch (error) {
      this.#models = [];
      this.#modelsProblem = error instanceof UserError ? error.sentence : String(error);
    }
    await this.look();
  }

  /**
   * Looks at what a training would be because the queue has changed: at once where nobody has just looked, else later. A
   * look at a large queue takes seconds of a core, and a queue that is being filled changes all the time.
   */
  lookSoon(): void {
    this.#lookingSoon.request();
  }

  /** Looks at what a training would be; an earlier look that is still on its way is given up. */
  async look(): Promise<void> {
    this.#looking?.abort();
    this.#looking = undefined;
    if (!this.#parts.mayLook() || !this.#modelsAsked || this.#choice.base === "") {
      this.#parts.onChange();
      return;
    }
    const looking = new AbortController();
    this.#looking = looking;
    this.#parts.onChange();
    try {
      this.#preview = await this.#parts.trainings.preview(this.request, looking.signal);
    } catch (error) {
      if (isAbort(error)) return;
      this.#preview = { problem: error instanceof UserError ? error.sentence : String(error) };
    }
    if (this.#looking === looking) this.#looking = undefined;
    this.#parts.onChange();
  }

  #dropsOf(reason: DropReason, most: number): PanelPreview["dropped"][DropReason] {
    const all = (this.#preview.dropped ?? []).filter((pair) => pair.reason === reason);
    const pairs = all.slice(0, most).map(({ id, title, detail }) => ({ id, title, detail }));
    return { pairs, more: pairs.length < all.length };
  }

  dispose(): void {
    this.#lookingSoon.dispose();
    this.#looking?.abort();
  }
}

function baseOf({ name, parameters, quantisation, bytes }: ModelChoice): { name: string; about: string } {
  return { name, about: [parameters, quantisation, inGigabytes(bytes)].filter((fact) => fact !== "").join(" · ") };
}

function isUsable({ from, ...choice }: Choice): boolean {
  const source = { kind: "queue", from };
  const named = TRAIN_RECIPES.some(({ name }) => name === choice.recipe);
  return (
    named && trainRequestSchema.safeParse({ ...choice, base: choice.base || "none", seed: USUAL_SEED, source }).success
  );
}

function copyOf({
  writing = 0,
  rounds,
  skills = [],
  lengths,
  ...rest
}: NonNullable<TrainPreview["dataset"]>): PanelPreview["dataset"] {
  return { ...rest, writing, rounds: [...rounds], skills: [...skills], lengths: [...lengths] };
}
