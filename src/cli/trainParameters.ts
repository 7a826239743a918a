/** The options by which a training departs from its recipe. */
import { type Command, InvalidArgumentError } from "commander";
import { flagOf, TRAIN_PARAMETERS, type TrainOverrides, type TrainParameter } from "../core/trainRecipe.ts";
import { positiveInteger } from "./numbers.ts";

const NAMES = Object.keys(TRAIN_PARAMETERS) as TrainParameter[];
const HELP: Readonly<Record<TrainParameter, string>> = {
  epochs: "times that every row is seen",
  learningRate: "the optimiser's rate",
  rank: "of the adapter's matrices",
  batch: "rows at once; halved by itself when memory runs out",
  accumulation: "batches to a step",
  sequenceLength: "most tokens of a row",
};

/** Adds an option for each parameter, whose default is the recipe's, and `--max-steps`. */
export function addTrainParameters(command: Command): void {
  for (const name of NAMES) {
    command.option(`${flagOf(name)} <n>`, `${HELP[name]} (default: the recipe's)`, within(name));
  }
  command.option("--max-steps <n>", "end each training after so many steps", positiveInteger);
}

/** Those that a person gave. */
export function overridesOf(options: TrainOverrides): TrainOverrides {
  const given = [...NAMES, "maxSteps" as const].filter((name) => options[name] !== undefined);
  return Object.fromEntries(given.map((name) => [name, options[name]]));
}

function within(name: TrainParameter): (text: string) => number {
  const { least, most, whole } = TRAIN_PARAMETERS[name];
  return (text) => {
    const value = Number(text);
    if (text.trim() !== "" && value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`It has to be a ${whole ? "whole number" : "number"} from ${least} to ${most}.`);
  };
}
