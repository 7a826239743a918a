/** Polls until `look` gives something; the test's own timeout is the limit. */
export async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<NonNullable<T>> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== null && found !== false) {
      return found;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
