import { isOneCellEach } from './string-width.ts';

/** A line that is being edited; the cursor is an offset that never stands inside of what a reader sees as one character. */
export interface EditedLine {
  readonly text: string;
  readonly cursor: number;
}

/** Action of a key on a line that types nothing. */
export type Motion =
  | 'left'
  | 'right'
  | 'wordLeft'
  | 'wordRight'
  | 'start'
  | 'end'
  | 'deleteBefore'
  | 'deleteAfter'
  | 'deleteWordBefore'
  | 'deleteToStart'
  | 'deleteToEnd';

/** More than a path takes, in UTF-16 units. */
export const LONGEST_LINE = 4096;

// Not the tags of a flag, which are its letters.
const INVISIBLE_END = /[\p{Cf}--[\u{e0000}-\u{e007f}]]+$/v;
const LINE_END = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/;

/** The line, with the cursor moved out of the middle of a character. */
export function editedLine(text: string, cursor: number): EditedLine {
  const bounds = characterBounds(text);
  return { text, cursor: bounds.find((bound) => bound >= cursor) ?? text.length };
}

/** The line with a text put in at the cursor, as far as there is room; a whole character that does not fit stays out. */
export function insertText({ text, cursor }: EditedLine, inserted: string): EditedLine {
  const room = Math.max(0, LONGEST_LINE - text.length);
  // Only what may fit is looked at: a paste may be of any size.
  const candidate = inserted.slice(0, room + 1);
  const fitting =
    candidate.length <= room ? candidate.length : (characterBounds(candidate).findLast((bound) => bound <= room) ?? 0);
  const taken = candidate.slice(0, fitting);
  return editedLine(text.slice(0, cursor) + taken + text.slice(cursor), cursor + taken.length);
}

/** A pasted text up to its first line end, and whether anything stands behind that. */
export function firstLineOf(pasted: string): { readonly line: string; readonly hasMore: boolean } {
  const end = LINE_END.exec(pasted);
  if (!end) return { line: pasted, hasMore: false };
  return { line: pasted.slice(0, end.index), hasMore: /\S/.test(pasted.slice(end.index)) };
}

/** The line after a motion or a deletion. */
export function moveInLine({ text, cursor }: EditedLine, motion: Motion): EditedLine {
  switch (motion) {
    case 'left':
      return { text, cursor: boundBefore(text, cursor) };
    case 'right':
      return { text, cursor: boundAfter(text, cursor) };
    case 'wordLeft':
      return editedLine(text, wordStart(text, cursor));
    case 'wordRight':
      return editedLine(text, cursor + (/^\s*\S*/.exec(text.slice(cursor))?.[0].length ?? 0));
    case 'start':
      return { text, cursor: 0 };
    case 'end':
      return { text, cursor: text.length };
    case 'deleteBefore':
      return without(text, boundBefore(text, cursor), cursor);
    case 'deleteAfter':
      return without(text, cursor, boundAfter(text, cursor));
    case 'deleteWordBefore':
      return without(text, wordStart(text, cursor), cursor);
    case 'deleteToStart':
      return without(text, 0, cursor);
    case 'deleteToEnd':
      return without(text, cursor, text.length);
  }
}

/** Splits a text into characters as a reader sees them; invisible ones, shown as marks, count separately. */
export function charactersOf(text: string): readonly string[] {
  if (isOneCellEach(text)) return [...text];
  return Array.from(new Intl.Segmenter().segment(text), ({ segment }) => withoutInvisibleEnd(segment)).flat();
}

function withoutInvisibleEnd(character: string): readonly string[] {
  const [end = ''] = INVISIBLE_END.exec(character) ?? [];
  if (end === '' || end.length === character.length) return [character];
  return [character.slice(0, -end.length), ...end];
}

function without(text: string, from: number, to: number): EditedLine {
  return editedLine(text.slice(0, from) + text.slice(to), from);
}

function wordStart(text: string, cursor: number): number {
  const before = text.slice(0, cursor);
  const start = before.length - (/\S*\s*$/.exec(before)?.[0].length ?? 0);
  return characterBounds(text).findLast((bound) => bound <= start) ?? 0;
}

function boundBefore(text: string, cursor: number): number {
  return characterBounds(text).findLast((bound) => bound < cursor) ?? 0;
}

function boundAfter(text: string, cursor: number): number {
  return characterBounds(text).find((bound) => bound > cursor) ?? text.length;
}

function characterBounds(text: string): readonly number[] {
  const bounds = [0];
  for (const character of charactersOf(text)) bounds.push((bounds.at(-1) ?? 0) + character.length);
  return bounds;
}
