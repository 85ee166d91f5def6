/** A piece of a long text, and the offset at which it begins there. */
export interface TextPiece {
  readonly text: string;
  readonly start: number;
}

/** A text that comes in pieces, which are never joined: to copy 50 MB takes longer than a frame. Offsets are in UTF-16 units. */
export class LongText {
  readonly #pieces: TextPiece[] = [];
  /** The piece that was asked for last: readers go on where they were. */
  #near: TextPiece = { text: '', start: 0 };
  #length = 0;
  #isComplete = false;

  /** Makes a text of its first piece; more may follow unless it is complete. */
  constructor(text = '', isComplete = true) {
    this.append(text, isComplete);
  }

  /** Length of what is here. */
  get length(): number {
    return this.#length;
  }

  /** True if nothing more comes. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Puts a piece to the end; the last one makes the text complete. */
  append(text: string, isLast: boolean): void {
    if (text !== '') this.#pieces.push({ text, start: this.#length });
    this.#length += text.length;
    this.#isComplete = isLast;
  }

  /** Returns the piece that holds an offset; the last one for those behind the end. */
  pieceAt(at: number): TextPiece {
    const { text, start } = this.#near;
    if (at >= start && at < start + text.length) return this.#near;
    this.#near = this.#pieces.findLast((piece) => piece.start <= at) ?? this.#near;
    return this.#near;
  }

  /** The UTF-16 unit at an offset; NaN if there is none. */
  charCodeAt(at: number): number {
    const { text, start } = this.pieceAt(at);
    return text.charCodeAt(at - start);
  }

  /** The text from one offset to another, in one string. */
  slice(from: number, to: number = this.#length): string {
    const piece = this.pieceAt(from);
    if (to <= piece.start + piece.text.length) return piece.text.slice(from - piece.start, to - piece.start);
    const touched = this.#pieces.filter(({ text, start }) => start < to && start + text.length > from);
    return touched.map(({ text, start }) => text.slice(Math.max(0, from - start), to - start)).join('');
  }
}
