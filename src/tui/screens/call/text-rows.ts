import { withoutSecrets } from '../../../text/json/hidden-values.ts';
import type { LongText } from '../../../text/json/long-text.ts';
import { LineBreaker } from '../../../text/line-breaker.ts';

const MOST_ROWS = 50_000;
// A few milliseconds of work: characters that have to be measured one by one, and what a row of others costs among them.
const STEP_COST = 4_000;
const ROW_COST = 10;
// About as much of a line is looked at in one go; a secret that is longer than this is none.
const LINE_UNITS = 2_000;
const PLAIN = /^[\x20-\x7e]*$/;

/** Part of a text, and how it is broken into rows. */
export interface TextRange {
  readonly from: number;
  readonly to: number;
  readonly width: number;
  /** True if secrets and e-mails in it are shown. */
  readonly isRevealed: boolean;
}

/** A row of text: harmless, and where it begins in the stored one. */
export interface TextRow {
  readonly text: string;
  readonly offset: number;
}

/** A part of a text as rows of at most `width` cells, laid out step by step. */
export class TextRows {
  readonly #rows: TextRow[] = [];
  readonly #next: Iterator<TextRow>;
  #isComplete = false;

  constructor(text: LongText, range: TextRange) {
    this.#next = textRows(text, range);
    this.step();
  }

  /** The rows so far. */
  get rows(): readonly TextRow[] {
    return this.#rows;
  }

  get isComplete(): boolean {
    return this.#isComplete;
  }

  /** Lays out some more of them. */
  step(): void {
    for (let cost = 0; cost < STEP_COST && !this.#isComplete; ) {
      const { done, value } = this.#next.next();
      this.#isComplete = done === true || this.#rows.length >= MOST_ROWS;
      if (this.#isComplete || value === undefined) return;
      this.#rows.push(value);
      cost += ROW_COST + (PLAIN.test(value.text) ? 0 : value.text.length);
    }
  }

  /** Offset behind the last row, as far as rows are shown at all; undefined if they reach the end. */
  get cutAt(): number | undefined {
    return this.#rows.length >= MOST_ROWS ? this.#rows.at(-1)?.offset : undefined;
  }

  /** Index of the row that holds an offset. */
  rowAt(offset: number): number {
    return Math.max(
      0,
      this.#rows.findLastIndex((row) => row.offset <= offset),
    );
  }
}

function* textRows(text: LongText, { from, to, width, isRevealed }: TextRange): Generator<TextRow> {
  const breaker = new LineBreaker(Math.max(4, width));
  // Whole rows, where every character takes a cell.
  const longest = Math.max(1, Math.floor(LINE_UNITS / width)) * width;
  for (let at = from; at < to; ) {
    const line = lineAt(text, at, Math.min(to, at + longest));
    const shown = isRevealed ? line.text : withoutSecrets(line.text);
    for (const piece of breaker.pieces(shown)) yield { text: piece.text, offset: at + piece.offset };
    at = line.next;
  }
}

/** The line that begins at an offset, or as much of it as is looked at in one go. */
function lineAt(text: LongText, at: number, to: number): { readonly text: string; readonly next: number } {
  const part = text.slice(at, to);
  const end = part.indexOf('\n');
  if (end >= 0) return { text: part.slice(0, end), next: at + end + 1 };
  const splitsPair = part.length > 1 && /[\ud800-\udbff]$/.test(part);
  const shown = splitsPair ? part.slice(0, -1) : part;
  return { text: shown, next: at + shown.length };
}
