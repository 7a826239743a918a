/** Runs the suites named on the command line, or all; its last line counts them all together. */
import process from "node:process";
import { add, type Counts, format, NONE } from "./counts.ts";
import { SUITES, type Suite } from "./suites.ts";

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(SUITES);
const unknown = names.filter((name) => !Object.hasOwn(SUITES, name));
if (unknown.length > 0) {
  console.error(`No suite is called ${unknown.join(", ")}. There are: ${Object.keys(SUITES).join(", ")}.`);
  process.exit(2);
}

let total = NONE;
const results: string[] = [];
for (const [name, suite] of Object.entries(SUITES)) {
  if (!names.includes(name)) continue;
  console.log(`\n== ${name}`);
  const start = performance.now();
  const counts = await countsOf(suite);
  const seconds = Math.round((performance.now() - start) / 1000);
  results.push(`${name}: ${format(counts)} in ${seconds} s`);
  console.log(results.at(-1));
  const failures = counts.failures.map((failure) => `${name}: ${failure}`);
  total = add(total, { ...counts, failures });
}
for (const failure of total.failures) console.log(`\n-- FAILED ${failure}`);
console.log(`\n== all\n${results.join("\n")}\n${format(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

async function countsOf(suite: Suite): Promise<Counts> {
  try {
    return await suite();
  } catch (error) {
    console.error(error);
    return { ...NONE, failed: 1, failures: [String(error)] };
  }
}
