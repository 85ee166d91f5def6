import { printable } from './printable.ts';
import { cellWidth, truncate, truncateStart } from './width.ts';

/** Place in a text, in UTF-16 units. */
export interface Place {
  readonly at: number;
  readonly length: number;
}

/** No cell takes more UTF-16 units of a text: what is farther away cannot be seen. */
const UNITS_PER_CELL = 8;

/** The part of a text around a place, as a harmless line of at most `width` cells, and a line of carets below the place. */
export function excerpt(text: string, { at, length }: Place, width: number): readonly [line: string, carets: string] {
  const half = Math.floor(width / 2);
  const most = width * UNITS_PER_CELL;
  const before = truncateStart(printable(text.slice(Math.max(0, at - most), at)), half);
  const place = truncate(printable(text.slice(at, at + Math.min(length, most))), width - half);
  const room = width - cellWidth(before) - cellWidth(place);
  const after = truncate(printable(text.slice(at + length, at + length + most)), room);
  const carets = '^'.repeat(Math.max(1, cellWidth(place)));
  return [`${before}${place}${after}`.trimEnd(), `${' '.repeat(cellWidth(before))}${carets}`];
}
