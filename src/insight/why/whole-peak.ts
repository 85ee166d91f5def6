import type { TimeSpan } from './stretches.ts';

/** The times of others before and after a span: the window that they are of, and how many calls each stands for. */
export interface OthersAround {
  readonly times: readonly number[];
  readonly window: TimeSpan;
  readonly callsPerTime: number;
}

const LEAST_RISE = 1.5;
/** From this share of the rise on, what is beside a peak belongs to it. */
const SHARE_OF_RISE = 1 / 3;

/**
 * The whole of the peak that a span is part of: the stretches of its length beside it that rise as it does, and one more. Compared with its own other
 * half, a peak would be nothing special. The span itself where it is no peak, or where nothing else would be left.
 */
export function wholePeak(span: TimeSpan, hereCount: number, others: OthersAround): TimeSpan {
  const lengthMs = span.to - span.from;
  const before = rates(others, {
    lengthMs,
    direction: -1,
    edge: span.from,
    count: stretches(span.from - others.window.from, lengthMs),
  });
  const after = rates(others, {
    lengthMs,
    direction: 1,
    edge: span.to,
    count: stretches(others.window.to - span.to, lengthMs),
  });
  const usual = median([...before, ...after]);
  if (hereCount < LEAST_RISE * usual) return span;
  const least = usual + (hereCount - usual) * SHARE_OF_RISE;
  const risen = (side: readonly number[]) => {
    const end = side.findIndex((calls) => calls < least);
    // A peak ends within a stretch.
    return end < 0 ? side.length : end + 1;
  };
  const [early, late] = [risen(before), risen(after)];
  if (early + late >= before.length + after.length) return span;
  return { from: span.from - early * lengthMs, to: span.to + late * lengthMs };
}

function stretches(ms: number, lengthMs: number): number {
  return Math.max(0, Math.floor(ms / lengthMs));
}

/** Calls in each stretch on one side, the nearest first. */
function rates(
  { times, callsPerTime }: OthersAround,
  {
    lengthMs,
    direction,
    edge,
    count,
  }: { readonly lengthMs: number; readonly direction: 1 | -1; readonly edge: number; readonly count: number },
): readonly number[] {
  const calls = Array.from({ length: count }, () => 0);
  for (const at of times) {
    // A call at the edge is the first after it, not the first before it.
    const place = direction > 0 ? Math.floor((at - edge) / lengthMs) : Math.ceil((edge - at) / lengthMs) - 1;
    if (place >= 0 && place < count) calls[place] = (calls[place] ?? 0) + callsPerTime;
  }
  return calls;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}
