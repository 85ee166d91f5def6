import type { AttentionLine } from '../../model/attention.ts';

/** Calls of the last hour, and of the same hour on the days before. */
export interface HourFacts {
  readonly callCount: number;
  /** Of each day that the log reaches back to. */
  readonly before: readonly number[];
  readonly lastCallAt: Date | null;
}

const FEWEST_DAYS = 5;
// An hour with fewer calls may be empty by chance.
const FEWEST_CALLS = 20;

/** A line if nobody called in the last hour, though at this time somebody always did. */
export function silence({ callCount, before, lastCallAt }: HourFacts): AttentionLine | undefined {
  const fewest = Math.min(...before);
  if (callCount > 0 || lastCallAt === null || before.length < FEWEST_DAYS || fewest < FEWEST_CALLS) return undefined;
  return {
    kind: 'silence',
    id: 'silence',
    danger: 'bad',
    since: lastCallAt,
    measure: 1,
    lastCallAt,
    usualCallCount: fewest,
    dayCount: before.length,
  };
}
