/** Items of HumanEval and MBPP (all of it, and the sanitized part): a function to write, and tests that call it. */
import { z } from "zod";

export interface FunctionItem {
  /** Its name in the set. */
  readonly name: string;
  /** The beginning of the function. */
  readonly prompt: string;
  /** The name by which the tests call it. */
  readonly function: string;
  /** Python: assertions, or HumanEval's `check`. */
  readonly tests: string;
}

const humanEval = z.object({ task_id: z.string(), prompt: z.string(), entry_point: z.string(), test: z.string() });

const mbpp = z.object({
  task_id: z.union([z.string(), z.number()]),
  text: z.string().optional(),
  prompt: z.string().optional(),
  code: z.string(),
  test_list: z.array(z.string()).min(1),
  challenge_test_list: z.array(z.string()).optional(),
  test_setup_code: z.string().optional(),
  test_imports: z.array(z.string()).optional(),
});

/** The item; null where `value` is of neither set, or its code defines no function. */
export function readFunctionItem(value: unknown): FunctionItem | null {
  const asked = humanEval.safeParse(value);
  if (asked.success) {
    const { task_id: name, prompt, entry_point, test: tests } = asked.data;
    return { name, prompt, function: entry_point, tests };
  }
  const item = mbpp.safeParse(value);
  return item.success ? fromMbpp(item.data) : null;
}

/**
 * MBPP says in a sentence what is wanted and shows the tests. The function's header, without which a base model does not
 * know how it is called, is taken from the reference solution; of that, the model sees nothing else.
 */
function fromMbpp(item: z.infer<typeof mbpp>): FunctionItem | null {
  const { task_id, text, prompt, code, test_list: shown, challenge_test_list: hidden = [] } = item;
  const defined = [...code.matchAll(/^def\s+(\w+)/gm)].map(([, name = ""]) => name);
  const isCalled = (name: string) => new RegExp(`\\b${name}\\s*\\(`).test(shown[0] ?? "");
  const called = defined.findLast(isCalled) ?? defined.at(-1) ?? "";
  const [header] = new RegExp(`^def\\s+${called}\\s*\\([^]*?\\)\\s*(?:->[^\\n:]+)?:`, "m").exec(code) ?? [];
  if (header === undefined) return null;
  const about = [text ?? prompt ?? "", "", ...shown].join("\n").replaceAll("\\", "\\\\").replaceAll('"""', "'''");
  const docstring = `"""\n${about}\n"""`.replaceAll(/^(?=.)/gm, "    ");
  return {
    name: `MBPP/${task_id}`,
    prompt: `${header}\n${docstring}\n`,
    function: called,
    tests: [item.test_setup_code ?? "", ...(item.test_imports ?? []), ...shown, ...hidden].join("\n"),
  };
}
