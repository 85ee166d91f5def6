import { formatBytes, formatCount } from '../../../text/format.ts';
import { HIDDEN, withoutEmails } from '../../../text/json/hidden-values.ts';
import type { JsonKind } from '../../../text/json/json-tree.ts';
import { printable } from '../../../text/printable.ts';
import { truncate } from '../../../text/width.ts';
import type { Segment } from '../../theme/segments.ts';
import type { Tone } from '../../theme/theme.ts';
import { type Folds, isUnfolded } from './folds.ts';
import { NOTE, type PayloadRows, REST, type Row } from './payload-rows.ts';
import { GLANCE } from './payload-texts.ts';
import type { PayloadTree, Side } from './payload-tree.ts';

const TITLES: Readonly<Record<Side, string>> = { req: 'Request', res: 'Response' };
const TONES: Readonly<Record<JsonKind, Tone>> = {
  object: 'muted',
  list: 'muted',
  string: 'good',
  number: 'warn',
  word: 'second',
};

/** The pieces of a row, harmless and not wider than its place. */
export function rowSegments(rows: PayloadRows, row: Row, folds: Folds): readonly Segment[] {
  const { payload, layout } = rows;
  if (row.node === NOTE) return [{ text: `  ${noteOf(rows)}`, tone: 'muted' }];
  if (row.node === REST && row.line === 0) return [{ text: `  ${restWord(payload)}`, tone: 'warn' }];
  if (row.node === REST) return [{ text: `  ${rows.textOf(row)}` }];
  if (row.line > 0) {
    const text: Segment = rows.isCut(row)
      ? { text: '… more, not shown', tone: 'muted' }
      : { text: rows.textOf(row), tone: 'good' };
    return [{ text: ' '.repeat(rows.texts.indentOf(row.node) + 4) }, text];
  }
  const mark = !rows.canUnfold(row.node) ? '  ' : isUnfolded(folds, row.node) ? '▾ ' : '▸ ';
  if (row.node === 0) return [{ text: mark, tone: 'muted' }, ...headingSegments(rows)];
  const indent = rows.texts.indentOf(row.node);
  const depth = rows.texts.depthOf(row.node);
  // As deep as there is no room to show it by blanks, the level is said.
  const level = indent < 2 * depth ? `${formatCount(depth)} ` : '';
  const start: readonly Segment[] = [
    { text: ' '.repeat(Math.max(0, indent - level.length)) },
    { text: level, tone: 'frame' },
    { text: mark, tone: 'muted' },
    ...keySegments(payload, row.node),
  ];
  const isHidden = !layout.isRevealed && payload.hidden.isHidden(row.node);
  return [...start, ...valueSegments(payload, row.node, { isHidden, isRevealed: layout.isRevealed })];
}

/** A value as it is told in one line: the number of what it holds, or itself as it is stored. */
export function valueSegments(
  { tree }: PayloadTree,
  node: number,
  { isHidden, isRevealed }: { readonly isHidden: boolean; readonly isRevealed: boolean },
): readonly Segment[] {
  const kind = tree.kindOf(node);
  if (isHidden) return [{ text: HIDDEN, tone: 'muted' }];
  if (kind === 'object' || kind === 'list') return [{ text: countOf(tree.countOf(node), kind), tone: 'muted' }];
  const source = tree.sourceOf(node, GLANCE);
  return [{ text: printable(isRevealed ? source : withoutEmails(source)), tone: TONES[kind] }];
}

function countOf(count: number, kind: 'object' | 'list'): string {
  if (count === 0) return kind === 'list' ? '[]' : '{}';
  if (kind === 'list') return `[${formatCount(count)}]`;
  return `${formatCount(count)} ${count === 1 ? 'key' : 'keys'}`;
}

/** A key, or the place in a list. A list says its length right behind its key, all else after two blanks. */
function keySegments({ tree }: PayloadTree, node: number): readonly Segment[] {
  const key = tree.keyOf(node, GLANCE);
  const gap = tree.kindOf(node) === 'list' && tree.countOf(node) > 0 ? ' ' : '  ';
  if (key === undefined) return [{ text: `${tree.placeOf(node)}${gap}`, tone: 'muted' }];
  const content = key.slice(1, -1);
  const isPlain = content !== '' && !/[\\\s]/.test(content) && key.length < GLANCE;
  return [{ text: printable(withoutEmails(isPlain ? content : key)), tone: 'accent' }, { text: gap }];
}

function headingSegments({ payload, layout }: PayloadRows): readonly Segment[] {
  const { payload: stored, side, isJson, isComplete, hidden } = payload;
  const title: Segment = { text: `${TITLES[side]}  `, tone: 'title' };
  if (stored === null) return [title, { text: 'none', tone: 'muted' }];
  const size: Segment = { text: `  ${formatBytes(stored.byteCount)}`, tone: 'muted' };
  if (payload.text.length === 0) return [title, { text: 'empty', tone: 'muted' }];
  if (!isJson) return [title, { text: isComplete ? 'text' : 'reading …', tone: 'muted' }, size];
  const { isRevealed } = layout;
  const value = valueSegments(payload, 0, { isHidden: !isRevealed && hidden.isHidden(0), isRevealed });
  const room = Math.max(8, layout.width - 14 - size.text.length);
  const isCutOff = payload.isWhole && payload.restAt === undefined && payload.tree.isOpen(0);
  const state: Segment = isComplete
    ? { text: isCutOff ? '  cut off' : '', tone: 'warn' }
    : { text: '  reading …', tone: 'muted' };
  return [title, ...value.map((segment) => ({ ...segment, text: truncate(segment.text, room) })), size, state];
}

function restWord({ tree, isFull }: PayloadTree): string {
  return isFull ? `more than ${formatCount(tree.size)} values; the rest as text:` : 'not JSON from here on:';
}

function noteOf({ payload: { payload, text }, cutAt = 0 }: PayloadRows): string {
  const share = 1 - cutAt / (payload?.length || 1);
  const left = formatBytes(Math.round((payload?.byteCount ?? 0) * share));
  return text.isComplete ? `… ${left} more, not shown` : `… reading ${left} more`;
}

/** Pieces of a line with what a search found in them marked. */
export function withMatches(segments: readonly Segment[], pattern: RegExp | undefined): readonly Segment[] {
  if (pattern === undefined) return segments;
  const everywhere = new RegExp(pattern, 'giu');
  return segments.flatMap((segment) => {
    const found = [...segment.text.matchAll(everywhere)].filter(([text]) => text !== '');
    if (found.length === 0) return [segment];
    const ends = [0, ...found.map((match) => match.index + match[0].length)];
    const parts = found.flatMap((match, at): readonly Segment[] => [
      { ...segment, text: segment.text.slice(ends[at], match.index) },
      { ...segment, text: match[0], bold: true, selected: segment.selected !== true },
    ]);
    return [...parts, { ...segment, text: segment.text.slice(ends.at(-1)) }];
  });
}
