import { describe, expect, it } from "vitest";
import { erasedForm } from "../../src/core/erasedForm.ts";
import { tunedName } from "../../src/core/lineage.ts";
import { checkParity } from "../../src/core/tokenParity.ts";
import { correctionFrom, estimateCost, tunedWeights } from "../../src/core/trainEstimate.ts";
import { optionsFor, TRAIN_RECIPES, trainRecipeNamed } from "../../src/core/trainRecipe.ts";
import { readParameters } from "../../src/node/ollama/shelf.ts";
import { parseTrainerLine, trainerEventOf } from "../../src/protocol/trainerMessages.ts";

const never = new AbortController().signal;
/** SmolLM2 135M. */
const SHAPE = {
  architecture: "llama",
  supported: true,
  parameters: 134_515_008,
  layers: 30,
  hidden: 576,
  feedForward: 1_536,
  vocabulary: 49_152,
  contextLength: 8_192,
  bytes: 98e6,
};
const options = optionsFor(trainRecipeNamed("adaptive"), {}, 1);

describe("a tuned model's name", () => {
  const now = new Date("2026-11-23T10:00:00Z");
  it("has base, size, round and day", () => {
    expect(tunedName("qwen:7b", 3, now, [])).toBe("qwen-autodidact:7b-r3-20261123");
    expect(tunedName("llama:latest", 1, now, [])).toBe("llama-autodidact:r1-20261123");
  });
  it("is not one that is taken", () => {
    expect(tunedName("qwen:7b", 3, now, ["qwen-autodidact:7b-r3-20261123"])).toBe("qwen-autodidact:7b-r3-20261123-2");
  });
  it("does not grow with each tuning", () => {
    expect(tunedName("qwen-autodidact:7b-r3-20261123-2", 4, now, [])).toBe("qwen-autodidact:7b-r4-20261123");
  });
});

describe("an erased form", () => {
  it("is the same for other constants, comments and spaces", () => {
    const one = 'def f(x: int, s="a", n=10):\n    # why\n    return x == n + 0x1F';
    expect(erasedForm(one)).toBe(erasedForm("def f(x: int,  s='bcd', n=7):\n    return x  == n + 2.5"));
  });
  it("tells other names and operators apart", () => {
    expect(erasedForm("def f(x1: int): return x1 > 0")).not.toBe(erasedForm("def f(x2: int): return x2 > 0"));
    expect(erasedForm("def f(x: int): return x > 0")).not.toBe(erasedForm("def f(x: int): return x < 0"));
  });
});

describe("an estimate", () => {
  const data = { rows: 80, tokens: 8_000, longest: 150 };
  const cpu = { device: "cpu", flops: null } as const;
  it("counts the steps of all epochs", () => {
    expect(estimateCost(SHAPE, options, data, cpu, undefined).steps).toBe(20);
    expect(estimateCost(SHAPE, { ...options, maxSteps: 7 }, data, cpu, undefined).steps).toBe(7);
  });
  it("counts LoRA's weights as PEFT does for square attention", () => {
    expect(tunedWeights(SHAPE, 16)).toBe(30 * 16 * (8 * 576 + 3 * (576 + 1_536)));
  });
  it.each(["cpu", "cuda"] as const)(
    "grows linearly with the rows' time and not with their number in memory: %s",
    (device) => {
      const [one, ten] = [data, { ...data, rows: 800, tokens: 80_000 }].map((each) =>
        estimateCost(SHAPE, options, each, { device, flops: null }, undefined),
      );
      expect((ten?.seconds ?? 0) / (one?.seconds ?? 1)).toBeCloseTo(10);
      expect(ten?.memory).toBe(one?.memory);
    },
  );
  it("is what was measured, once something was on such a device", () => {
    const first = estimateCost(SHAPE, options, data, cpu, undefined);
    const measured = { peakMemory: 5e9, tokensPerSecond: 250 };
    const correction = correctionFrom(first, measured, "cpu");
    const next = estimateCost(SHAPE, options, data, cpu, correction);
    expect(next.memory).toBeCloseTo(5e9);
    expect(next.seconds).toBeCloseTo((8_000 * 2) / 250);
    const gpu = { device: "cuda", flops: null } as const;
    expect(estimateCost(SHAPE, options, data, gpu, correction)).toEqual(
      estimateCost(SHAPE, options, data, gpu, undefined),
    );
  });

  /** Trainings of SmolLM2 135M on an NVIDIA H200: docs/training.md. */
  describe("on a GPU is within a third of what was measured there", () => {
    const h200 = { device: "cuda", flops: 795e12 } as const;
    const near = (estimated: number, measured: number) => {
      expect(estimated / measured).toBeGreaterThan(0.75);
      expect(estimated / measured).toBeLessThan(1.33);
    };
    it("for rows one by one, where the processor is what it waits for", () => {
      const cost = estimateCost(SHAPE, options, { rows: 381, tokens: 64_337, longest: 497 }, h200, undefined);
      near(cost.memory, 3.69e9);
      near(cost.seconds, 29.3);
    });
    it("for packed blocks, whose masks fill its memory", () => {
      const paper = optionsFor(trainRecipeNamed("paper"), {}, 1);
      const cost = estimateCost(SHAPE, paper, { rows: 396, tokens: 76_773, longest: 1_024 }, h200, undefined);
      near(cost.memory, 10.85e9);
      near(cost.seconds, 12.2);
    });
    it("is bound by the GPU's own speed for a base that keeps it busy", () => {
      const large = { ...SHAPE, parameters: 100 * SHAPE.parameters };
      const [slow, fast] = [1e13, 2e13].map((flops) =>
        estimateCost(large, options, data, { device: "cuda", flops }, undefined),
      );
      expect((slow?.seconds ?? 0) / (fast?.seconds ?? 1)).toBeGreaterThan(1.9);
    });
  });
});

describe("a training recipe", () => {
  it("is known by its name, or refused with the names there are", () => {
    expect(TRAIN_RECIPES.map(({ name }) => trainRecipeNamed(name).name)).toEqual(["adaptive", "paper"]);
    expect(() => trainRecipeNamed("best")).toThrow('There is no training recipe "best".');
  });
  it("keeps alpha's ratio to the rank, and what a person left open", () => {
    const set = optionsFor(trainRecipeNamed("adaptive"), { rank: 4, epochs: undefined }, 7);
    expect(set).toMatchObject({ rank: 4, alpha: 8, epochs: 2, seed: 7 });
  });
});

describe("token parity", () => {
  const shelf = { countTokens: async (_name: string, text: string) => text.length };
  it("passes where both sides count the same", async () => {
    await expect(checkParity("m", ["ab", "abc"], [2, 3], shelf, never)).resolves.toBeUndefined();
  });
  it("stops with the text and both counts where they differ", async () => {
    await expect(checkParity("m", ["ab", "a\n\nb"], [2, 3], shelf, never)).rejects.toThrow(
      'The trainer splits a text of m into 3 tokens, Ollama into 4: "a\\n\\nb"…',
    );
  });
});

describe("a model's parameters as Ollama tells them", () => {
  it("become values of their own types, and repeated ones a list", () => {
    const text =
      'temperature                    0.7\nstop                           "<end>"\nstop    "user:"\nnum_ctx 4096\n';
    expect(readParameters(text)).toEqual({ temperature: 0.7, stop: ["<end>", "user:"], num_ctx: 4096 });
  });
  it("keep a single stop a list", () => {
    expect(readParameters('stop "<|im_end|>"')).toEqual({ stop: ["<|im_end|>"] });
  });
});

describe("a line of the trainer", () => {
  it("is one of its events, or nothing", () => {
    expect(parseTrainerLine("loading…")).toBeUndefined();
    expect(parseTrainerLine('{"event":"eval","step":3}')).toBeUndefined();
    const line = parseTrainerLine('{"event":"eval","step":3,"loss":0.5}');
    expect(line && trainerEventOf(line)).toEqual({ event: "evaluation", step: 3, loss: 0.5 });
  });
});
