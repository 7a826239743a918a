/** `{ refuted: 3, raised: 1 }` → `3 refuted, 1 raised`, in the order given; `none` where there is nothing. */
export function listCounts(counts: Readonly<Record<string, number | undefined>>): string {
  const parts = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  return parts.length === 0 ? "none" : parts.join(", ");
}
