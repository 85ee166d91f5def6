import { LAST_SECOND, type Span } from '../../../answers/spans.ts';
import type { Snapshot } from './snapshot.ts';

/** The first seconds of the year 0 and of the year 10000, between which times are in a window. */
export const FIRST_SECOND = -62_167_219_200;
export const END_SECOND = 253_402_300_800;

/** The values of a statement about the rows after a snapshot. */
export function afterValues({ xmax, xip }: Snapshot): readonly unknown[] {
  return [String(xmax), xip.map(String)];
}

/** A span as bounds of statements; the one from 0 begins before all times. */
export function boundsOf({ from, until }: Span): readonly [number, number] {
  return [from <= 0 ? FIRST_SECOND : from, until >= LAST_SECOND ? END_SECOND : until];
}
