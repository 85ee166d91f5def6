import type { NumberTest } from '../../filter/query.ts';

/** A set of response times in whole microseconds: ranges with both ends, rising and apart. */
export interface MicrosSet {
  /** True when calls without a response time belong to it. */
  readonly hasNone: boolean;
  readonly ranges: readonly (readonly [from: number, to: number])[];
}

const WHOLE = [[0, Number.POSITIVE_INFINITY]] as const;

/** The set of nothing. */
export const NO_TIMES: MicrosSet = { hasNone: false, ranges: [] };

/** The set of all response times, and of none. */
export const ALL_TIMES: MicrosSet = { hasNone: true, ranges: WHOLE };

/** The response times that pass a test. */
export function timesOf(test: NumberTest): MicrosSet {
  if (test.is === 'present') return { hasNone: false, ranges: WHOLE };
  if (test.is === 'absent') return { hasNone: true, ranges: [] };
  const from = Math.max(0, test.isFromOpen ? Math.floor(test.from) + 1 : Math.ceil(test.from));
  const to = test.isToOpen ? Math.ceil(test.to) - 1 : Math.floor(test.to);
  return { hasNone: false, ranges: from <= to ? [[from, to]] : [] };
}

/** All that is not in a set. */
export function without({ hasNone, ranges }: MicrosSet): MicrosSet {
  const gaps: (readonly [number, number])[] = [];
  let from = 0;
  for (const [first, last] of ranges) {
    if (from < first) gaps.push([from, first - 1]);
    from = last + 1;
  }
  if (from < Number.POSITIVE_INFINITY) gaps.push([from, Number.POSITIVE_INFINITY]);
  return { hasNone: !hasNone, ranges: gaps };
}

/** All that is in both sets. */
export function intersection(one: MicrosSet, other: MicrosSet): MicrosSet {
  const ranges: (readonly [number, number])[] = [];
  for (let a = 0, b = 0; a < one.ranges.length && b < other.ranges.length; ) {
    const [from = 0, to = 0] = one.ranges[a] ?? [];
    const [otherFrom = 0, otherTo = 0] = other.ranges[b] ?? [];
    const shared = [Math.max(from, otherFrom), Math.min(to, otherTo)] as const;
    if (shared[0] <= shared[1]) ranges.push(shared);
    if (to < otherTo) a += 1;
    else b += 1;
  }
  return { hasNone: one.hasNone && other.hasNone, ranges };
}

/** All that is in one of two sets. */
export function union(one: MicrosSet, other: MicrosSet): MicrosSet {
  return without(intersection(without(one), without(other)));
}

export function isNothing({ hasNone, ranges }: MicrosSet): boolean {
  return !hasNone && ranges.length === 0;
}

export function isEverything({ hasNone, ranges: [first, ...others] }: MicrosSet): boolean {
  return hasNone && others.length === 0 && first?.[0] === 0 && first[1] === Number.POSITIVE_INFINITY;
}

/** Tells whether a set holds a response time in whole microseconds; a negative one stands for none. */
export function holdsTime({ hasNone, ranges }: MicrosSet, micros: number): boolean {
  if (micros < 0) return hasNone;
  for (let index = 0; index < ranges.length; index += 1) {
    const range = ranges[index];
    if (range !== undefined && micros <= range[1]) return micros >= range[0];
  }
  return false;
}

/** Tells whether two sets are the same. */
export function areSame(one: MicrosSet, other: MicrosSet): boolean {
  const isSameRange = ([from, to]: readonly [number, number], index: number) =>
    other.ranges[index]?.[0] === from && other.ranges[index]?.[1] === to;
  return one.hasNone === other.hasNone && one.ranges.length === other.ranges.length && one.ranges.every(isSameRange);
}
