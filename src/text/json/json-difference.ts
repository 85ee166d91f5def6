import { childrenOf, type JsonStep, type JsonTree, stringOf } from './json-tree.ts';

/** A value of one tree beside that of another at the same path: changed, only in the other, or only in the one. */
export interface JsonDifference {
  readonly kind: 'changed' | 'added' | 'removed';
  /** The number of the value in the one tree; undefined where it is only in the other. */
  readonly one: number | undefined;
  readonly other: number | undefined;
  readonly path: readonly JsonStep[];
}

/** Work between two pauses, in values looked at. */
const STEP_VALUES = 2_000;
// Longer ones are compared by pieces, with a pause after each.
const PIECE_UNITS = 65_536;

/**
 * Finds the differences of two trees, by key in objects, by index in lists; the second of two same keys belongs to the second of
 * the other. It yields `undefined` after some work, so that others get their turn. Values are the same where they are stored alike.
 */
export function* jsonDifferences(one: JsonTree, other: JsonTree): Generator<JsonDifference | undefined> {
  if (one.size === 0 || other.size === 0) return;
  const pairs: Pair[] = [[0, 0]];
  for (let count = 1, pair = pairs.pop(); pair !== undefined; pair = pairs.pop(), count += 1) {
    if (count % STEP_VALUES === 0) yield undefined;
    const [here, there] = pair;
    if (there === undefined) yield { kind: 'removed', one: here, other: there, path: one.pathOf(here ?? 0) };
    else if (here === undefined) yield { kind: 'added', one: here, other: there, path: other.pathOf(there) };
    else if (one.isContainer(here) && one.kindOf(here) === other.kindOf(there)) {
      const inner =
        one.kindOf(here) === 'list' ? listPairs(one, other, here, there) : objectPairs(one, other, here, there);
      const found: Pair[] = [];
      for (const next of inner) {
        if (next === undefined) yield undefined;
        else found.push(next);
      }
      // The first is looked at first.
      while (found.length > 0) pairs.push(found.pop() ?? [undefined, undefined]);
    } else if (!(yield* isSameSource(one, other, here, there)))
      yield { kind: 'changed', one: here, other: there, path: one.pathOf(here) };
  }
}

type Pair = readonly [one: number | undefined, other: number | undefined];

function* listPairs(one: JsonTree, other: JsonTree, here: number, there: number): Generator<Pair | undefined> {
  const [some, others] = [childrenOf(one, here), childrenOf(other, there)];
  for (let count = 1; ; count += 1) {
    const [a, b] = [some.next(), others.next()];
    if (a.done === true && b.done === true) return;
    if (count % STEP_VALUES === 0) yield undefined;
    yield [a.done === true ? undefined : a.value, b.done === true ? undefined : b.value];
  }
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
  if (lengths[0] !== lengths[1]) return false;
  for (let at = 0; at < lengths[0]; at += PIECE_UNITS) {
    const [a, b] = [one.startOf(here) + at, other.startOf(there) + at];
    if (one.text.slice(a, a + PIECE_UNITS) !== other.text.slice(b, b + PIECE_UNITS)) return false;
    yield undefined;
  }
  return true;
}
