/** How well the judge is closed off, as its self-test finds it at every start. */
import { UserError } from "./errors.ts";

/** From the weakest to the strongest; `docs/judge.md` says what each lets through. */
export const SANDBOX_TIERS = ["none", "partial", "full"] as const;
export type SandboxTier = (typeof SANDBOX_TIERS)[number];

/** The least tier with which text is judged without anybody's consent. */
export const DEFAULT_LEAST_TIER: SandboxTier = "partial";

export interface Sandbox {
  readonly tier: SandboxTier;
  /** The attacks of the self-test that got through, in the judge's words: `read files`, `use the network`, … */
  readonly open: readonly string[];
}

/** Says whether a sandbox falls short of the least that is allowed. */
export function isWeaker(tier: SandboxTier, least: SandboxTier): boolean {
  return SANDBOX_TIERS.indexOf(tier) < SANDBOX_TIERS.indexOf(least);
}

/** The judge was not used, because it could not be closed off as well as it has to be. */
export class SandboxTooWeak extends UserError {
  constructor({ tier, open }: Sandbox, least: SandboxTier) {
    const editor = tier === "none" ? " (in the editor: the command `Autodidact: Judge Without a Sandbox`)" : "";
    super(
      `The judge's sandbox is of tier ${tier} on this machine, and ${least} is the least that is allowed. What a model wrote could, as the judge's self-test found: ${open.join(", ")}.`,
      `Judge on a machine that closes programs off better (such as Linux with user namespaces or Landlock), or, if you take the risk, allow it: \`--tier ${tier}\`${editor}.`,
    );
  }
}
