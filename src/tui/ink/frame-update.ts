import { type Cells, cellsOfRow, noCells } from './cells.ts';
import { blankChange, type Look, lookChange, plainLook } from './look.ts';
import { findScroll, scrolled, scrollSequence } from './scroll.ts';

/** Unchanged cells up to so many are written again: to go past them takes as much. */
const shortGap = 4;

/** An update of so few characters has no shorter way. */
const shortUpdate = 60;

/**
 * What turns a frame on the screen into another: only cells that differ are written, with no more than what differs between
 * the styles of one and the next. Where the rows of a list have moved, the terminal is told to move them if that is shorter.
 * The cursor may stand anywhere; the terminal's own style is on before and after.
 */
export function frameUpdate(before: readonly string[], after: readonly string[], columns: number): string {
  const plain = rowUpdates(before, after, columns);
  const scroll = findScroll(before, after);
  if (scroll === undefined) return plain;
  const moved = scrollSequence(scroll) + rowUpdates(scrolled(before, scroll), after, columns);
  return moved.length < plain.length ? moved : plain;
}

function rowUpdates(before: readonly string[], after: readonly string[], columns: number): string {
  const pen = new Pen();
  for (const [y, row] of after.entries()) {
    const previous = before[y] ?? '';
    if (row !== previous) updateRow(pen, y, { previous, next: row, columns });
  }
  return pen.finished();
}

function updateRow(
  pen: Pen,
  y: number,
  { previous, next, columns }: { readonly previous: string; readonly next: string; readonly columns: number },
): void {
  const cells = cellsOfRow(next);
  const known = cellsOfRow(previous);
  const isSimple = cells !== null && known !== null && Math.max(cells.text.length, known.text.length) <= columns;
  if (isSimple) {
    const changed = pen.next();
    updateCells(changed, y, known, cells);
    pen.take(changed.length > shortUpdate ? shorter(changed, clearedFirst(pen, y, cells)) : changed);
  } else {
    // Where a character might be wider on the terminal than is thought, no column behind it is sure.
    pen.clearRow(y);
    if (cells !== null) updateCells(pen, y, noCells, cells);
    else pen.writeWhole(next);
  }
}

/** A row of which little stays: cleared, blanks need not be written. */
function clearedFirst(pen: Pen, y: number, cells: Cells): Pen {
  const cleared = pen.next();
  cleared.clearRow(y);
  updateCells(cleared, y, noCells, cells);
  return cleared;
}

function shorter(one: Pen, other: Pen): Pen {
  return other.length < one.length ? other : one;
}

function updateCells(pen: Pen, y: number, before: Cells, after: Cells): void {
  const { length } = after.text;
  let written = -1;
  for (let x = 0; x < length; x += 1) {
    if (isSameCell(before, after, x)) continue;
    const isNear = written >= 0 && x - written <= shortGap && pen.fits(after, written, x);
    for (let at = isNear ? written : x; at <= x; at += 1) {
      if (at === x && !isNear) pen.moveTo(y, x, written);
      pen.write(after.text[at] ?? ' ', after.looks[at] ?? plainLook);
    }
    written = x + 1;
  }
  if (length < before.text.length) pen.clearRest(y, length, written);
}

function isSameCell(before: Cells, after: Cells, x: number): boolean {
  const isBeyond = x >= before.text.length;
  return (
    (isBeyond ? ' ' : before.text[x]) === after.text[x] && (isBeyond ? plainLook : before.looks[x]) === after.looks[x]
  );
}

/** Writes cells and keeps in mind which style is on. */
class Pen {
  #written = '';
  #look: Look;

  constructor(look: Look = plainLook) {
    this.#look = look;
  }

  /** One that goes on from here, which may or may not be taken. */
  next(): Pen {
    return new Pen(this.#look);
  }

  take(next: Pen): void {
    this.#written += next.#written;
    this.#look = next.#look;
  }

  get length(): number {
    return this.#written.length;
  }

  /** Goes to a cell; `from` is the column where it stands in that row, if it does. */
  moveTo(y: number, x: number, from: number): void {
    if (from < 0) this.#written += x === 0 ? `\u001b[${y + 1}H` : `\u001b[${y + 1};${x + 1}H`;
    else if (x > from) this.#written += x === from + 1 ? '\u001b[C' : `\u001b[${x - from}C`;
  }

  write(character: string, look: Look): void {
    if (character === ' ') {
      const change = blankChange(this.#look, look);
      this.#written += change.sequence;
      this.#look = change.look;
    } else this.#setLook(look);
    this.#written += character;
  }

  /** Whether cells can be written as they are on the screen without another style. */
  fits({ text, looks }: Cells, from: number, until: number): boolean {
    for (let x = from; x < until; x += 1) {
      const look = looks[x] ?? plainLook;
      const isFree = text[x] === ' ' ? blankChange(this.#look, look).sequence === '' : look === this.#look;
      if (!isFree || (text.charCodeAt(x) > 127 && until - from > 1)) return false;
    }
    return true;
  }

  clearRow(y: number): void {
    this.#setLook(plainLook);
    this.#written += `\u001b[${y + 1}H\u001b[K`;
  }

  clearRest(y: number, x: number, from: number): void {
    this.moveTo(y, x, from);
    // What is cleared takes the background that is on.
    this.#setLook(plainLook);
    this.#written += '\u001b[K';
  }

  writeWhole(row: string): void {
    this.#written += `${row}\u001b[m`;
  }

  finished(): string {
    this.#setLook(plainLook);
    return this.#written;
  }

  #setLook(look: Look): void {
    this.#written += lookChange(this.#look, look);
    this.#look = look;
  }
}
