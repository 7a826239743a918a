/** Works on up to `lanes` items at once. The first failure, or an abort, ends all lanes before it is thrown. */
export async function inLanes<T>(
  items: AsyncIterable<T>,
  lanes: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const source = items[Symbol.asyncIterator]();
  let failed = false;
  const lane = async () => {
    try {
      for (let next = await source.next(); !next.done && !failed; next = await source.next()) {
        signal.throwIfAborted();
        await work(next.value);
      }
    } catch (error) {
      failed = true;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  await source.return?.();
  const failure = ends.find((end) => end.status === "rejected");
  if (failure !== undefined) throw failure.reason;
}
