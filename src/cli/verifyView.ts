/** How `verify` looks: a line for each verdict, a line of counts that moves where a terminal can show it, a summary. */
import process from "node:process";
import { SingleBar } from "cli-progress";
import { type Judgement, VERDICTS, type Verdict } from "../core/puzzle.ts";
import { print, printJson, say } from "./terminal.ts";

export type PairName = string | number;

export class VerifyView {
  readonly #json: boolean;
  readonly #bar: SingleBar | undefined;
  readonly #begin = performance.now();
  readonly #tally = new Map<Verdict, number>();
  #judged = 0;

  constructor(json: boolean) {
    this.#json = json;
    if (!json && process.stderr.isTTY) {
      const format = "{value} judged · {rate} a second{counts}"; // How many are to come is not known.
      this.#bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true });
      this.#bar.start(Number.MAX_SAFE_INTEGER, 0, { rate: "0", counts: "" });
    }
  }

  report(id: PairName, judgement: Judgement): void {
    const { verdict, detail, answer, ms } = judgement;
    this.#judged += 1;
    this.#tally.set(verdict, (this.#tally.get(verdict) ?? 0) + 1);
    if (this.#json) {
      printJson({ id, verdict, detail, answer, ms });
      return;
    }
    this.#makeRoom(process.stdout.isTTY);
    print(`${verdict.padEnd(12)} ${`${ms.toFixed(0)} ms`.padStart(9)}  ${id}  ${detail}`);
    const counts = this.#counts();
    this.#bar?.update(this.#judged, { rate: (this.#judged / this.#seconds()).toFixed(0), counts: ` · ${counts}` });
  }

  reportUnreadable(line: number, problem: string): void {
    this.#makeRoom(true);
    say(`Line ${line} cannot be read: ${problem}`);
    if (this.#json) {
      printJson({ event: "unreadable", line, detail: problem });
    }
  }

  summarise(): void {
    this.close();
    const seconds = this.#seconds();
    if (this.#json) {
      printJson({ event: "summary", judged: this.#judged, verdicts: Object.fromEntries(this.#counted()), seconds });
      return;
    }
    print(`${this.#judged} pairs judged in ${seconds.toFixed(1)} s: ${this.#counts() || "none"}.`);
  }

  /** Ends the moving line. */
  close(): void {
    this.#bar?.stop();
  }

  /** Clears the moving line where another line takes its place; the bar draws itself again below. */
  #makeRoom(sameTerminal: boolean): void {
    if (this.#bar !== undefined && sameTerminal) {
      process.stderr.write("\r\u001b[K");
    }
  }

  #counts(): string {
    return this.#counted()
      .map(([verdict, count]) => `${count} ${verdict}`)
      .join(", ");
  }

  /** In the order of the words, whichever verdict came first. */
  #counted(): [Verdict, number][] {
    return VERDICTS.flatMap((verdict) => {
      const count = this.#tally.get(verdict);
      return count === undefined ? [] : [[verdict, count]];
    });
  }

  #seconds(): number {
    return (performance.now() - this.#begin) / 1000;
  }
}
