import { printable } from './printable.ts';
import { cellWidth } from './width.ts';

/** A piece of a line that is longer than its place, harmless, and where it begins in the line. */
export interface LinePiece {
  readonly text: string;
  readonly offset: number;
}

interface Part {
  readonly text: string;
  readonly cells: number;
}

// So much of a line is looked at in one go, and as much of a character that is longer than any should be.
const GLANCE = 256;
const LONGEST_CHARACTER = 1024;
const CHARACTERS_KEPT = 10_000;

/** Breaks lines into pieces of at most `width` cells, the next when it is asked for: it costs the same however long the line is. */
export class LineBreaker {
  readonly #width: number;
  readonly #segmenter = new Intl.Segmenter();
  readonly #known = new Map<string, readonly Part[]>();

  constructor(width: number) {
    this.#width = width;
  }

  /** The pieces of a line, one at least. What a reader sees as one character stays whole where it fits. */
  *pieces(line: string): Generator<LinePiece> {
    let piece = { text: '', cells: 0, offset: 0 };
    for (let at = 0; at < line.length; ) {
      const plain = plainAt(line, at, this.#width - piece.cells);
      piece.text += plain;
      piece.cells += plain.length;
      at += plain.length;
      const isFull = piece.cells === this.#width;
      for (const character of isFull ? [] : this.#charactersAt(line, at)) {
        for (const { text, cells } of this.#partsOf(character)) {
          if (piece.cells > 0 && piece.cells + cells > this.#width) {
            yield piece;
            piece = { text: '', cells: 0, offset: at };
          }
          piece.text += text;
          piece.cells += cells;
        }
        at += character.length;
      }
      if (isFull && at < line.length) {
        yield piece;
        piece = { text: '', cells: 0, offset: at };
      }
    }
    yield piece;
  }

  /** Some of the characters from a place on: whole ones, but for one that is too long. */
  #charactersAt(line: string, at: number): readonly string[] {
    for (let length = GLANCE; ; length *= 2) {
      const splitsPair = isHighSurrogate(line.charCodeAt(at + length - 1));
      const end = Math.min(line.length, at + length - (splitsPair ? 1 : 0));
      const found = Array.from(this.#segmenter.segment(line.slice(at, end)), ({ segment }) => segment);
      if (end === line.length || (found.length <= 1 && length >= LONGEST_CHARACTER)) return found;
      // The last one may go on behind the glance.
      if (found.length > 1) return found.slice(0, -1);
    }
  }

  #partsOf(character: string): readonly Part[] {
    const known = this.#known.get(character);
    if (known) return known;
    const shown = Array.from(this.#segmenter.segment(printable(character)), ({ segment }) => segment);
    const parts = shown.map((text) => ({ text, cells: cellWidth(text) }));
    if (this.#known.size >= CHARACTERS_KEPT) this.#known.clear();
    this.#known.set(character, parts);
    return parts;
  }
}

/** Printable ASCII from a place on that needs no care, `most` characters at most; what follows it may belong to its last one. */
function plainAt(line: string, at: number, most: number): string {
  const glance = line.slice(at, at + most + 1);
  const plain = /^[\x20-\x7e]*/.exec(glance)?.[0] ?? '';
  return plain.length < glance.length ? plain.slice(0, -1) : plain.slice(0, most);
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}
