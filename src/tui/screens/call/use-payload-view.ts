import { useMemo, useState } from 'react';
import type { Mark } from '../../context/route.ts';
import { allFolds, type Folds, firstFolds, withFold } from './folds.ts';
import { HEADING, PayloadRows, REST } from './payload-rows.ts';
import { type PayloadTree, type Side, sides } from './payload-tree.ts';
import type { Match } from './search.ts';
import { cursorBy, firstPlace, lastPlace, type Place, placesFrom, type Stack, shownPlace, topFor } from './stack.ts';
import type { Trees } from './use-stored-call.ts';

/** Room for the payloads: below each other, or each in half of it. */
export interface PayloadRoom {
  /** Width of a row. */
  readonly width: number;
  readonly height: number;
  readonly isSideBySide: boolean;
  readonly isRevealed: boolean;
}

interface View {
  readonly trees: Trees;
  readonly folds: Readonly<Record<Side, Folds>>;
  readonly side: Side;
  readonly cursors: Readonly<Record<Side, Place>>;
  readonly tops: Readonly<Record<Side, Place>>;
}

/** The rows of the payloads on the screen, the selected one, and what keys do with them. */
export interface PayloadView {
  readonly rows: Readonly<Record<Side, PayloadRows>>;
  readonly folds: Readonly<Record<Side, Folds>>;
  readonly cursor: Place;
  /** The places on the screen: of each payload where they stand side by side, else of both under `req`. */
  readonly places: Readonly<Record<Side, readonly Place[]>>;
  moveBy(by: number): void;
  first(): void;
  last(): void;
  /** Unfolds the selected value, or goes to the first one in it. */
  inward(): void;
  /** Folds the selected value, or goes to the one that it is in. */
  outward(): void;
  /** Folds or unfolds the selected value; false where there is nothing to fold. */
  toggle(): boolean;
  /** Unfolds all of the selected payload, or folds all of it. */
  toggleAll(): void;
  otherSide(): void;
  /** Selects what a search found, and unfolds what hides it. */
  show(match: Match): void;
}

/** Looks at payloads: folds, cursor and place on the screen. The cursor begins at a mark; `onMark` is told where it goes. */
export function usePayloadView(
  trees: Trees,
  room: PayloadRoom,
  { mark, onMark }: { readonly mark: Mark | null; readonly onMark: (mark: Mark) => void },
): PayloadView {
  const [kept, setView] = useState<View>(() => opened(trees, mark));
  const view = kept.trees === trees ? kept : followed(kept, trees);
  if (view !== kept) setView(view);
  const { width, height, isSideBySide, isRevealed } = room;
  const rows = {
    req: useMemo(() => new PayloadRows(trees.req, { width, isRevealed }), [trees.req, width, isRevealed]),
    res: useMemo(() => new PayloadRows(trees.res, { width, isRevealed }), [trees.res, width, isRevealed]),
  };
  const stackOf = (side: Side, folds = view.folds): Stack => ({ sides: isSideBySide ? [side] : sides, rows, folds });
  const stack = stackOf(view.side);
  const cursor = shownPlace(stack, view.cursors[view.side]);
  const isEmptyRoom = height <= 0;
  const topOf = (side: Side, at: Place): Place =>
    topFor(stackOf(side), { top: view.tops[isSideBySide ? side : 'req'], cursor: at }, Math.max(1, height));
  const shownOf = (side: Side): readonly Place[] => {
    const at = side === view.side ? cursor : shownPlace(stackOf(side), view.cursors[side]);
    return isEmptyRoom ? [] : placesFrom(stackOf(side), topOf(side, at), height);
  };
  const places = isSideBySide ? { req: shownOf('req'), res: shownOf('res') } : { req: shownOf(view.side), res: [] };

  const put = (place: Place, folds = view.folds): void => {
    const next = stackOf(place.side, folds);
    const shown = shownPlace(next, place);
    const slot = isSideBySide ? place.side : 'req';
    const top = topFor(next, { top: view.tops[slot], cursor: shown }, Math.max(1, height));
    setView({
      ...view,
      folds,
      side: shown.side,
      cursors: { ...view.cursors, [shown.side]: shown },
      tops: { ...view.tops, [slot]: top },
    });
    onMark(markOf(trees[shown.side], shown));
  };
  const fold = (node: number, unfolded: boolean, at: Place = cursor): void => {
    const { side } = cursor;
    put(at, { ...view.folds, [side]: withFold(view.folds[side], [node], unfolded) });
  };
  const canUnfold = cursor.node < REST && rows[cursor.side].canUnfold(cursor.node);
  const isOpen = canUnfold && isOpenIn(view.folds[cursor.side], cursor.node);
  return {
    rows,
    folds: view.folds,
    cursor,
    places,
    moveBy: (by) => put(cursorBy(stack, cursor, by)),
    first: () => put(firstPlace(stack)),
    last: () => put(lastPlace(stack)),
    inward: () => {
      if (canUnfold && !isOpen) fold(cursor.node, true);
      else if (isOpen && cursor.line === 0) put(cursorBy(stack, cursor, 1));
    },
    outward: () => {
      const { side, node } = cursor;
      if (node >= REST) return put({ side, ...HEADING });
      if (isOpen) return fold(node, false, { side, node, line: 0 });
      return put({ side, node: trees[side].isJson ? trees[side].tree.parentOf(node) : 0, line: 0 });
    },
    toggle: () => {
      if (canUnfold) fold(cursor.node, !isOpen, { ...cursor, line: 0 });
      return canUnfold;
    },
    toggleAll: () => {
      const { side } = cursor;
      put(cursor, { ...view.folds, [side]: allFolds(!view.folds[side].isUnfolded) });
    },
    otherSide: () => {
      const side = cursor.side === 'req' ? 'res' : 'req';
      put(view.cursors[side]);
    },
    show: ({ side, node, offset }) => {
      const hiding = node === REST ? [0] : trees[side].tree.ancestorsOf(node);
      const folds = { ...view.folds, [side]: withFold(view.folds[side], hiding, true) };
      put(node === REST ? { side, ...rows[side].restRowAt(offset) } : { side, node, line: 0 }, folds);
    },
  };
}

function isOpenIn({ isUnfolded, except }: Folds, node: number): boolean {
  return except.has(node) !== isUnfolded;
}

function opened(trees: Trees, mark: Mark | null): View {
  const view: View = {
    trees,
    folds: { req: firstFolds(trees.req.tree), res: firstFolds(trees.res.tree) },
    side: 'req',
    cursors: { req: { side: 'req', ...HEADING }, res: { side: 'res', ...HEADING } },
    tops: { req: { side: 'req', ...HEADING }, res: { side: 'res', ...HEADING } },
  };
  const place = placeOf(trees, mark);
  if (place === undefined) return view;
  const { side, node } = place;
  const folds = withFold(view.folds[side], node < REST ? trees[side].tree.ancestorsOf(node) : [0], true);
  return { ...view, side, cursors: { ...view.cursors, [side]: place }, folds: { ...view.folds, [side]: folds } };
}

/** The view of a call whose payloads were read anew: one that is the same stays as it was. */
function followed(view: View, trees: Trees): View {
  const fresh = opened(trees, null);
  const side = (of: Side) => (view.trees[of] === trees[of] ? view : fresh);
  return {
    trees,
    side: view.side,
    folds: { req: side('req').folds.req, res: side('res').folds.res },
    cursors: { req: side('req').cursors.req, res: side('res').cursors.res },
    tops: { req: side('req').tops.req, res: side('res').tops.res },
  };
}

// A value is named by where it stands in the stored text, which stays the same.
function markOf({ tree, isJson }: PayloadTree, { side, node, line }: Place): Mark {
  const place = node >= REST || !isJson ? `rest ${line}` : `${tree.startOf(node)} ${line}`;
  return { kind: 'row', list: side, name: place };
}

function placeOf(trees: Trees, mark: Mark | null): Place | undefined {
  if (mark?.kind !== 'row') return undefined;
  const side = sides.find((name) => name === mark.list);
  const [, offset = '', line = ''] = /^(rest|\d+) (\d+)$/.exec(mark.name) ?? [];
  if (side === undefined || offset === '') return undefined;
  const { tree } = trees[side];
  return { side, node: offset === 'rest' ? REST : tree.nodeAt(Number(offset)), line: Number(line) };
}
