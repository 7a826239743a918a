/** A process of its own that generates in the workspace whose `.autodidact/` is FOLDER, as far as the lock knows, and says so. */
import process from "node:process";
import { whileGenerating } from "../../src/node/generating.ts";

const forEver = () => {
  process.stdout.write("generates\n");
  return new Promise<void>((resolve) => setTimeout(resolve, 600_000));
};
await whileGenerating({ folder: process.argv[2] ?? "" }, forEver, new AbortController().signal);
