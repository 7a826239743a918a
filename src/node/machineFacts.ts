/** The machine that a report was made on. */
import { arch, availableParallelism, cpus, release, totalmem, type } from "node:os";
import type { Machine } from "../core/experiment.ts";

export function describeMachine(): Machine {
  return {
    processor: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory: totalmem(),
    system: `${type()} ${release()}, ${arch()}`,
  };
}
