import type { Window } from '../model/window.ts';

const WEEK_MS = 7 * 86_400_000;

/**
 * The window of the same length before another one, to compare the two: just before it, or, where it has a week or more, so many
 * weeks before it that the days of the week are the same. One that has no end ends so long after its beginning.
 */
export function comparedWindow({ from, to }: Window, lengthMs: number): Window & { readonly to: Date } {
  const shiftMs = comparedShiftMs(lengthMs);
  const end = to?.getTime() ?? from.getTime() + lengthMs;
  return { from: new Date(from.getTime() - shiftMs), to: new Date(end - shiftMs) };
}

/** Returns how much earlier the window lies that one of this length is compared with. */
export function comparedShiftMs(lengthMs: number): number {
  return lengthMs < WEEK_MS ? lengthMs : Math.ceil(lengthMs / WEEK_MS) * WEEK_MS;
}
