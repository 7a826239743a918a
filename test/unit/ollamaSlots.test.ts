import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Slots } from "../../src/node/ollama/slots.ts";

const never = new AbortController().signal;

describe("slots", () => {
  it("never let more than their size run, run everything, and free the slot of what fails", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.boolean(), { maxLength: 20 }),
        async (size, fates) => {
          const slots = new Slots(size);
          let running = 0;
          let most = 0;
          const results = await Promise.allSettled(
            fates.map((fails) =>
              slots.run(never, async () => {
                running += 1;
                most = Math.max(most, running);
                await new Promise(setImmediate);
                running -= 1;
                if (fails) {
                  throw new Error("failed");
                }
              }),
            ),
          );
          expect(results.map((result) => result.status === "rejected")).toEqual(fates);
          expect(most).toBe(Math.min(size, fates.length));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("let more in as soon as they grow, and fewer once they shrink", async () => {
    const slots = new Slots(1);
    const gates: (() => void)[] = [];
    const work = () => slots.run(never, () => new Promise<void>((resolve) => gates.push(resolve)));
    const all = [work(), work(), work()];
    await Promise.resolve();
    expect(gates).toHaveLength(1);
    slots.size = 2;
    await new Promise(setImmediate);
    expect(gates).toHaveLength(2);
    slots.size = 1;
    gates[0]?.();
    await new Promise(setImmediate);
    expect(gates).toHaveLength(2);
    gates[1]?.();
    await new Promise(setImmediate);
    expect(gates).toHaveLength(3);
    gates[2]?.();
    await Promise.all(all);
  });

  it("let go of what is cancelled while it waits, and keep the order of the rest", async () => {
    const slots = new Slots(1);
    const order: string[] = [];
    let open = () => {};
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const cancel = new AbortController();
    const first = slots.run(never, () => gate);
    const cancelled = slots.run(cancel.signal, async () => order.push("cancelled"));
    const second = slots.run(never, async () => order.push("second"));
    const third = slots.run(never, async () => order.push("third"));
    cancel.abort();
    await expect(cancelled).rejects.toMatchObject({ name: "AbortError" });
    open();
    await Promise.all([first, second, third]);
    expect(order).toEqual(["second", "third"]);
  });
});
