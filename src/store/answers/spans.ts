import type { Window } from '../../model/window.ts';
import { type WindowBounds, windowBounds } from './periods.ts';
import { AFTER_ALL_TIMES, END_OF_TIME, toTimestamp } from './timestamps.ts';

/** Seconds since 1970, the first in it and the first no longer in it; the span from 0 holds all that is older too. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** The earliest time that a row of a window can have, as text. */
export const EARLIEST = '0000-01-01 00:00:00';

/** The second behind END_OF_TIME, before which every window ends. */
export const LAST_SECOND = secondOf(END_OF_TIME);

/** From before the first time to after the last. */
export const EVER: Span = { from: -1, until: LAST_SECOND };

/** The second as the database holds it. */
export function textOf(second: number): string {
  return toTimestamp(new Date(second * 1000));
}

/** The text before which all calls before a second sort, and at the end of time those of other forms, too. */
export function textBound(second: number): string {
  return second >= LAST_SECOND ? AFTER_ALL_TIMES : textOf(second);
}

/** A span as text; the one from 0 begins before all times. */
export function boundsOf({ from, until }: Span): WindowBounds {
  return { from: from <= 0 ? EARLIEST : textBound(from), to: textBound(until) };
}

/** A window as seconds. */
export function spanOf(window: Window): Span {
  const { from, to } = windowBounds(window);
  return { from: secondOf(from), until: Math.min(secondOf(to), LAST_SECOND) };
}

/** The whole multiples of so many seconds that lie in a span; undefined if there is none. */
export function wholeIn({ from, until }: Span, seconds: number): Span | undefined {
  const whole = { from: Math.ceil(from / seconds) * seconds, until: Math.floor(until / seconds) * seconds };
  return whole.from < whole.until ? whole : undefined;
}

/** Returns the parts of a span that lie outside its middle. */
export function around(span: Span, middle: Span | undefined): readonly Span[] {
  if (middle === undefined) return [span];
  return [
    { from: span.from, until: middle.from },
    { from: middle.until, until: span.until },
  ];
}

function secondOf(timestamp: string): number {
  return Math.ceil(Date.parse(`${timestamp.replace(' ', 'T')}Z`) / 1000);
}
