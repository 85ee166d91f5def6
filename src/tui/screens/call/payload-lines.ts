import type { StoredPayload } from '../../../model/call.ts';
import { formatBytes } from '../../../text/format.ts';
import { jsonLines } from '../../../text/json-lines.ts';
import { printable } from '../../../text/printable.ts';
import { cellWidth } from '../../../text/width.ts';
import type { Segment } from '../../theme/segments.ts';

/** What is laid out of a payload at most, in characters and in lines: more is for a file, not for a screen. */
export const shownLength = 100_000;
const shownLines = 10_000;

/** A line of a payload: segments, or a text that is still to be coloured; `isRest` where the line before goes on in it. */
export type PayloadLine = readonly Segment[] | { readonly text: string; readonly isRest: boolean };

/**
 * A payload as lines of at most `width` cells: the stored text, JSON indented without being printed anew, all of it
 * harmless.
 */
export function payloadLines(title: string, payload: StoredPayload | null, width: number): readonly PayloadLine[] {
  if (payload === null) return [heading(title, 'none')];
  const { byteCount } = payload;
  const inner = Math.max(10, width - 2);
  const text = payload.text.slice(0, shownLength);
  const { lines, end } = jsonLines(text, { maxLines: shownLines, maxIndent: Math.floor(inner / 2) });
  const isWhole = payload.isWhole && end >= payload.text.length;
  const left = byteCount - new TextEncoder().encode(text.slice(0, end)).length;
  const rest: readonly Segment[] = [{ text: `  … ${formatBytes(left)} more, not shown`, tone: 'muted' }];
  return [
    heading(title, formatBytes(byteCount) + (isWhole ? '' : ', the beginning')),
    ...lines.flatMap((line) => wrapped(line, inner)),
    ...(isWhole ? [] : [rest]),
  ];
}

function heading(title: string, note: string): readonly Segment[] {
  return [
    { text: title, tone: 'title' },
    { text: `  ${note}`, tone: 'muted' },
  ];
}

function wrapped(line: string, width: number): readonly PayloadLine[] {
  return pieces(printable(line), width).map((text, at) => ({ text, isRest: at > 0 }));
}

/** The segments of a line; only those on the screen are asked for. */
export function payloadSegments(line: PayloadLine): readonly Segment[] {
  if (!('text' in line)) return line;
  return [{ text: '  ' }, ...(line.isRest ? [{ text: line.text, tone: 'good' as const }] : coloured(line.text))];
}

/** The text in pieces of at most `width` cells; what a reader sees as one character stays whole. */
function pieces(text: string, width: number): readonly string[] {
  if (cellWidth(text) <= width) return [text];
  const found: string[] = [];
  let piece = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    const cells = cellWidth(segment);
    if (used + cells > width) {
      found.push(piece);
      piece = '';
      used = 0;
    }
    piece += segment;
    used += cells;
  }
  return [...found, piece];
}

/** A line of indented JSON: its key, and its value by kind. */
function coloured(line: string): readonly Segment[] {
  const [, indent = '', key = '', value = ''] = /^(\s*)("(?:[^"\\]|\\.)*": )?(.*)$/u.exec(line) ?? [];
  const tone = value.startsWith('"') ? 'good' : /^-?\d/.test(value) ? 'warn' : 'plain';
  return [{ text: indent }, { text: key, tone: 'accent' }, { text: value, tone }];
}
