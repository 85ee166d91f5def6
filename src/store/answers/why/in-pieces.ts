const ROWS_AT_ONCE = 100;

/** Works through items, so many at once that each piece takes about so long; hands over each result and how far that is, from 0 to 1. */
export async function* piecesOf<Item, Result>(
  items: readonly Item[],
  pieceMs: number,
  work: (some: readonly Item[]) => Promise<Result>,
): AsyncGenerator<readonly [result: Result, share: number], void> {
  let atOnce = ROWS_AT_ONCE;
  for (let at = 0; at < items.length; ) {
    const startedAt = performance.now();
    const some = items.slice(at, at + atOnce);
    const result = await work(some);
    at += some.length;
    const tookMs = Math.max(1, performance.now() - startedAt);
    atOnce = Math.max(1, Math.floor((some.length * pieceMs) / tookMs));
    yield [result, at / items.length];
  }
}
