import { piecesOfRow } from './cells.ts';
import { type Look, plainLook } from './look.ts';
import { LookChanges } from './look-changes.ts';

/** Writes cells of the screen, and keeps in mind where the cursor stands and which look is on. */
export class Pen {
  readonly #columns: number;
  readonly #canRepeat: boolean;
  readonly #looks: LookChanges;
  #written = '';
  #look: Look = plainLook;
  /** Position of the cursor; `y` is -1 while it is unknown. */
  #y = -1;
  #x = 0;

  /** A pen on a screen of so many columns, whose terminal may know how to repeat; the cursor may stand anywhere, the terminal's own look is on. */
  constructor(columns: number, canRepeat = false, looks = new LookChanges()) {
    this.#columns = columns;
    this.#canRepeat = canRepeat;
    this.#looks = looks;
  }

  /** Goes to a cell by the shortest way. */
  moveTo(y: number, x: number): void {
    const row = y === 0 ? '' : y + 1;
    const absolute = x === 0 ? `\u001b[${row}H` : `\u001b[${row};${x + 1}H`;
    const relative = this.#y < 0 ? absolute : upOrDown(y - this.#y) + along(this.#x, x);
    this.#written += shorter(relative, absolute);
    this.#y = y;
    this.#x = x;
  }

  /** Writes a text, of one cell each, where it stands; blanks in it may look as they do in this look. */
  write(text: string, look: Look): void {
    if (/[^ ]/.test(text)) this.#setLook(look);
    else this.#change(this.#looks.blankChange(this.#look, look));
    this.#written += this.#canRepeat ? withRepeats(text) : text;
    this.#x += text.length;
    // Behind the last column terminals differ.
    if (this.#x >= this.#columns) this.#y = -1;
  }

  /** Clears a row from this cell on. */
  clearFrom(y: number, x: number): void {
    this.moveTo(y, x);
    // What is cleared takes the background that is on.
    this.#setLook(plainLook);
    this.#written += '\u001b[K';
  }

  /** Writes a row of which nothing is known but that it stays in its line. */
  writeWhole(y: number, row: string): void {
    this.clearFrom(y, 0);
    const pieces = piecesOfRow(row);
    if (pieces === null) this.#written += `${row}\u001b[m`;
    for (const { text, look } of pieces ?? [])
      for (const [part] of text.matchAll(/ +|[^ ]+/g))
        this.write(part, part.startsWith(' ') ? this.#looks.blank(look) : look);
    this.#y = -1;
  }

  /** All that was written, with the terminal's own look on behind it. */
  finished(): string {
    this.#setLook(plainLook);
    return this.#written;
  }

  #setLook(look: Look): void {
    if (look !== this.#look) this.#change(this.#looks.change(this.#look, look));
  }

  #change({ look, sequence }: { readonly look: Look; readonly sequence: string }): void {
    this.#written += sequence;
    this.#look = look;
  }
}

/** The shortest way to a row so many below, or above if it is negative, of ways that a VT100 knew already. */
function upOrDown(by: number): string {
  // A line feed would become two characters on its way; a vertical tab does the same and stays one.
  return by < 0 ? moved(-by, 'A') : shorter('\v'.repeat(by), moved(by, 'B'));
}

/** The shortest way from one column of a row to another. */
function along(from: number, to: number): string {
  if (to >= from) return moved(to - from, 'C');
  const back = shorter('\b'.repeat(from - to), moved(from - to, 'D'));
  return shorter(`\r${moved(to, 'C')}`, back);
}

/** A move by a number of cells, where one need not be said. */
function moved(by: number, direction: 'A' | 'B' | 'C' | 'D'): string {
  return by === 0 ? '' : `\u001b[${by === 1 ? '' : by}${direction}`;
}

/** A run that is longer than the four characters and its digits that repeat it; all others are of two bytes at least. */
const longRun = /([ -~])\1{5,}|([^ -~])\2{3,}/g;

/** A text whose runs of one character are told by their length where that takes fewer bytes. */
function withRepeats(text: string): string {
  return text.replaceAll(longRun, (run) => `${run.charAt(0)}\u001b[${run.length - 1}b`);
}

function shorter(one: string, other: string): string {
  return one.length <= other.length ? one : other;
}
