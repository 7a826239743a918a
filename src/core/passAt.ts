/**
 * pass@k: the chance that at least one of k attempts at a puzzle is verified.
 *
 * The unbiased estimate from n ≥ k attempts, c of them verified, is 1 − C(n−c, k) / C(n, k): the share of all choices of
 * k of the attempts in which one is verified. Source: Chen et al. 2021, arXiv 2107.03374. Written as a product, which
 * neither overflows nor cancels. Throws `RangeError` unless 0 ≤ c ≤ n and 1 ≤ k ≤ n, all whole.
 */
export function passAt(n: number, c: number, k: number): number {
  if (![n, c, k].every(Number.isInteger) || c < 0 || c > n || k < 1 || k > n) {
    throw new RangeError(`pass@${k} has no value for ${c} of ${n} attempts.`);
  }
  if (n - c < k) return 1;
  let missed = 1;
  for (let i = n - c + 1; i <= n; i++) missed *= 1 - k / i;
  return 1 - missed;
}
