import { withoutEmails, withoutSecrets } from '../../../text/json/hidden-values.ts';
import { unescaped } from '../../../text/json/json-tree.ts';
import { REST } from './payload-rows.ts';
import type { PayloadTree, Side } from './payload-tree.ts';

/** A place that a search found: a value by its key or content, or an offset of the text that is no JSON. */
export interface Match {
  readonly side: Side;
  readonly node: number;
  readonly offset: number;
}

/** Matches that are kept: nobody walks through more. */
export const MOST_MATCHES = 100_000;

// Some milliseconds of work.
const STEP_UNITS = 200_000;
const VALUE_UNITS = 40;
const PIECE_UNITS = 16_384;
const LONGEST_ESCAPE = 6;
// As much around a match shows whether it is a part of a secret.
const AROUND = 100;

/** Pattern of a searched text, as it stands and in any case; undefined for none. */
export function searchPattern(query: string): RegExp | undefined {
  if (query === '') return undefined;
  return new RegExp(query.toWellFormed().replace(/[\^$\\.*+?()[\]{}|/]/g, '\\$&'), 'iu');
}

/**
 * Finds values by their keys and contents, as they are stored and as they read, and places in text that is no JSON. What is hidden
 * is not looked at. It yields `undefined` after some work, so that others get their turn.
 */
export function* matchesIn(
  payload: PayloadTree,
  query: string,
  isRevealed: boolean,
): Generator<Match | undefined, undefined> {
  const pattern = searchPattern(query);
  if (pattern === undefined || payload.payload === null) return;
  const { tree, side, hidden, restAt, text } = payload;
  const search: Search = { payload, pattern, isRevealed, overlap: query.length * LONGEST_ESCAPE };
  let left = STEP_UNITS;
  for (let node = 0; payload.isJson && node < tree.size; node += 1) {
    const isShown = !tree.isContainer(node) && (isRevealed || !hidden.isHidden(node));
    const key = tree.keyOf(node) ?? '';
    const length = isShown ? tree.endOf(node) - tree.startOf(node) : 0;
    left -= VALUE_UNITS + key.length + length;
    const isFound = isIn(search, key) || (isShown && (yield* isInValue(search, node)));
    if (isFound) yield { side, node, offset: tree.startOf(node) };
    if (left > 0) continue;
    yield undefined;
    left = STEP_UNITS;
  }
  if (restAt === undefined) return;
  yield* matchesInRest(search, { from: restAt, to: text.length });
}

interface Search {
  readonly payload: PayloadTree;
  readonly pattern: RegExp;
  readonly isRevealed: boolean;
  /** Units by which pieces overlap, so that no match is cut. */
  readonly overlap: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

function* matchesInRest(search: Search, range: Range): Generator<Match | undefined, undefined> {
  const { payload, pattern, isRevealed, overlap } = search;
  const everywhere = new RegExp(pattern, 'giu');
  for (const { start, piece, isFirst } of piecesOf(search, range)) {
    for (const { index, 0: found } of piece.matchAll(everywhere)) {
      // What lies in the overlap alone was found in the piece before.
      if (!isFirst && index + found.length <= overlap) continue;
      const around = piece.slice(Math.max(0, index - AROUND), index + found.length + AROUND);
      const isShown = isRevealed || pattern.test(withoutSecrets(around));
      if (isShown) yield { side: payload.side, node: REST, offset: start + index };
    }
    yield undefined;
  }
}

/** Tells whether a value holds the pattern; a long one is looked at piece by piece, with pauses. */
function* isInValue(search: Search, node: number): Generator<undefined, boolean> {
  const { tree } = search.payload;
  for (const { piece, isFirst } of piecesOf(search, { from: tree.startOf(node), to: tree.endOf(node) })) {
    if (!isFirst) yield undefined;
    if (isIn(search, piece)) return true;
  }
  return false;
}

function* piecesOf({ payload: { text }, overlap }: Search, { from, to }: Range) {
  for (let at = from; at < to; at += PIECE_UNITS) {
    const start = Math.max(from, at - overlap);
    yield { start, piece: text.slice(start, Math.min(to, at + PIECE_UNITS)), isFirst: at === from };
  }
}

function isIn(search: Search, text: string): boolean {
  return isShownIn(search, text) || (text.includes('\\') && isShownIn(search, unescaped(text)));
}

function isShownIn({ pattern, isRevealed }: Search, text: string): boolean {
  return pattern.test(text) && (isRevealed || !text.includes('@') || pattern.test(withoutEmails(text)));
}
