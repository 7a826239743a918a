/** The models of a workspace as a tree: each below the one that it was tuned from. */
import type { Lineage } from "./lineage.ts";

export interface LineageNode {
  readonly name: string;
  /** How it was made; undefined for a base that was not tuned here, or whose record is gone. */
  readonly made: Lineage | undefined;
  /** What was tuned from it, oldest first. */
  readonly tuned: readonly LineageNode[];
}

/** Bases in the order of what was first tuned from them. Parents are found by their weights: names come to mean others. */
export function lineageTree(models: readonly Lineage[]): readonly LineageNode[] {
  const oldestFirst = [...models].sort((a, b) => a.createdAt - b.createdAt);
  const known = new Set(oldestFirst.map(({ digest }) => digest));
  const grown = new Set<Lineage>();
  const childrenOf = (weights: string): LineageNode[] =>
    oldestFirst
      .filter((each) => each.baseDigest === weights && !grown.has(each))
      .map((made) => {
        grown.add(made);
        return { name: made.name, made, tuned: childrenOf(made.digest) };
      });
  const rootsAmong = (some: readonly Lineage[]) =>
    some.flatMap(({ base, baseDigest }): LineageNode[] => {
      const tuned = childrenOf(baseDigest);
      return tuned.length === 0 ? [] : [{ name: base, made: undefined, tuned }];
    });
  return [...rootsAmong(oldestFirst.filter(({ baseDigest }) => !known.has(baseDigest))), ...rootsAmong(oldestFirst)];
}
