import { isOneCellEach } from '../../../text/string-width.ts';
import { blankLook, type Look, lookAfter, plainLook } from './look.ts';

/** A row of the screen, cell by cell, up to the last that is not blank. */
export interface Cells {
  readonly text: string;
  readonly looks: readonly Look[];
}

/** A row with nothing in it. */
export const noCells: Cells = { text: '', looks: [] };

/** A piece of a row in one look. */
export interface Piece {
  readonly text: string;
  readonly look: Look;
}

/** A row as its pieces; null if its styles are not known to end. */
export function piecesOfRow(row: string): readonly Piece[] | null {
  const pieces: Piece[] = [];
  let look: Look | undefined = plainLook;
  for (const [text, parameters] of row.matchAll(/\x1b\[([\d;]*)m|[^\x1b]+|\x1b/g)) {
    if (parameters !== undefined) look = lookAfter(look, parameters);
    else pieces.push({ text, look });
    if (look === undefined || text === '\x1b') return null;
  }
  return look === plainLook ? pieces : null;
}

/** A row as its cells; null if its characters are not one cell each or its styles not known to end. */
export function cellsOfRow(row: string): Cells | null {
  const looks: Look[] = [];
  let text = '';
  for (const piece of piecesOfRow(row) ?? [{ text: '\x1b', look: plainLook }]) {
    if (!isOneCellEach(piece.text)) return null;
    const blank = blankLook(piece.look);
    for (const character of piece.text) looks.push(character === ' ' ? blank : piece.look);
    text += piece.text;
  }
  let length = text.length;
  while (length > 0 && text[length - 1] === ' ' && looks[length - 1] === plainLook) length -= 1;
  return { text: text.slice(0, length), looks: looks.slice(0, length) };
}
