/** `autodidact queue …`: what is in the queue, and its review. */
import Table from "cli-table3";
import { type Command, Option } from "commander";
import pc from "picocolors";
import { UserError } from "../core/errors.ts";
import type { QueuedPair, QueueStats } from "../core/ports.ts";
import { REVIEW_STATES } from "../core/puzzle.ts";
import { PAIR_SORTS, type PairsQuery, type UndoneReview } from "../core/review.ts";
import { shorten } from "../core/shorten.ts";
import { positiveInteger, wholeNumber } from "./numbers.ts";
import { type QueueDeps, withQueue } from "./queueDeps.ts";
import { optionsOf, print, printJson } from "./terminal.ts";

/** Table columns are cut to this many characters. */
const WIDEST = 60;

export function addQueueCommand(program: Command, deps: Pick<QueueDeps, "openQueue">): void {
  const queue = program.command("queue").description("list and review the verified pairs");

  queue
    .command("list")
    .description("list pairs")
    .addOption(new Option("--state <state>", "only pairs in this state").choices(REVIEW_STATES))
    .option("--round <round>", "only pairs of this round; 0: those that no run wrote", wholeNumber)
    .option("--filter <text>", "only pairs with this text in the puzzle, the solution, the model, the note or a tag")
    .addOption(new Option("--sort <order>", "by age, solve rate or length").choices(PAIR_SORTS).default("newest"))
    .option("--limit <count>", "most pairs to list", positiveInteger, 50)
    .option("--after <id>", "go on below this pair")
    .action((_options, command: Command) => {
      const { workspace, json, ...options } = optionsOf<PairsQuery>(command);
      return withQueue(deps, workspace, "read", (opened) => {
        const pairs = opened.pairs(options);
        if (json) {
          for (const pair of pairs) printJson(pair);
          printJson({ event: "summary", pairs: pairs.length });
        } else {
          print(pairsTable(pairs));
          const last = pairs.at(-1);
          if (last !== undefined && pairs.length === options.limit) print(pc.dim(`More: --after ${last.id}`));
        }
      });
    });

  queue
    .command("show <id>")
    .description("show one pair in full")
    .action((id: string, _options, command: Command) => {
      const { workspace, json } = optionsOf(command);
      return withQueue(deps, workspace, "read", (opened) => {
        const pair = opened.pair(id);
        if (pair === undefined) {
          throw new UserError(`There is no pair ${id} in the queue.`, "`autodidact queue list` shows the ids.");
        }
        if (json) {
          printJson(pair);
          printJson({ event: "summary", pairs: 1 });
        } else {
          print(pairInFull(pair));
        }
      });
    });

  queue
    .command("accept [ids...]")
    .description("accept pairs for training")
    .option("--all-verified", "accept every pending pair")
    .action((ids: string[], _options, command: Command) => {
      const { workspace, json, allVerified } = optionsOf<{ allVerified?: boolean }>(command);
      if (ids.length > 0 === (allVerified ?? false)) command.error("error: name pairs, or give --all-verified");
      return withQueue(deps, workspace, "write", (opened) => {
        const pending = { state: "pending" } as const;
        report("accepted", allVerified ? opened.reviewAll(pending, "accepted") : opened.review(ids, "accepted"), json);
      });
    });

  queue
    .command("reject <ids...>")
    .description("reject pairs")
    .action((ids: string[], _options, command: Command) => {
      const { workspace, json } = optionsOf(command);
      return withQueue(deps, workspace, "write", (opened) => {
        report("rejected", opened.review(ids, "rejected"), json);
      });
    });

  queue
    .command("undo")
    .description("take back the latest review, of one pair or of many")
    .action((_options, command: Command) => {
      const { workspace, json } = optionsOf(command);
      return withQueue(deps, workspace, "write", (opened) => {
        const undone = opened.undoReview();
        if (json) printJson({ event: "summary", ...(undone ?? { ids: [], from: null, to: null }) });
        else print(undone === undefined ? "There is no review to undo." : undoneInWords(undone));
      });
    });

  queue
    .command("note <id> <text>")
    .description("write a note to a pair; an empty text takes it away")
    .action((id: string, note: string, _options, command: Command) => {
      const { workspace, json } = optionsOf(command);
      return withQueue(deps, workspace, "write", (opened) => {
        opened.annotate(id, { note });
        if (json) printJson({ event: "summary", id, note: opened.pair(id)?.note });
        else print(note.trim() === "" ? "Note taken away." : "Note written.");
      });
    });

  queue
    .command("stats")
    .description("count what the queue holds")
    .action((_options, command: Command) => {
      const { workspace, json } = optionsOf(command);
      return withQueue(deps, workspace, "read", (opened) => {
        const stats = opened.stats();
        if (json) printJson({ event: "summary", ...stats });
        else print(statsTable(stats));
      });
    });
}

function undoneInWords({ ids, to }: UndoneReview): string {
  const pairs = ids.length === 1 ? "1 pair is" : `${ids.length} pairs are`;
  return `Undone: ${pairs} ${to === null ? "as before" : `${to} again`}.`;
}

function report(state: "accepted" | "rejected", changed: number, json: boolean): void {
  if (json) printJson({ event: "summary", state, changed });
  else print(`${changed} ${changed === 1 ? "pair" : "pairs"} ${state}.`);
}

function pairsTable(pairs: readonly QueuedPair[]): string {
  if (pairs.length === 0) return "No pairs.";
  const table = new Table({ head: ["id", "state", "puzzle", "answer", "solve rate", "round", "model"] });
  for (const { id, state, puzzle, answer, solveRate, round, model } of pairs) {
    const header = puzzle.split("\n").find((line) => line.startsWith("def f")) ?? puzzle;
    table.push([id, state, shorten(header, WIDEST), shorten(answer, WIDEST), percent(solveRate), round, model]);
  }
  return table.toString();
}

function pairInFull(pair: QueuedPair): string {
  const { id, state, puzzle, solution, answer, verdict, solveRate, round, model, note, tags } = pair;
  const facts = [`${verdict}, ${state}`, `round ${round}`, `model ${model}`, `solve rate ${percent(solveRate)}`];
  const written = [...(note === "" ? [] : [note]), ...tags.map((tag) => `#${tag}`)].join(" ");
  const head = [pc.bold(id), pc.dim(facts.join(" · ")), ...(written === "" ? [] : [written])];
  return [...head, "", puzzle, "", "", solution, "", pc.dim(`# answer: ${answer}`)].join("\n");
}

function statsTable({ puzzles, solved, attempts, pairs, rejected }: QueueStats): string {
  const table = new Table();
  table.push(["puzzles", puzzles], ["solved", solved], ["attempts", attempts]);
  for (const state of REVIEW_STATES) table.push([`pairs ${state}`, pairs[state]]);
  for (const [reason, count] of Object.entries(rejected)) table.push([`candidates dropped: ${reason}`, count]);
  return table.toString();
}

function percent(rate: number | null): string {
  return rate === null ? "–" : `${Math.round(rate * 100)} %`;
}
