/** A server with two models that answer as a sampler does: the same request with the same seed gets the same reply. */
import { z } from "zod";
import { FaultyOllama, json, type Reply, stream } from "../unit/faultyOllama.ts";

export const BASE = { name: "base:1b", digest: "b".repeat(64) };
export const TUNED = { name: "base-autodidact:1b-r1-20261125", digest: "7".repeat(64) };
const TOKENS = 5;

const asked = z.object({ model: z.string(), options: z.object({ seed: z.int().optional() }) });

/** `chances`: how often, of 100 attempts, each model answers the puzzles of `exercises` right; `delayMs`: each reply's. */
export async function startSeededOllama(chances: { base: number; tuned: number }, delayMs = 0): Promise<FaultyOllama> {
  const reply: Reply = (response, request) => {
    const { model, options } = asked.parse(JSON.parse(request.body));
    const chance = model === BASE.name ? chances.base : chances.tuned;
    const right = (options.seed ?? 0) % 100 < chance;
    const text = right ? "    return n + 1" : "    return n";
    const whole = { response: text, done: true, done_reason: "stop", eval_count: TOKENS, prompt_eval_count: 20 };
    setTimeout(() => stream(whole)(response, request), delayMs);
  };
  const server = await FaultyOllama.start(reply);
  const models = [BASE, TUNED].map((model) => ({ ...model, size: 1e9, size_vram: 0 }));
  server.routes["/api/version"] = json(200, { version: "0.34.1" });
  server.routes["/api/tags"] = json(200, { models });
  server.routes["/api/ps"] = json(200, { models });
  return server;
}

/** Puzzles that `return n + 1` solves. */
export function exercises(count: number): { id: string; f: string; skill: string; level: string }[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `exercise ${index}`,
    // A name of its own: without their constants these are other puzzles still.
    f: `def f(x: int, n=${index}, e${index}=0):\n    return x == n + 1 and e${index} == 0`,
    skill: index % 2 === 0 ? "even" : "odd",
    level: index < count / 2 ? "easy" : "hard",
  }));
}
