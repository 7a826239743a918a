/**
 * `node scripts/stamp-ids.mjs FILE…`: gives every puzzle of JSON-lines files the content id that the judge computes.
 * A file is replaced as a whole, or left as it is when one of its puzzles cannot be read. Lines whose id is right stay
 * as they are. `PYTHON` names another interpreter than `python3`.
 */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

if (process.features.typescript) {
  await main(process.argv.slice(2));
} else {
  // The judge's adapter is TypeScript, which only the checkout's own Node runs as it is.
  const node = join(root, "node_modules/.bin", process.platform === "win32" ? "node.cmd" : "node");
  const quiet = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON";
  process.exitCode = spawnSync(node, [quiet, ...process.argv.slice(1)], { stdio: "inherit" }).status ?? 1;
}

async function main(files) {
  if (files.length === 0) {
    process.stderr.write("Usage: node scripts/stamp-ids.mjs FILE…\n");
    process.exitCode = 2;
    return;
  }
  const { startPythonJudge } = await import("../src/node/pythonJudge.ts");
  const options = {
    python: process.env.PYTHON ?? "python3",
    judgePath: join(root, "src/python/judge"),
    workers: 2,
    log: (line) => process.stderr.write(`${line}\n`),
  };
  const { signal } = new AbortController();
  const judge = await startPythonJudge(options, signal);
  try {
    for (const file of files) {
      await stamp(file, (source) => judge.inspect(source, signal));
    }
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  } finally {
    await judge.close();
  }
}

async function stamp(file, inspect) {
  const { default: writeFileAtomic } = await import("write-file-atomic");
  const lines = (await readFile(file, "utf8")).trimEnd().split("\n");
  const stamped = await Promise.all(lines.map((line, index) => stampLine(line, `${file}:${index + 1}`, inspect)));
  await writeFileAtomic(file, `${stamped.join("\n")}\n`);
  const changed = stamped.filter((line, index) => line !== lines[index]).length;
  process.stdout.write(`${file}: ${lines.length} puzzles, ${changed} ids changed\n`);
}

async function stampLine(line, place, inspect) {
  let puzzle;
  try {
    puzzle = JSON.parse(line);
  } catch (error) {
    throw new Error(`${place}: ${error.message}`);
  }
  const inspection = await inspect(puzzle.f);
  if (!inspection.ok) {
    throw new Error(`${place}: ${inspection.detail}`);
  }
  return puzzle.id === inspection.id ? line : JSON.stringify({ ...puzzle, id: inspection.id });
}
