/** What Vitest's JSON report says. */
import { relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Counts } from "./counts.ts";
import { ROOT } from "./processes.ts";

/** Characters of a failure's message that are told once more: its sentence and the place. */
const MESSAGE = 1_500;

interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    /** Why a file did not load. */
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export function readVitestReport(text: string): Counts {
  const report = JSON.parse(text) as VitestReport;
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests,
    skipped: report.numPendingTests + report.numTodoTests,
    failures: report.testResults.flatMap(({ name, message, assertionResults }) => {
      const file = relative(ROOT, name);
      const failed = assertionResults.filter(({ status }) => status === "failed");
      const told = failed.map(({ fullName, failureMessages }) => tell(`${file} > ${fullName}`, failureMessages));
      return message ? [...told, tell(file, [message])] : told;
    }),
  };
}

function tell(what: string, messages: readonly string[]): string {
  return `${what}\n${stripVTControlCharacters(messages.join("\n")).slice(0, MESSAGE)}`;
}
