const SECOND_MS = 1000;
const DAY_MS = 86_400_000;
const FIRST_PIECES = 1000;
const MOST_GROWTH = 4;
// Behind a gap there may be many calls.
const LONGEST_MS = DAY_MS;

/** A span of time in milliseconds since 1970. */
export interface SpanMs {
  readonly from: number;
  readonly to: number;
}

/** Reads a span in slices of whole seconds, each so long that it takes about `pieceMs`; says from 0 to 1 how far that is. */
export async function* inSlices(
  { from, to }: SpanMs,
  pieceMs: number,
  read: (slice: SpanMs) => void | Promise<void>,
): AsyncGenerator<number, void> {
  let lengthMs = Math.max(SECOND_MS, Math.min(LONGEST_MS, (to - from) / FIRST_PIECES));
  for (let at = from; at < to; ) {
    const startedAt = performance.now();
    const end = Math.min(to, Math.ceil((at + lengthMs) / SECOND_MS) * SECOND_MS);
    await read({ from: at, to: end });
    const growth = Math.min(MOST_GROWTH, pieceMs / Math.max(0.5, performance.now() - startedAt));
    lengthMs = Math.max(SECOND_MS, Math.min(LONGEST_MS, (end - at) * growth));
    at = end;
    yield (at - from) / (to - from);
  }
}
