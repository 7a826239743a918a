/** One workbench for all journeys of a test file. */
import { afterAll, beforeAll, beforeEach } from "vitest";
import { Workbench, type WorkbenchOptions } from "./workbench.ts";

/**
 * Opens a workbench before the file's first test and closes it after the last; a picture of the window is kept where
 * a test fails, and its state is told. Returns how to get it within a test.
 */
export function useWorkbench(options: WorkbenchOptions = {}): () => Workbench {
  let workbench: Workbench | undefined;
  const get = () => {
    if (!workbench) throw new Error("The workbench is open within tests only.");
    return workbench;
  };
  beforeAll(async () => {
    workbench = await Workbench.open(options);
  });
  afterAll(() => workbench?.close());
  beforeEach(({ task, onTestFailed }) => {
    onTestFailed(async () => {
      await get().screenshot(`failed: ${task.name}`);
      console.log(`${task.name} failed.\n${await get().describe()}`);
    });
  });
  return get;
}
