import { isOneCellEach } from '../../text/string-width.ts';
import { blankLook, type Look, lookAfter, plainLook } from './look.ts';
import { remembered } from './remembered.ts';

/** A row of the screen, cell by cell, up to the last that is not blank. */
export interface Cells {
  readonly text: string;
  readonly looks: readonly Look[];
}

/** A row with nothing in it. */
export const noCells: Cells = { text: '', looks: [] };

/** A row as its cells; null where its characters are not one cell each or its styles not known to end. */
export const cellsOfRow = remembered((row: string): Cells | null => {
  const looks: Look[] = [];
  let text = '';
  let look: Look | undefined = plainLook;
  for (const [piece, parameters] of row.matchAll(/\x1b\[([\d;]*)m|[^\x1b]+|\x1b/g)) {
    if (parameters !== undefined) look = lookAfter(look, parameters);
    else if (!isOneCellEach(piece)) return null;
    else {
      const blank = blankLook(look);
      for (const character of piece) looks.push(character === ' ' ? blank : look);
      text += piece;
    }
    if (look === undefined) return null;
  }
  if (look !== plainLook) return null;
  let length = text.length;
  while (length > 0 && text[length - 1] === ' ' && looks[length - 1] === plainLook) length -= 1;
  return { text: text.slice(0, length), looks: looks.slice(0, length) };
});
