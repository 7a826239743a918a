/** Names for what the same command goes on with. */
import { createHash } from "node:crypto";

/** A folder's name for work on `model`: the same wishes have the same name. */
export function resumableId(model: string, wishes: unknown): string {
  const hash = createHash("sha256").update(JSON.stringify(wishes)).digest("hex").slice(0, 8);
  return `${model.replaceAll(/[^\w.-]+/g, "_")}-${hash}`;
}
