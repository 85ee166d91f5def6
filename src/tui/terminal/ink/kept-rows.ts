import InkOutput from 'ink/build/output.js';
import { isOneCellEach } from '../../../text/string-width.ts';
import { Recent } from './recent.ts';
import { type Placed, sideBySide, writtenAsInk } from './simple-line.ts';

/** A part of the screen that writes are cut to. */
export type Clip = Parameters<InkOutput['clip']>[0];

/** A line of a text as Ink hands it to the transformers, and how many rows below the text's first it stands. */
export interface Line {
  readonly row: number;
  readonly text: string;
}

/** About four screens of 60 rows. */
const leastKept = 256;

/**
 * Cache of the rows and texts that one Ink drew lately: taking every cell apart for every frame is most of the time
 * from a key to its frame, and most rows are unchanged from a moment ago.
 */
export class KeptRows {
  readonly #rows = new Recent<string>(leastKept);
  readonly #lines = new Recent<readonly Line[]>(leastKept);

  /** A row of so many cells as Ink composes it of what is written on it, one over the other. */
  row(width: number, placed: readonly Placed[]): string {
    const writes = placed.map(({ x, line }) => `${x},${line.length},${line}`);
    return this.#rows.get(`${width};${writes.join('')}`, () => sideBySide(width, placed) ?? composed(width, placed));
  }

  /** The lines of a text that are left by clips whose columns and rows are counted from the text's own. */
  lines(text: string, clips: readonly Clip[]): readonly Line[] {
    if (clips.length === 0 && isOneCellEach(text)) return [{ row: 0, text }];
    return this.#lines.get(`${JSON.stringify(clips)}${text}`, () => linesOf(text, clips));
  }
}

function composed(width: number, placed: readonly Placed[]): string {
  const output = new InkOutput({ width, height: 1 });
  // Ink is to take the line as a transformer's: of a text's own it would first write the styles its way.
  for (const { x, line } of placed) output.write(x, 0, ' ', { transformers: [() => line] });
  return output.get().output;
}

function linesOf(text: string, clips: readonly Clip[]): readonly Line[] {
  const simple = clips.length === 0 ? writtenAsInk(text) : undefined;
  return simple === undefined ? linesAsInk(text, clips) : [{ row: 0, text: simple }];
}

function linesAsInk(text: string, clips: readonly Clip[]): readonly Line[] {
  const lines: Line[] = [];
  const note = (line: string, row: number) => {
    lines.push({ row, text: line });
    return '';
  };
  const output = new InkOutput({ width: 0, height: text.split('\n').length });
  for (const clip of clips) output.clip(clip);
  output.write(0, 0, text, { transformers: [note] });
  output.get();
  return lines;
}
