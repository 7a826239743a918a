/** Tags of several pairs that are edited as one. */

/** The tags that all of them have. */
export function commonTags(all: readonly (readonly string[])[]): readonly string[] {
  const [first = [], ...others] = all;
  return first.filter((tag) => others.every((tags) => tags.includes(tag)));
}

/** A pair's own tags after those that all had, `before`, have become `after`. */
export function retagged(own: readonly string[], before: readonly string[], after: readonly string[]): string[] {
  return [...new Set([...own.filter((tag) => !before.includes(tag) || after.includes(tag)), ...after])];
}
