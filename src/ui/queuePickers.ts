/** What people are asked about the queue: its order, its filter, a note, tags. Undefined: they changed their mind. */
import * as vscode from "vscode";
import { PAIR_SORTS, type PairSort } from "../core/review.ts";

/** An order in the reader's language. */
export function nameOfSort(sort: PairSort): string {
  switch (sort) {
    case "newest":
      return vscode.l10n.t("Newest First");
    case "hardest":
      return vscode.l10n.t("Hardest First");
    case "easiest":
      return vscode.l10n.t("Easiest First");
    case "shortest":
      return vscode.l10n.t("Shortest First");
    case "longest":
      return vscode.l10n.t("Longest First");
  }
}

export async function pickSort(current: PairSort): Promise<PairSort | undefined> {
  const items = PAIR_SORTS.map((sort) => ({
    label: nameOfSort(sort),
    description: [detailOf(sort), ...(sort === current ? [vscode.l10n.t("now")] : [])]
      .filter((text) => text)
      .join(" · "),
    sort,
  }));
  const title = vscode.l10n.t("Sort the Queue");
  return (await vscode.window.showQuickPick(items, { title }))?.sort;
}

function detailOf(sort: PairSort): string {
  switch (sort) {
    case "newest":
      return "";
    case "hardest":
      return vscode.l10n.t("lowest solve rate");
    case "easiest":
      return vscode.l10n.t("highest solve rate");
    case "shortest":
    case "longest":
      return vscode.l10n.t("by the solution's length");
  }
}

export async function askFilter(current: string | undefined): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Filter the Queue"),
    prompt: vscode.l10n.t("Text in the puzzle, the solution, the model's name, the note or a tag"),
    value: current ?? "",
  });
}

export async function askNote(current: string): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Note"),
    prompt: vscode.l10n.t("What is worth knowing about this pair; empty for no note"),
    value: current,
  });
}

/** Lets tags be picked from the known ones; what is typed can be picked as a new one. */
export async function pickTags(known: readonly string[], current: readonly string[]): Promise<string[] | undefined> {
  const picker = vscode.window.createQuickPick();
  picker.title = vscode.l10n.t("Tags");
  picker.placeholder = vscode.l10n.t("Pick tags, or type a new one");
  picker.canSelectMany = true;
  picker.items = known.map((label) => ({ label }));
  picker.selectedItems = picker.items.filter(({ label }) => current.includes(label));
  let offered: string | undefined;
  picker.onDidChangeValue((typed) => {
    const tag = typed.trim();
    const picked = picker.selectedItems.map(({ label }) => label);
    // A tag that was offered while it was typed goes, unless it was picked.
    const kept = picker.items.filter(({ label }) => label !== offered || picked.includes(label));
    const isNew = tag !== "" && !kept.some(({ label }) => label === tag);
    offered = isNew ? tag : undefined;
    picker.items = isNew ? [{ label: tag, description: vscode.l10n.t("new tag"), alwaysShow: true }, ...kept] : kept;
    picker.selectedItems = picker.items.filter(({ label }) => picked.includes(label));
  });
  try {
    return await new Promise((resolve) => {
      picker.onDidAccept(() => {
        const picked = picker.selectedItems.map(({ label }) => label);
        resolve(offered === undefined || picked.includes(offered) ? picked : [...picked, offered]);
      });
      picker.onDidHide(() => resolve(undefined));
      picker.show();
    });
  } finally {
    picker.dispose();
  }
}
