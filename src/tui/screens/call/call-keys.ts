import type { KeyHandlers } from '../../keys/use-keys.ts';
import type { Copying } from './use-copying.ts';
import type { DifferenceTo } from './use-difference.ts';
import type { PayloadView } from './use-payload-view.ts';
import type { Search } from './use-search.ts';

interface Missing {
  /** The sentence why no key works. */
  readonly refused: () => string;
  readonly close: () => void;
}

interface Found {
  readonly payloads: PayloadView;
  readonly search: Search;
  readonly copying: Copying;
  /** Rows that a page key goes on. */
  readonly pageHeight: number;
  readonly close: () => void;
  readonly reveal: () => void;
  readonly compare: () => void;
  readonly openUser: () => void;
  readonly narrow: () => void;
  /** The differences, while they are shown. */
  readonly difference: DifferenceTo | undefined;
  readonly openDifference: () => void;
  readonly copyDifference: () => string | undefined;
}

/** Handlers of the keys of a call, and while it is compared those of the differences. */
export function callKeys(parts: Missing | Found): KeyHandlers<'call'> {
  if ('refused' in parts) return refusing(parts);
  const { difference } = parts;
  return difference ? { ...treeKeys(parts), ...differenceKeys(parts, difference) } : treeKeys(parts);
}

function treeKeys({ payloads, search, copying, pageHeight, ...others }: Found): KeyHandlers<'call'> {
  const half = Math.ceil(pageHeight / 2);
  return {
    down: () => payloads.moveBy(1),
    up: () => payloads.moveBy(-1),
    first: () => payloads.first(),
    last: () => payloads.last(),
    pageDown: () => payloads.moveBy(pageHeight),
    pageUp: () => payloads.moveBy(-pageHeight),
    halfDown: () => payloads.moveBy(half),
    halfUp: () => payloads.moveBy(-half),
    left: () => payloads.outward(),
    right: () => payloads.inward(),
    open: () => (payloads.toggle() ? undefined : 'There is nothing to unfold here.'),
    foldAll: () => payloads.toggleAll(),
    otherSide: () => payloads.otherSide(),
    search: () => search.begin(),
    nextMatch: () => search.go(1),
    previousMatch: () => search.go(-1),
    copy: () => copying.copyValue(),
    copyMenu: () => copying.openMenu(),
    reveal: () => others.reveal(),
    difference: () => others.compare(),
    openUser: () => others.openUser(),
    narrow: () => others.narrow(),
    close: () => others.close(),
  };
}

function differenceKeys({ pageHeight, ...others }: Found, { cursor, moveTo }: DifferenceTo) {
  const half = Math.ceil(pageHeight / 2);
  const inTree = () => 'Esc goes back to the payloads first.';
  return {
    down: () => moveTo(cursor + 1),
    up: () => moveTo(cursor - 1),
    first: () => moveTo(0),
    last: () => moveTo(Number.POSITIVE_INFINITY),
    pageDown: () => moveTo(cursor + pageHeight),
    pageUp: () => moveTo(cursor - pageHeight),
    halfDown: () => moveTo(cursor + half),
    halfUp: () => moveTo(cursor - half),
    left: () => others.close(),
    right: () => others.openDifference(),
    open: () => others.openDifference(),
    copy: () => others.copyDifference(),
    foldAll: inTree,
    otherSide: inTree,
    search: inTree,
    nextMatch: () => moveTo(cursor + 1),
    previousMatch: () => moveTo(cursor - 1),
    copyMenu: inTree,
    narrow: inTree,
  };
}

function refusing({ refused, close }: Missing): KeyHandlers<'call'> {
  return {
    down: refused,
    up: refused,
    first: refused,
    last: refused,
    pageDown: refused,
    pageUp: refused,
    halfDown: refused,
    halfUp: refused,
    left: refused,
    right: refused,
    open: refused,
    foldAll: refused,
    otherSide: refused,
    search: refused,
    nextMatch: refused,
    previousMatch: refused,
    copy: refused,
    copyMenu: refused,
    reveal: refused,
    difference: refused,
    openUser: refused,
    narrow: refused,
    close,
  };
}
