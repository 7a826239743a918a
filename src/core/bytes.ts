/** 1,234,567,890 → `1.2 GB`; decimal, as disks are sold. */
export function inGigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
