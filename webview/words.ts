/** The panel's names for states and reasons, in the display language. */
import { t } from "@vscode/l10n";
import type { PanelState } from "../src/protocol/panelMessages.ts";

type ReviewState = keyof PanelState["pairs"];
type RejectReason = keyof PanelState["rejected"];

/** In the order of a pair's way through review. */
export function stateNames(): Readonly<Record<ReviewState, string>> {
  return { pending: t("Pending"), accepted: t("Accepted"), rejected: t("Rejected"), trained: t("Trained") };
}

/** Why a candidate was not kept. */
export function reasonNames(): Readonly<Record<RejectReason, string>> {
  return {
    noPuzzle: t("Not a puzzle"),
    syntax: t("Not valid Python"),
    signature: t("Signature is not one answer and inputs with defaults"),
    answerUnused: t("Does not use the answer"),
    answerType: t("Answer's type is not wanted"),
    unsound: t("Does not run"),
    trivial: t("Solved by a trivial answer"),
    inSeeds: t("Already among the seeds"),
    inHeldOut: t("Already in the held-out set"),
    inQueue: t("Already in the queue"),
    inBatch: t("Already in this batch"),
    alike: t("Differs from others only in constants"),
    broken: t("Reply broke off"),
  };
}
