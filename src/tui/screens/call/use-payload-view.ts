import { useMemo, useState } from 'react';
import type { Mark } from '../../context/route.ts';
import { type Folds, firstFolds, withFold } from './folds.ts';
import { type PayloadMoves, payloadMoves } from './payload-moves.ts';
import { HEADING, PayloadRows, REST } from './payload-rows.ts';
import { type PayloadTree, type Side, sides } from './payload-tree.ts';
import { type Place, placesFrom, type Stack, shownPlace, topFor } from './stack.ts';
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
export interface PayloadView extends PayloadMoves {
  readonly rows: Readonly<Record<Side, PayloadRows>>;
  readonly folds: Readonly<Record<Side, Folds>>;
  readonly cursor: Place;
  /** The places on the screen: of each payload where they stand side by side, else of both under `req`. */
  readonly places: Readonly<Record<Side, readonly Place[]>>;
}

/** Looks at payloads: folds, cursor and place on the screen. The cursor begins at a mark; `onMark` is told where it goes. */
export function usePayloadView(
  trees: Trees,
  { width, height, isSideBySide, isRevealed }: PayloadRoom,
  { mark, onMark }: { readonly mark: Mark | null; readonly onMark: (mark: Mark) => void },
): PayloadView {
  const [kept, setView] = useState<View>(() => opened(trees, mark));
  const view = kept.trees === trees ? kept : followed(kept, trees);
  if (view !== kept) setView(view);
  const rows = {
    req: useMemo(() => new PayloadRows(trees.req, { width, isRevealed }), [trees.req, width, isRevealed]),
    res: useMemo(() => new PayloadRows(trees.res, { width, isRevealed }), [trees.res, width, isRevealed]),
  };
  const shownRows = Math.max(1, height);
  const slotOf = (side: Side): Side => (isSideBySide ? side : 'req');
  const stackOf = (side: Side, folds = view.folds): Stack => ({ sides: isSideBySide ? [side] : sides, rows, folds });
  const stack = stackOf(view.side);
  const cursor = shownPlace(stack, view.cursors[view.side]);
  const shownOf = (side: Side): readonly Place[] => {
    const at = side === view.side ? cursor : shownPlace(stackOf(side), view.cursors[side]);
    const top = topFor(stackOf(side), { top: view.tops[slotOf(side)], cursor: at }, shownRows);
    return height > 0 ? placesFrom(stackOf(side), top, height) : [];
  };
  const put = (place: Place, folds = view.folds): void => {
    const shown = shownPlace(stackOf(place.side, folds), place);
    const slot = slotOf(place.side);
    const top = topFor(stackOf(place.side, folds), { top: view.tops[slot], cursor: shown }, shownRows);
    const cursors = { ...view.cursors, [shown.side]: shown };
    setView({ ...view, folds, side: shown.side, cursors, tops: { ...view.tops, [slot]: top } });
    onMark(markOf(trees[shown.side], shown));
  };
  return {
    ...payloadMoves({ trees, rows, stack, cursor, cursors: view.cursors }, put),
    rows,
    folds: view.folds,
    cursor,
    places: isSideBySide ? { req: shownOf('req'), res: shownOf('res') } : { req: shownOf(view.side), res: [] },
  };
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
