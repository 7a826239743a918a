import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { InFlight } from "../../src/cli/inFlight.ts";

async function isWaiting(work: Promise<void>): Promise<boolean> {
  const first = await Promise.race([work.then(() => "done"), setImmediate("waiting")]);
  return first === "waiting";
}

it("lets no more in than there is room for, by number", async () => {
  const inFlight = new InFlight(2, 100);
  await inFlight.enter(1);
  await inFlight.enter(1);
  const third = inFlight.enter(1);
  expect(await isWaiting(third)).toBe(true);
  inFlight.leave(1);
  await third;
});

it("lets no more in than there is room for, by size, but one of any size", async () => {
  const inFlight = new InFlight(10, 100);
  await inFlight.enter(1000);
  const small = inFlight.enter(1);
  expect(await isWaiting(small)).toBe(true);
  inFlight.leave(1000);
  await small;
  const large = inFlight.enter(100);
  expect(await isWaiting(large)).toBe(true);
  inFlight.leave(1);
  await large;
});

it("is empty when all have left", async () => {
  const inFlight = new InFlight(10, 100);
  await inFlight.empty();
  await inFlight.enter(3);
  await inFlight.enter(4);
  const empty = inFlight.empty();
  inFlight.leave(3);
  expect(await isWaiting(empty)).toBe(true);
  inFlight.leave(4);
  await empty;
});
