import inkLineUpdate from 'ink/build/line-update.js';
import { withoutStyles } from '../../text/string-width.ts';
import { cellsOf, openStyles } from './styles.ts';

const ESC = '\x1b';
const ERASE_REST = '\x1b[K';

/**
 * What turns a line on the screen into another, in place of Ink's own, which writes all that stands behind the first
 * difference: where both lines are one cell for each character, only what differs is written.
 */
export default function lineUpdate(previous: string, next: string, columns: number | undefined): string {
  const before = cellsOf(previous);
  const after = cellsOf(next);
  const isSimple = columns && before !== undefined && after !== undefined && Math.max(before, after) <= columns;
  if (!isSimple) return inkLineUpdate(previous, next, columns);
  const start = sharedStart(previous, next);
  const end = before === after ? next.length - sharedEnd(previous, next, start) : next.length;
  const column = withoutStyles(next.slice(0, start)).length;
  const styles = [...openStyles(next.slice(0, start)).values()].join('');
  return `${ESC}[${column + 1}G${styles}${next.slice(start, end)}${after < before ? ERASE_REST : ''}`;
}

/** How long the lines are the same from their beginning, up to a sequence that is not. */
function sharedStart(previous: string, next: string): number {
  let length = 0;
  while (length < next.length && previous[length] === next[length]) length += 1;
  return isInSequence(next, length) || isInSequence(previous, length) ? next.lastIndexOf(ESC, length - 1) : length;
}

/** How long they are the same up to their end, from a place on where neither has a style open. */
function sharedEnd(previous: string, next: string, start: number): number {
  const most = Math.min(previous.length, next.length) - start;
  let length = 0;
  while (length < most && previous.at(-1 - length) === next.at(-1 - length)) length += 1;
  for (; length > 0; length = next.length - afterSequence(next, next.length - length)) {
    if ([previous, next].every((line) => isFree(line, line.length - length))) return length;
  }
  return 0;
}

function isFree(line: string, place: number): boolean {
  return !isInSequence(line, place) && openStyles(line.slice(0, place)).size === 0;
}

function isInSequence(line: string, place: number): boolean {
  const begin = line.lastIndexOf(ESC, place - 1);
  return begin >= 0 && place > 0 && line.indexOf('m', begin) >= place;
}

function afterSequence(line: string, place: number): number {
  const begin = isInSequence(line, place) ? place : line.indexOf(ESC, place);
  return begin < 0 ? line.length : line.indexOf('m', begin) + 1;
}
