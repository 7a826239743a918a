/** A process of its own that takes the lock of folder PATH, says so and keeps it until it is ended. */
import process from "node:process";
import { acquireWindowLock } from "../../src/node/windowLock.ts";

const lock = acquireWindowLock(process.argv[2] ?? "");
process.stdout.write(`${lock.held}\n`);
setInterval(() => lock, 60_000);
