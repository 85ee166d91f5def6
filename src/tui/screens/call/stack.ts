import type { Folds } from './folds.ts';
import { HEADING, type PayloadRows, type Row } from './payload-rows.ts';
import type { Side } from './payload-tree.ts';

/** A row of one of the two payloads. */
export interface Place extends Row {
  readonly side: Side;
}

/** Stands for the blank line between the payloads if they are below each other. */
const GAP = -1;

/** The rows of one payload, or of both below each other, with their folds. */
export interface Stack {
  readonly sides: readonly Side[];
  readonly rows: Readonly<Record<Side, PayloadRows>>;
  readonly folds: Readonly<Record<Side, Folds>>;
}

/** True for the blank line between two payloads. */
export function isGap({ node }: Place): boolean {
  return node === GAP;
}

/** The place so many rows on, or as far as there are rows. */
export function placeBy(stack: Stack, from: Place, by: number): Place {
  let place = from;
  for (let count = 0; count < Math.abs(by); count += 1) {
    const next = by > 0 ? after(stack, place) : before(stack, place);
    if (next === undefined) return place;
    place = next;
  }
  return place;
}

/** The place of a record so many rows on: never the blank line. */
export function cursorBy(stack: Stack, from: Place, by: number): Place {
  const place = placeBy(stack, from, by);
  return isGap(place) ? placeBy(stack, place, Math.sign(by) || 1) : place;
}

/** The first place. */
export function firstPlace({ sides }: Stack): Place {
  return { side: sides[0] ?? 'req', ...HEADING };
}

/** The last place. */
export function lastPlace({ sides, rows, folds }: Stack): Place {
  const side = sides.at(-1) ?? 'res';
  return { side, ...rows[side].last(folds[side]) };
}

/** The place that is shown for one that may be folded away, or of a payload that is not here. */
export function shownPlace(stack: Stack, place: Place): Place {
  const { sides, rows, folds } = stack;
  if (!sides.includes(place.side)) return firstPlace(stack);
  if (isGap(place)) return sides.length > 1 ? place : { side: place.side, ...HEADING };
  return { side: place.side, ...rows[place.side].shown(place, folds[place.side]) };
}

/** The first place on a screen of this height, so that the cursor is on it, and the screen full where there are rows enough. */
export function topFor(
  stack: Stack,
  { top, cursor }: { readonly top: Place; readonly cursor: Place },
  height: number,
): Place {
  const shownTop = shownPlace(stack, top);
  const highest = placeBy(stack, cursor, 1 - height);
  const wanted = isBefore(stack, cursor, shownTop) ? cursor : isBefore(stack, shownTop, highest) ? highest : shownTop;
  const lowest = placeBy(stack, lastPlace(stack), 1 - height);
  return isBefore(stack, lowest, wanted) ? lowest : wanted;
}

/** The places on a screen of this height. */
export function placesFrom(stack: Stack, top: Place, height: number): readonly Place[] {
  const places: Place[] = [];
  for (let place: Place | undefined = top; place !== undefined && places.length < height; place = after(stack, place)) {
    places.push(place);
  }
  return places;
}

/** True if both are the same row. */
export function isSamePlace(one: Place, other: Place): boolean {
  return one.side === other.side && one.node === other.node && one.line === other.line;
}

/** True if the one stands above the other. */
export function isBefore({ sides }: Pick<Stack, 'sides'>, one: Place, other: Place): boolean {
  if (one.side !== other.side) return sides.indexOf(one.side) < sides.indexOf(other.side);
  return one.node < other.node || (one.node === other.node && one.line < other.line);
}

function after({ sides, rows, folds }: Stack, place: Place): Place | undefined {
  const { side } = place;
  if (isGap(place)) return { side, ...HEADING };
  const next = rows[side].next(place, folds[side]);
  if (next !== undefined) return { side, ...next };
  const below = sides[sides.indexOf(side) + 1];
  return below && { side: below, node: GAP, line: 0 };
}

function before({ sides, rows, folds }: Stack, place: Place): Place | undefined {
  const { side } = place;
  const above = sides[sides.indexOf(side) - 1];
  if (isGap(place)) return above && { side: above, ...rows[above].last(folds[above]) };
  const previous = rows[side].previous(place, folds[side]);
  if (previous !== undefined) return { side, ...previous };
  return above && { side, node: GAP, line: 0 };
}
