/** Where an interpreter keeps the packages that are installed for it. */
import { z } from "zod";
import { UserError } from "../../core/errors.ts";
import { runTool, ToolFailure } from "./tool.ts";

/** An interpreter that takes longer to answer is broken. */
const ANSWER_MS = 20_000;
/** Not only `sysconfig`: Debian's own Python has the system's packages in a folder that it does not name. */
const QUESTION = `
import json, os, site, sysconfig
folders = [sysconfig.get_path("purelib"), sysconfig.get_path("platlib"), *site.getsitepackages()]
print(json.dumps([folder for folder in dict.fromkeys(folders) if os.path.isdir(folder)]))
`;
const answer = z.array(z.string().min(1));

/**
 * The folders of packages of an interpreter: its own and those of its virtual environment, not the user's.
 * Throws `UserError` when it does not say.
 */
export async function packageFolders(python: string, signal: AbortSignal): Promise<readonly string[]> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
  try {
    return answer.parse(JSON.parse(await runTool(python, ["-I", "-c", QUESTION], {}, limit)));
  } catch (error) {
    signal.throwIfAborted();
    const isExpected = error instanceof ToolFailure || error instanceof z.ZodError || error instanceof SyntaxError;
    if (!isExpected && !limit.aborted) {
      throw error;
    }
    throw new UserError(
      `The Python interpreter ${python} does not say where its packages are.`,
      "Repair it, choose another one, or judge without packages.",
      { cause: error },
    );
  }
}
