import InkOutput from 'ink/build/output.js';
import type { Clip, KeptRows } from './kept-rows.ts';
import type { Placed } from './simple-line.ts';

type WriteOptions = Parameters<InkOutput['write']>[3];

/** Members of Ink's output that are known here: if Ink adds one, this class does not compile until it has it too. */
type Known = 'width' | 'height' | 'write' | 'clip' | 'unclip' | 'get' | 'sliceLineToColumns';

/** Output that Ink writes a frame to, in place of its own: exactly the same frame, made of rows that are kept. */
export class RowOutput extends InkOutput implements Record<Exclude<keyof InkOutput, Known>, never> {
  readonly #kept: KeptRows;
  readonly #rows: readonly Placed[][];
  #clips: readonly Clip[] = [];

  constructor(kept: KeptRows, size: { readonly width: number; readonly height: number }) {
    super(size);
    this.#kept = kept;
    this.#rows = Array.from({ length: size.height }, () => []);
  }

  override write(x: number, y: number, text: string, { transformers }: WriteOptions): void {
    if (text === '') return;
    const clips = this.#clips.map(({ x1, x2, y1, y2 }) => ({
      x1: less(x1, x),
      x2: less(x2, x),
      y1: less(y1, y),
      y2: less(y2, y),
    }));
    const left = x + leftOf(clips);
    for (const { row, text: line } of this.#kept.lines(text, clips)) {
      const placed = this.#rows[y + row];
      placed?.push({ x: left, line: transformers.reduce((painted, transform) => transform(painted, row), line) });
    }
  }

  override clip(clip: Clip): void {
    this.#clips = [...this.#clips, clip];
  }

  override unclip(): void {
    this.#clips = this.#clips.slice(0, -1);
  }

  override get(): ReturnType<InkOutput['get']> {
    const output = this.#rows.map((placed) => this.#kept.row(this.width, placed)).join('\n');
    return { output, height: this.#rows.length };
  }
}

function less(bound: number | undefined, by: number): number | undefined {
  return bound === undefined ? undefined : bound - by;
}

/** Returns the offset at which clips let a text begin that would begin at 0. */
function leftOf(clips: readonly Clip[]): number {
  const isCutAside = clips.some(({ x1 }) => x1 !== undefined) && clips.some(({ x2 }) => x2 !== undefined);
  return isCutAside ? Math.max(0, ...clips.map(({ x1 }) => x1 ?? 0)) : 0;
}
