import { describe, expect, it } from "vitest";
import { sampleFunction, solutionFrom } from "../../src/core/functionTask.ts";
import type { CompletionRequest, LanguageModel } from "../../src/core/ports.ts";
import { readFunctionItem } from "../../src/node/evaluation/functionItems.ts";

const TASK = {
  prompt: 'def add(a, b):\n    """Adds."""\n',
  calls: ["add(1, 2)", "add(math.pi, 0)"],
  imports: ["import math"],
};
const ENDING = "\n\n\nimport math\n\n\ndef g():\n    return [add(1, 2), add(math.pi, 0)]";

describe("a function to complete", () => {
  it("becomes a solution: prompt, the model's text up to the function's end, and the calls", () => {
    const g = solutionFrom(TASK, "    c = a + b\n\n    return c\n\nprint(add(1, 2))\n    return 4");
    expect(g).toBe(`def add(a, b):\n    """Adds."""\n    c = a + b\n\n    return c${ENDING}`);
    expect(solutionFrom({ ...TASK, prompt: "def add(a, b):" }, "\n    return a + b")).toBe(
      `def add(a, b):\n    return a + b${ENDING}`,
    );
  });

  it("cannot be followed by a g of the model's own", () => {
    const g = solutionFrom(TASK, "    return 1\ndef g():\n    return [3, 3.14]");
    expect(g.match(/def g\(/g)).toHaveLength(1);
  });

  it("is asked for with the prompt as it is and room for a whole function", async () => {
    const requests: CompletionRequest[] = [];
    const model: LanguageModel = {
      describe: async () => ({ name: "m", digest: "d", processor: "cpu", concurrency: 1 }),
      complete: async (request) => {
        requests.push(request);
        return { finish: "stop", text: "    return a + b", tokens: 5, promptTokens: 9 };
      },
    };
    const sampling = { temperature: 0.8, maxTokens: 150, topK: 0, topP: 1, seed: 7 };
    const sample = await sampleFunction(TASK, model, sampling, new AbortController().signal);
    expect(sample).toEqual({ g: expect.stringContaining("return a + b"), tokens: 5 });
    expect(requests).toMatchObject([{ prompt: TASK.prompt, temperature: 0.8, seed: 7, maxTokens: 512 }]);
  });
});

describe("an item of a set of functions", () => {
  it("is HumanEval's as it stands", () => {
    const item = {
      task_id: "HumanEval/1",
      prompt: TASK.prompt,
      entry_point: "add",
      test: "def check(c): assert c(1, 2)",
    };
    expect(readFunctionItem({ ...item, canonical_solution: "    return a + b" })).toEqual({
      ...{ name: "HumanEval/1", prompt: TASK.prompt, function: "add", tests: item.test },
    });
  });

  const mbpp = {
    task_id: 11,
    code: "def helper(a: int):\n    return a\ndef add(a: int,\n        b=(1)) -> int:\n    return helper(a) + b",
    test_list: ["assert add(1, 2) == 3", 'assert add(len("""\\n"""), 1) == 2'],
  };

  it("is MBPP's with the header of the reference, the sentence and the tests that are shown, and nothing more of it", () => {
    const item = readFunctionItem({
      ...mbpp,
      text: "Write a function to add.",
      challenge_test_list: ["assert add(0, 0) == 0"],
    });
    expect(item).toMatchObject({ name: "MBPP/11", function: "add" });
    expect(item?.prompt).toBe(
      'def add(a: int,\n        b=(1)) -> int:\n    """\n    Write a function to add.\n\n    assert add(1, 2) == 3\n' +
        "    assert add(len('''\\\\n'''), 1) == 2\n    \"\"\"\n",
    );
    expect(item?.tests).toContain("assert add(0, 0) == 0");
    expect(readFunctionItem({ ...mbpp, prompt: "Sanitized.", test_imports: ["import math"] })?.tests).toMatch(
      /^\nimport math\n/,
    );
  });

  it("is nothing else", () => {
    expect(readFunctionItem({ id: "a", f: "def f(x: int): return x" })).toBeNull();
    expect(readFunctionItem({ ...mbpp, test_list: [] })).toBeNull();
    expect(readFunctionItem(null)).toBeNull();
  });
});
