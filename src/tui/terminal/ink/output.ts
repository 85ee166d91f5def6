import InkOutput from 'ink/build/output.js';
import { joinRow, type Placed } from './join-row.ts';
import { remembered } from './remembered.ts';
import { cellsOf } from './styles.ts';

type Clip = Parameters<InkOutput['clip']>[0];
type WriteOptions = Parameters<InkOutput['write']>[3];

/** A text on its way to the screen, with all that decides how it looks there. */
interface Write {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly rowCount: number;
  readonly transformers: WriteOptions['transformers'];
  readonly clips: readonly Clip[];
}

/** Rows of the screen and what was written on each. */
interface Frame {
  readonly width: number;
  readonly rows: readonly string[];
  readonly writes: readonly (readonly Write[])[];
}

/**
 * What Ink puts a frame together with, in place of its own class: the build puts this one there. Ink takes every cell of the
 * screen apart for every frame, which at 200x60 is most of the time from a key to its frame; most rows are what they were. Here
 * a row is put together anew only where something else is written on it than in the frame before, and by Ink's own class only
 * where what is written does not simply stand side by side.
 */
export default class RowOutput {
  // A frame follows from what is written alone, whoever asks; so does every row.
  static #last: Frame = { width: 0, rows: [], writes: [] };

  readonly width: number;
  readonly height: number;
  readonly #writes: Write[] = [];
  #clips: readonly Clip[] = [];

  constructor({ width, height }: { readonly width: number; readonly height: number }) {
    this.width = width;
    this.height = height;
  }

  write(x: number, y: number, text: string, { transformers }: WriteOptions): void {
    if (text === '') return;
    const rowCount = text.includes('\n') ? text.split('\n').length : 1;
    this.#writes.push({ x, y, text, rowCount, transformers, clips: this.#clips });
  }

  clip(clip: Clip): void {
    this.#clips = [...this.#clips, clip];
  }

  unclip(): void {
    this.#clips = this.#clips.slice(0, -1);
  }

  get(): { output: string; height: number } {
    const before = RowOutput.#last;
    const writes = this.#writesByRow();
    const isSame = (row: number) => before.width === this.width && areSame(before.writes[row], writes[row]);
    const known = writes.map((ofRow, row) => (isSame(row) ? before.rows[row] : joined(ofRow, row, this.width)));
    const rows: string[] = [];
    while (rows.length < this.height) {
      const row = known[rows.length];
      if (row !== undefined) {
        rows.push(row);
        continue;
      }
      const from = rows.length;
      let until = from + 1;
      while (until < this.height && known[until] === undefined) until += 1;
      rows.push(...this.#compose(from, until));
    }
    RowOutput.#last = { width: this.width, rows, writes };
    return { output: rows.join('\n'), height: this.height };
  }

  #writesByRow(): readonly (readonly Write[])[] {
    const rows = Array.from({ length: this.height }, (): Write[] => []);
    for (const write of this.#writes) {
      const until = Math.min(this.height, write.y + write.rowCount);
      for (let row = Math.max(0, write.y); row < until; row += 1) rows[row]?.push(write);
    }
    return rows;
  }

  /** The rows from one on until another. */
  #compose(from: number, until: number): readonly string[] {
    const output = new InkOutput({ width: this.width, height: until - from });
    for (const { x, y, text, rowCount, transformers, clips } of this.#writes) {
      if (y >= until || y + rowCount <= from) continue;
      for (const clip of clips) output.clip(raised(clip, from));
      output.write(x, y - from, text, { transformers });
      for (const _ of clips) output.unclip();
    }
    return output.get().output.split('\n');
  }
}

/** A row as its writes stand beside each other; undefined where it is not as simple. */
function joined(writes: readonly Write[], row: number, width: number): string | undefined {
  if (writes.some(({ clips }) => clips.length > 0)) return undefined;
  const placed: Placed[] = [];
  for (const { x, y, text, rowCount, transformers } of writes) {
    const line = rowCount === 1 ? text : closedLines(text)[row - y];
    if (line === undefined) return undefined;
    placed.push({ x, line: transformers.reduce((painted, transform) => transform(painted, row - y), line) });
  }
  return joinRow(placed, width);
}

/** The lines of a text, up to the first that hands its colours on to the next. */
const closedLines = remembered((text: string): readonly string[] => {
  const lines = text.split('\n');
  const open = lines.findIndex((line) => cellsOf(line) === undefined);
  return open < 0 ? lines : lines.slice(0, open);
});

function raised({ x1, x2, y1, y2 }: Clip, by: number): Clip {
  return { x1, x2, y1: y1 === undefined ? undefined : y1 - by, y2: y2 === undefined ? undefined : y2 - by };
}

function areSame(before: readonly Write[] | undefined, now: readonly Write[] | undefined): boolean {
  if (before === undefined || now === undefined || before.length !== now.length) return false;
  return now.every((write, index) => isSame(write, before[index]));
}

function isSame(one: Write, other: Write | undefined): boolean {
  return (
    other !== undefined &&
    one.x === other.x &&
    one.y === other.y &&
    one.text === other.text &&
    haveSame(one.transformers, other.transformers, Object.is) &&
    haveSame(one.clips, other.clips, isSameClip)
  );
}

function isSameClip(one: Clip, other: Clip): boolean {
  return one.x1 === other.x1 && one.x2 === other.x2 && one.y1 === other.y1 && one.y2 === other.y2;
}

function haveSame<T>(some: readonly T[], others: readonly T[], areEqual: (one: T, other: T) => boolean): boolean {
  return some.length === others.length && some.every((one, index) => areEqual(one, others[index] as T));
}
