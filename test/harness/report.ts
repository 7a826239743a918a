/** How the tests inside VS Code report to the run outside: files of one folder, whatever the host does with output. */
import { join } from "node:path";

/** Environment variable that names the folder. */
export const REPORT_VARIABLE = "AUTODIDACT_TEST_REPORT";

/** What people read, as it is written. */
export const logFile = (folder: string): string => join(folder, "log");

/** The closing `Counts`; there only when the run came to its end. */
export const countsFile = (folder: string): string => join(folder, "counts.json");
