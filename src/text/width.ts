import stringWidth, { isOneCellEach } from './string-width.ts';

const ELLIPSIS = '…';

/** Returns the width of a printable text, in terminal cells. */
export function cellWidth(text: string): number {
  return stringWidth(text);
}

/** The text in at most `width` cells; if it is longer, it ends in `…`. What a reader sees as one character stays whole. */
export function truncate(text: string, width: number): string {
  if (width <= 0) return '';
  if (cellWidth(text) <= width) return text;
  return firstCells(text, width - 1) + ELLIPSIS;
}

/** The text in at most `width` cells; if it is longer, its beginning gives way to `…`. */
export function truncateStart(text: string, width: number): string {
  if (width <= 0) return '';
  if (cellWidth(text) <= width) return text;
  return ELLIPSIS + lastCells(text, width - 1);
}

/**
 * A path in at most `width` cells: of one that is longer, whole parts before the last one give way to `…`, since the last one tells
 * most, and then all of the beginning.
 */
export function truncatePath(path: string, width: number): string {
  if (width <= 0) return '';
  if (cellWidth(path) <= width) return path;
  // The slash at the end of a folder is no part of its own.
  const parts = path.split(/\/(?!$)/);
  const last = parts.at(-1) ?? '';
  for (let kept = parts.length - 2; kept > 0; kept -= 1) {
    const shorter = [...parts.slice(0, kept), ELLIPSIS, last].join('/');
    if (cellWidth(shorter) <= width) return shorter;
  }
  return truncateStart(path, width);
}

/** The text in exactly `width` cells, truncated if it is longer. */
export function pad(text: string, width: number, align: 'left' | 'right' | 'center'): string {
  const shown = truncate(text, width);
  const missing = Math.max(0, width - cellWidth(shown));
  const before = align === 'left' ? 0 : align === 'right' ? missing : Math.floor(missing / 2);
  return ' '.repeat(before) + shown + ' '.repeat(missing - before);
}

function firstCells(text: string, width: number): string {
  if (isOneCellEach(text)) return text.slice(0, width);
  return fitting(graphemes(text), width).join('');
}

function lastCells(text: string, width: number): string {
  if (isOneCellEach(text)) return text.slice(text.length - width);
  return fitting([...graphemes(text)].reverse(), width)
    .reverse()
    .join('');
}

function* graphemes(text: string): Iterable<string> {
  for (const { segment } of new Intl.Segmenter().segment(text)) yield segment;
}

function fitting(characters: Iterable<string>, width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const character of characters) {
    used += cellWidth(character);
    if (used > width) break;
    taken.push(character);
  }
  return taken;
}
