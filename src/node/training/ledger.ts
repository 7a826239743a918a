/** The queue's part of training: pairs that may be trained on, and the record of the models that came of them. */
import { z } from "zod";
import { DROP_REASONS } from "../../core/dataset.ts";
import type { TrainingPair } from "../../core/datasetRows.ts";
import { TRAINED_ARMS } from "../../core/experiment.ts";
import type { Lineage } from "../../core/lineage.ts";
import { pairId } from "../../core/pairId.ts";
import type { Ledger } from "../../core/trainPorts.ts";
import { QueueFile } from "../queueFile.ts";
import { pairSchema } from "./pairSchema.ts";

/** Which pairs of the queue are trained on. */
export interface PairChoice {
  /** `accepted`: those that a person accepted, trained on before or not; `verified`: pending ones too. */
  readonly from: "accepted" | "verified";
  /** Only pairs of these rounds; undefined: of all. */
  readonly rounds?: readonly number[] | undefined;
}

/** A pair's puzzle. */
export interface PairPuzzle {
  readonly pair: string;
  readonly id: string;
  readonly f: string;
}

export interface TrainingStore extends Ledger, Disposable {
  pairs(choice: PairChoice): readonly TrainingPair[];
  /** Every distinct attempt that runs made, whatever its verdict, as if it were a pair. */
  attempts(): readonly TrainingPair[];
  /** Verified attempts / attempts, by the id of each puzzle that a run tried. */
  solveRates(): ReadonlyMap<string, number>;
  /** The puzzles of those pairs that the queue has. */
  pairPuzzles(pairIds: readonly string[]): readonly PairPuzzle[];
}

const STATES = { accepted: ["accepted", "trained"], verified: ["accepted", "trained", "pending"] } as const;

const PAIRS = `
  SELECT pairs.id, pairs.puzzle_id AS puzzleId, puzzles.f, puzzles.header, attempts.g, pairs.round
  FROM pairs CROSS JOIN puzzles ON puzzles.id = pairs.puzzle_id CROSS JOIN attempts ON attempts.seq = pairs.attempt
  WHERE pairs.state IN (SELECT value FROM json_each($states))
    AND ($rounds IS NULL OR pairs.round IN (SELECT value FROM json_each($rounds)))
    AND attempts.verdict = 'verified'
  ORDER BY pairs.seq`;

const pairRows = z.array(pairSchema);

const ATTEMPTS = `
  SELECT attempts.puzzle_id AS puzzleId, puzzles.f, puzzles.header, attempts.g, runs.round
  FROM attempts JOIN puzzles ON puzzles.id = attempts.puzzle_id JOIN runs ON runs.id = attempts.run_id
  WHERE attempts.g <> ''
  GROUP BY attempts.puzzle_id, attempts.g ORDER BY min(attempts.seq)`;

const attemptRows = z.array(
  pairSchema.omit({ id: true }).transform((row): TrainingPair => ({ ...row, id: pairId(row.puzzleId, row.g) })),
);

const SOLVE_RATES = "SELECT id, sampled_verified * 1.0 / sampled AS rate FROM puzzles WHERE sampled > 0";

const rateRows = z.array(z.object({ id: z.string(), rate: z.number() }));

const PUZZLES = `
  SELECT pairs.id AS pair, puzzles.id, puzzles.f
  FROM pairs JOIN puzzles ON puzzles.id = pairs.puzzle_id
  WHERE pairs.id IN (SELECT value FROM json_each($pairs))`;

const puzzleRows: z.ZodType<PairPuzzle[]> = z.array(z.object({ pair: z.string(), id: z.string(), f: z.string() }));

const counts = z.partialRecord(z.enum(DROP_REASONS), z.int());
const lineage: z.ZodType<Omit<Lineage, "options">> = z.looseObject({
  name: z.string(),
  digest: z.string(),
  base: z.string(),
  baseDigest: z.string(),
  weights: z.object({ folder: z.string(), digest: z.string() }).optional(),
  run: z.string(),
  recipe: z.string(),
  pairs: z.array(z.string()),
  evaluationPairs: z.array(z.string()),
  dropped: counts,
  steps: z.int(),
  lossBefore: z.number(),
  lossAfter: z.number(),
  seconds: z.number(),
  quantisation: z.string(),
  agreement: z.number(),
  smoke: z.object({ prompts: z.int(), ended: z.int(), parsed: z.int(), tokensPerSecond: z.number() }),
  versions: z.record(z.string(), z.string()),
  experiment: z.object({ id: z.string(), arm: z.enum(TRAINED_ARMS) }).optional(),
  createdAt: z.number(),
});
const modelRows = z.array(z.object({ lineage: z.string() }));

/** Opens the queue at `path` for training. Throws `UserError` as `openQueue` does. */
export function openTrainingStore(path: string, options: { readonly readOnly: boolean }): TrainingStore {
  const file = new QueueFile(path, options);
  return {
    pairs({ from, rounds }) {
      const values = {
        states: JSON.stringify(STATES[from]),
        rounds: rounds === undefined ? null : JSON.stringify(rounds),
      };
      return file.all(PAIRS, values, (rows) => pairRows.parse(rows));
    },
    attempts: () => file.all(ATTEMPTS, {}, (rows) => attemptRows.parse(rows)),
    solveRates: () =>
      file.all(SOLVE_RATES, {}, (rows) => new Map(rateRows.parse(rows).map(({ id, rate }) => [id, rate]))),
    pairPuzzles: (pairIds) => file.all(PUZZLES, { pairs: JSON.stringify(pairIds) }, (rows) => puzzleRows.parse(rows)),
    record: (made) => file.write(() => record(file, made)),
    models: () =>
      file.all("SELECT lineage FROM models ORDER BY created_at DESC, name", {}, (rows) =>
        modelRows.parse(rows).map((row) => lineage.parse(JSON.parse(row.lineage)) as Lineage),
      ),
    forget: (name) => file.write(() => file.run("DELETE FROM models WHERE name = $name", { name }) > 0),
    [Symbol.dispose]: () => file.close(),
  };
}

/** May be done again for the same model: a run that was killed after it does. An experiment trains on no pair for good. */
function record(file: QueueFile, made: Lineage): void {
  const { name } = made;
  const pairs = JSON.stringify(made.pairs);
  file.run(
    `INSERT INTO models VALUES ($name, $lineage, $createdAt) ON CONFLICT (name) DO UPDATE SET lineage = $lineage`,
    { name, lineage: JSON.stringify(made), createdAt: made.createdAt },
  );
  file.run("INSERT OR IGNORE INTO model_pairs SELECT $name, value FROM json_each($pairs)", { name, pairs });
  if (made.experiment !== undefined) return;
  file.run(
    `UPDATE pairs SET state = 'trained'
     WHERE state = 'accepted' AND id IN (SELECT value FROM json_each($pairs))`,
    { pairs },
  );
}
