import type { NumberSpan } from '../../model/why.ts';
import type { BestInterval } from './intervals.ts';
import { countBelow } from './sorted.ts';

const DIGITS = 3;
const SECOND_MS = 1000;
const MINUTE_MS = 60_000;

interface Ends {
  /** The last value before the interval and the first in it; the last in it and the first behind it. */
  readonly before: number | undefined;
  readonly first: number;
  readonly last: number;
  readonly behind: number | undefined;
}

/** Numbers as a person says them: between the same values, with few digits, both ends included or only the upper: `< 0`. */
export function readableSpan(interval: BestInterval): NumberSpan {
  const { before, first, last, behind } = endsOf(interval);
  const from = before === undefined ? null : shortBelow(first, before);
  if (behind === undefined) return { from, to: null, isToOpen: false };
  if (from === null) return { from, to: shortAbove(last, behind), isToOpen: true };
  const short = rounded(last, 1);
  return { from, to: short < behind ? short : last, isToOpen: false };
}

/** A span of time as a person says it: from one full minute or second to another, where no call is between. */
export function readableTimes(interval: BestInterval): NumberSpan {
  const { before, first, last, behind } = endsOf(interval);
  const steps = [MINUTE_MS, SECOND_MS];
  const starts = steps.map((step) => Math.floor(first / step) * step);
  const stops = steps.map((step) => (Math.floor(last / step) + 1) * step);
  return {
    from: before === undefined ? null : (starts.find((start) => start > before) ?? first),
    to: behind === undefined ? null : (stops.find((stop) => stop <= behind) ?? behind),
    isToOpen: true,
  };
}

function endsOf({ values, from, to }: BestInterval): Ends {
  const start = countBelow(values, from);
  const stop = countBelow(values, to);
  return {
    before: values[start - 1],
    first: values[start] ?? from,
    last: values[stop - 1] ?? to,
    behind: values[stop],
  };
}

function shortBelow(first: number, before: number): number {
  if (before < 0 && first >= 0) return 0;
  const short = rounded(first, -1);
  return short > before ? short : first;
}

function shortAbove(last: number, behind: number): number {
  if (last < 0 && behind >= 0) return 0;
  const short = rounded(last, 1);
  return short > last && short <= behind ? short : behind;
}

/** The number with few digits that is next below or above, or the number itself. */
function rounded(value: number, direction: 1 | -1): number {
  const near = Number(value.toPrecision(DIGITS));
  if (!Number.isFinite(near)) return value;
  if (value === 0 || (near - value) * direction >= 0) return near;
  const step = 10 ** (Math.floor(Math.log10(Math.abs(value))) - DIGITS + 1);
  return Number((near + direction * step).toPrecision(DIGITS));
}
