import { childrenOf, type JsonTree, stringOf } from './json-tree.ts';
import type { LongText } from './long-text.ts';

/**
 * A value of one tree beside that of another at the same path, by their numbers: changed, added (only in the other) or removed
 * (only in the one).
 */
export type JsonDifference =
  | { readonly kind: 'changed'; readonly one: number; readonly other: number }
  | { readonly kind: 'added'; readonly other: number }
  | { readonly kind: 'removed'; readonly one: number };

/** Work between two pauses, in values looked at. */
const STEP_VALUES = 2_000;
// Longer ones are compared by pieces, with a pause after each.
const PIECE_UNITS = 65_536;

/**
 * Finds the differences of two trees, by key in objects, by index in lists; the second of two same keys belongs to the second of
 * the other. It yields `undefined` after some work, so that others get their turn. Values are the same if they are stored alike.
 */
export function* jsonDifferences(one: JsonTree, other: JsonTree): Generator<JsonDifference | undefined> {
  if (one.size === 0 || other.size === 0) return;
  // The pairs of the values that are being compared, the innermost last: they may be nested thousands of levels deep.
  const open: Iterator<Pair | undefined, unknown>[] = [[[0, 0] as const].values()];
  let count = 1;
  for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
    if (count++ % STEP_VALUES === 0) yield undefined;
    const { done, value: pair } = inner.next();
    if (done === true) open.pop();
    else if (pair === undefined) yield undefined;
    else {
      const [here, there] = pair;
      if (here === undefined) yield { kind: 'added', other: there };
      else if (there === undefined) yield { kind: 'removed', one: here };
      else if (one.isContainer(here) && one.kindOf(here) === other.kindOf(there)) {
        const isList = one.kindOf(here) === 'list';
        open.push(isList ? listPairs(one, other, here, there) : objectPairs(one, other, here, there));
      } else if (!(yield* isSameSource(one, other, here, there))) yield { kind: 'changed', one: here, other: there };
    }
  }
}

type Pair = readonly [one: number, other: number | undefined] | readonly [one: undefined, other: number];

function* listPairs(one: JsonTree, other: JsonTree, here: number, there: number): Generator<Pair | undefined> {
  const others = childrenOf(other, there);
  for (const child of childrenOf(one, here)) yield [child, others.next().value];
  for (const child of others) yield [undefined, child];
}

function* objectPairs(one: JsonTree, other: JsonTree, here: number, there: number): Generator<Pair | undefined> {
  const named = new Map<string, number[]>();
  let count = 1;
  for (const child of childrenOf(other, there)) {
    const name = nameOf(other, child);
    const known = named.get(name);
    if (known) known.push(child);
    else named.set(name, [child]);
    if (count++ % STEP_VALUES === 0) yield undefined;
  }
  const taken = new Map<string, number>();
  for (const child of childrenOf(one, here)) {
    const name = nameOf(one, child);
    const place = taken.get(name) ?? 0;
    taken.set(name, place + 1);
    if (count++ % STEP_VALUES === 0) yield undefined;
    yield [child, named.get(name)?.[place]];
  }
  for (const [name, children] of named) {
    if (count++ % STEP_VALUES === 0) yield undefined;
    for (const child of children.slice(taken.get(name) ?? 0)) yield [undefined, child];
  }
}

function nameOf(tree: JsonTree, node: number): string {
  return stringOf(tree.keyOf(node) ?? '""');
}

/** Compares two values as they are stored, and texts by their meaning: `"\u00e9"` is `"é"`. */
function* isSameSource(one: JsonTree, other: JsonTree, here: number, there: number): Generator<undefined, boolean> {
  const lengths = [one.endOf(here) - one.startOf(here), other.endOf(there) - other.startOf(there)] as const;
  if (Math.max(...lengths) <= PIECE_UNITS) {
    const [a, b] = [one.sourceOf(here), other.sourceOf(there)];
    return a === b || (a.startsWith('"') && b.startsWith('"') && stringOf(a) === stringOf(b));
  }
  const ranges = [one.startOf(here), other.startOf(there)] as const;
  return lengths[0] === lengths[1] && (yield* isSameText(one.text, other.text, { from: ranges, length: lengths[0] }));
}

/** Compares as much of two texts behind an offset of each, piece by piece with pauses. */
export function* isSameText(
  one: LongText,
  other: LongText,
  { from: [here, there], length }: { readonly from: readonly [number, number]; readonly length: number },
): Generator<undefined, boolean> {
  for (let at = 0; at < length; at += PIECE_UNITS) {
    const units = Math.min(PIECE_UNITS, length - at);
    if (one.slice(here + at, here + at + units) !== other.slice(there + at, there + at + units)) return false;
    yield undefined;
  }
  return true;
}
