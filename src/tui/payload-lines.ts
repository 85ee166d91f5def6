import { formatBytes } from '../text/format.ts';
import { printable } from '../text/printable.ts';
import { cellWidth } from '../text/width.ts';
import type { Segment } from './segments.ts';

/** What is shown of a payload at most, in characters: more is for a file, not for a screen. */
const shownLimit = 100_000;

/** A payload as painted lines of at most `width` cells: JSON indented, other text as it stands, all of it harmless. */
export function payloadLines(title: string, payload: unknown, width: number): readonly (readonly Segment[])[] {
  if (payload === null || payload === undefined) return [heading(title, 'none')];
  const text = payloadText(payload);
  const cut = text.length > shownLimit ? text.slice(0, shownLimit) : text;
  const lines = cut.split('\n').flatMap((line) => wrapped(line, Math.max(10, width - 2)));
  const rest: readonly Segment[] = [{ text: `  … ${formatBytes(text.length - cut.length)} more`, tone: 'muted' }];
  const size = formatBytes(
    new TextEncoder().encode(typeof payload === 'string' ? payload : JSON.stringify(payload)).length,
  );
  return [heading(title, size), ...lines, ...(cut.length < text.length ? [rest] : [])];
}

/** A payload as a person copies it: JSON indented, other text as it stands. */
export function payloadText(payload: unknown): string {
  return typeof payload === 'string' ? payload : JSON.stringify(payload, null, 2);
}

function heading(title: string, note: string): readonly Segment[] {
  return [
    { text: title, tone: 'title' },
    { text: `  ${note}`, tone: 'muted' },
  ];
}

function wrapped(line: string, width: number): readonly (readonly Segment[])[] {
  return pieces(printable(line), width).map((piece, at) => [
    { text: '  ' },
    ...(at === 0 ? coloured(piece) : [{ text: piece, tone: 'good' as const }]),
  ]);
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
