import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { startPythonJudge } from "../../src/node/pythonJudge.ts";
import { temporaryFolder } from "./queueFixtures.ts";

const { signal } = new AbortController();
const options = { python: "python3", judgePath: "src/python/judge", workers: 2, log: () => {} };
/** Calls that wait for their verdict at any moment. */
const AT_ONCE = 200;

/** Pairs that differ, so that none is spared by another's verdict; every third answer is wrong. */
function pairOf(n: number) {
  const wrong = n % 3 === 0 ? " + 1" : "";
  return {
    f: `def f(x: int, n=${n}):\n    return x == sum(range(n + 1000))`,
    g: `def g(n=${n}):\n    return sum(range(n + 1000))${wrong}`,
  };
}

/** Processes below `pid`, as /proc has them. */
function descendants(pid: number): number[] {
  const children = readChildren(pid);
  return [...children, ...children.flatMap(descendants)];
}

function readChildren(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
  } catch {
    return []; // It has ended.
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    expect(error).toMatchObject({ code: "ESRCH" });
  }
}

it("goes on when the process that takes the place of a killed one is killed while it starts", async () => {
  const folder = temporaryFolder();
  const judgePath = join(folder, "judge.py");
  writeFileSync(
    judgePath,
    `import os, runpy, signal
with open(${JSON.stringify(join(folder, "starts"))}, "a+") as starts:
    starts.write("x")
    starts.seek(0)
    if len(starts.read()) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
runpy.run_path(${JSON.stringify(resolve(options.judgePath, "__main__.py"))}, run_name="__main__")
`,
  );
  const judge = await startPythonJudge({ ...options, judgePath }, signal);
  const call = judge.judge(pairOf(1), 2000, signal);
  kill(judge.pid);
  expect((await call).verdict).toBe("verified");
  expect(readFileSync(join(folder, "starts"), "utf8")).toBe("xxx");
  await judge.close();
});

it.skipIf(process.platform !== "linux")(
  "settles every call once with the right verdict while processes of its tree are killed",
  async () => {
    const judge = await startPythonJudge(options, signal);
    const first = judge.pid;
    const verdicts: string[] = [];
    let asked = 0;
    let settled = 0;
    let isOver = false;
    const lane = async () => {
      while (!isOver) {
        const n = asked++;
        verdicts[n] = (await judge.judge(pairOf(n), 2000, signal)).verdict;
        settled += 1;
      }
    };
    const lanes = Promise.all(Array.from({ length: AT_ONCE }, lane));

    await sleep(200); // Its lanes start their workers with the first pairs.
    const tree = descendants(first);
    expect(tree.length).toBeGreaterThan(2); // more than two zygotes
    for (const pid of tree.reverse()) {
      kill(pid); // the youngest first: each worker, then what forked it
      await sleep(20);
    }
    while (judge.pid === 0 || judge.pid === first) await sleep(20);
    kill(judge.pid);
    await sleep(100);
    isOver = true;
    await lanes;
    await judge.close();
    expect(verdicts).toEqual(Array.from({ length: asked }, (_, n) => (n % 3 === 0 ? "refuted" : "verified")));
    expect(settled).toBe(asked);
  },
);
