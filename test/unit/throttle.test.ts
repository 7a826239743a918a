import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Throttle } from "../../src/core/throttle.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("runs at once when it is asked for", () => {
  const task = vi.fn();
  new Throttle(task, 100).request();
  expect(task).toHaveBeenCalledTimes(1);
});

it("runs once more for all that is asked in the meantime, and not before its rest is over", async () => {
  const task = vi.fn();
  const throttle = new Throttle(task, 100);
  for (let count = 0; count < 50; count++) throttle.request();
  await vi.advanceTimersByTimeAsync(99);
  expect(task).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(task).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(task).toHaveBeenCalledTimes(2);
});

it("runs again at once after it has rested", async () => {
  const task = vi.fn();
  const throttle = new Throttle(task, 100);
  throttle.request();
  await vi.advanceTimersByTimeAsync(200);
  throttle.request();
  expect(task).toHaveBeenCalledTimes(2);
});

it("rests three times as long as a long task took, and never runs two at once", async () => {
  let running = 0;
  let most = 0;
  const task = vi.fn(async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    running -= 1;
  });
  const throttle = new Throttle(task, 100);
  throttle.request();
  await vi.advanceTimersByTimeAsync(500);
  throttle.request();
  await vi.advanceTimersByTimeAsync(3_400);
  expect(task).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(200);
  expect(task).toHaveBeenCalledTimes(2);
  expect(most).toBe(1);
});

it("runs no more once it was disposed of", async () => {
  const task = vi.fn();
  const throttle = new Throttle(task, 100);
  throttle.request();
  throttle.request();
  throttle.dispose();
  await vi.advanceTimersByTimeAsync(1_000);
  throttle.request();
  expect(task).toHaveBeenCalledTimes(1);
});
