import { allFolds, type Folds, isUnfolded, withFold } from './folds.ts';
import { HEADING, type PayloadRows, REST } from './payload-rows.ts';
import type { Side } from './payload-tree.ts';
import type { Match } from './search.ts';
import { cursorBy, firstPlace, lastPlace, type Place, type Stack } from './stack.ts';
import type { Trees } from './use-stored-call.ts';

/** Moves of the keys in the payloads on the screen. */
export interface PayloadMoves {
  moveBy(by: number): void;
  /** Selects a place on the screen. */
  select(place: Place): void;
  first(): void;
  last(): void;
  /** Unfolds the selected value, or goes to the first one in it. */
  inward(): void;
  /** Folds the selected value, or goes to the one that it is in. */
  outward(): void;
  /** Folds or unfolds the selected value; false if there is nothing to fold. */
  toggle(): boolean;
  /** Unfolds all of the selected payload, or folds all of it. */
  toggleAll(): void;
  otherSide(): void;
  /** Selects what a search found, and unfolds what hides it. */
  show(match: Match): void;
}

/** The payloads as they are looked at, and the selected place. */
export interface Looked {
  readonly trees: Trees;
  readonly rows: Readonly<Record<Side, PayloadRows>>;
  readonly stack: Stack;
  readonly cursor: Place;
  readonly cursors: Readonly<Record<Side, Place>>;
}

/** Makes the moves; `put` takes the place that each leads to, and the folds where they change. */
export function payloadMoves(
  { trees, rows, stack, cursor, cursors }: Looked,
  put: (place: Place, folds?: Readonly<Record<Side, Folds>>) => void,
): PayloadMoves {
  const { side, node } = cursor;
  const canUnfold = node < REST && rows[side].canUnfold(node);
  const isOpen = canUnfold && isUnfolded(stack.folds[side], node);
  const fold = (unfolded: boolean): void =>
    put({ ...cursor, line: 0 }, { ...stack.folds, [side]: withFold(stack.folds[side], [node], unfolded) });
  return {
    select: (place) => put(place),
    moveBy: (by) => put(cursorBy(stack, cursor, by)),
    first: () => put(firstPlace(stack)),
    last: () => put(lastPlace(stack)),
    inward: () => {
      if (canUnfold && !isOpen) fold(true);
      else if (isOpen && cursor.line === 0) put(cursorBy(stack, cursor, 1));
    },
    outward: () => {
      if (isOpen) fold(false);
      else if (node >= REST || !trees[side].isJson) put({ side, ...HEADING });
      else put({ side, node: trees[side].tree.parentOf(node), line: 0 });
    },
    toggle: () => {
      if (canUnfold) fold(!isOpen);
      return canUnfold;
    },
    toggleAll: () => put(cursor, { ...stack.folds, [side]: allFolds(!stack.folds[side].isUnfolded) }),
    otherSide: () => put(cursors[side === 'req' ? 'res' : 'req']),
    show: (match) => {
      const hiding = match.node === REST ? [0] : trees[match.side].tree.ancestorsOf(match.node);
      const folds = { ...stack.folds, [match.side]: withFold(stack.folds[match.side], hiding, true) };
      const row = match.node === REST ? rows[match.side].restRowAt(match.offset) : { node: match.node, line: 0 };
      put({ side: match.side, ...row }, folds);
    },
  };
}
