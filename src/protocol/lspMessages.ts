/** What an editor and the language server say to each other beyond the protocol itself. */
import { z } from "zod";
import { REVIEW_STATES, VERDICTS } from "../core/puzzle.ts";
import { SANDBOX_TIERS } from "../core/sandbox.ts";

/**
 * The server's `initializationOptions`; later changes come whole, as the settings of
 * `workspace/didChangeConfiguration`. What an editor leaves out is taken from the server's environment.
 */
export const serverOptions = z
  .object({
    /** Folder that holds `.autodidact/`; null: there is none, so nothing can be queued. */
    workspace: z.string().nullable(),
    /** In an untrusted workspace nothing is judged. */
    trusted: z.boolean(),
    /** Another window has the queue. */
    readOnly: z.boolean(),
    /** Path of the Python that judges; empty: the workspace's own, else the one on PATH. */
    pythonPath: z.string(),
    /** The interpreter that is chosen in the editor. */
    activePython: z.string(),
    ollamaUrl: z.string(),
    model: z.string(),
    recipe: z.string(),
    allowPackages: z.boolean(),
    leastTier: z.enum(SANDBOX_TIERS),
    /** The display language's bundle. */
    translations: z.record(z.string(), z.unknown()),
    /** The client runs `command:` links of hovers. */
    commandLinks: z.boolean(),
  })
  .partial();
export type ServerOptions = z.infer<typeof serverOptions>;

/** What is known about a cell: a verdict, or why there is none. */
export const CELL_STATES = [
  ...VERDICTS,
  "empty", // no puzzle in it, or a conflict
  "unreadable", // Python cannot parse f, or its signature is wrong
  "unsolved",
  "checking",
  "unjudged", // the judge cannot or must not run
] as const;
export type CellState = (typeof CELL_STATES)[number];

/** A cell as the editor marks it; lines counted from 0. */
const cellMark = z.object({
  key: z.string(),
  /** Content id; null while it is not known. */
  puzzle: z.string().nullable(),
  line: z.int(),
  /** The line after the cell's last. */
  end: z.int(),
  /** Lines of `def f` and `def g`. */
  f: z.int().nullable(),
  g: z.int().nullable(),
  state: z.enum(CELL_STATES),
  /** Where the pair stands in the queue; null: it is not there. */
  review: z.enum(REVIEW_STATES).nullable(),
  /** The verdict in words. */
  detail: z.string(),
  /** A trivial answer solves it. */
  trivial: z.boolean(),
  /** The same puzzle stands in an earlier cell, among the seeds, or in the held-out set. */
  duplicate: z.boolean(),
});
export type CellMark = z.infer<typeof cellMark>;

/** Notification from the server: the cells of a document as they are now. */
export const CELLS_CHANGED = "autodidact/cellsChanged";
export const cellsChanged = z.object({ uri: z.string(), version: z.int(), cells: z.array(cellMark) });
export type CellsChanged = z.infer<typeof cellsChanged>;

/** Names for `workspace/executeCommand`; arguments are a document's URI and the keys of its cells. */
export const CELL_COMMANDS = {
  verify: "autodidact.cell.verify",
  accept: "autodidact.cell.accept",
  reject: "autodidact.cell.reject",
  reconsider: "autodidact.cell.reconsider",
  solve: "autodidact.cell.solve",
  solveHarder: "autodidact.cell.solveHarder",
  previousSolution: "autodidact.cell.previousSolution",
  nextSolution: "autodidact.cell.nextSolution",
} as const;
export type CellAction = keyof typeof CELL_COMMANDS;

/** The editor's command that shows all attempts at a puzzle; its argument is the puzzle's content id. */
export const SHOW_ATTEMPTS = "autodidact.showAttempts";

export const cellArguments = z.tuple([z.string(), z.array(z.string()).min(1)]);
export type CellArguments = z.infer<typeof cellArguments>;

/** Answer to a command: what it did, or the sentence that says why not. */
export const cellOutcome = z.object({
  /** Cells for which it was done. */
  done: z.int(),
  refused: z.array(z.object({ key: z.string(), why: z.string() })),
});
export type CellOutcome = z.infer<typeof cellOutcome>;
