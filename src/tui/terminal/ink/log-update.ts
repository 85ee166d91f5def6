import type inkLogUpdate from 'ink/build/log-update.js';
import { type Cells, cellsOfRow } from './cells.ts';
import { frameUpdate } from './frame-update.ts';
import { LookChanges } from './look-changes.ts';
import { Recent } from './recent.ts';

type Create = (typeof inkLogUpdate)['create'];

const hideCursor = '\u001b[?25l';
const showCursor = '\u001b[?25h';
const beginUpdate = '\u001b[?2026h';
const endUpdate = '\u001b[?2026l';
/** From a style, a region and a screen that nothing is known of to an empty one. */
const clean = '\u001b[m\u001b[r\u001b[H\u001b[J';

/** About four screens of 60 rows. */
const leastKept = 256;

type Screen = Parameters<Create>[0] & {
  /** Draws a frame when the line is free; at once unless given. */
  readonly pace?: (draw: () => number) => void;
  /** Told each frame that is drawn. */
  readonly frames?: { keep(frame: Shown): void };
  /** Asked before the first frame, and looked at by each. */
  readonly repeats?: { readonly canRepeat: boolean; ask(): void };
};

interface Shown {
  readonly columns: number;
  readonly rows: number;
  readonly lines: readonly string[];
}

/**
 * Creates the writer of Ink's frames, in place of Ink's own, which rewrites a line from its first difference on, and
 * every line of a list that has scrolled. Frames begin at the upper left corner of the alternate screen.
 */
function create(stream: Screen): ReturnType<Create> {
  let shown: Shown | undefined;
  let wanted: string | undefined;
  const { pace = (draw: () => number) => void draw(), repeats, frames } = stream;
  const cells = new Recent<Cells | null>(leastKept);
  const looks = new LookChanges();
  const cellsOf = (row: string) => cells.get(row, cellsOfRow);
  const drawWanted = (): number => {
    const text = wanted;
    wanted = undefined;
    return text === undefined ? 0 : draw(text);
  };
  const draw = (text: string): number => {
    const { columns = 80, rows = 24 } = stream;
    // A frame of `renderer.ts` is composed now.
    const lines = String(text).split('\n').slice(0, rows);
    const isKnown = shown?.columns === columns && shown.rows === rows;
    const before = isKnown && shown ? shown.lines : [];
    const rest = Array.from({ length: Math.max(0, before.length - lines.length) }, () => '');
    if (!isKnown) repeats?.ask();
    const canvas = { columns, cellsOf, looks, canRepeat: repeats?.canRepeat ?? false };
    const update = frameUpdate(before, [...lines, ...rest], canvas);
    shown = { columns, rows, lines };
    frames?.keep(shown);
    if (isKnown && update === '') return 0;
    const bytes = `${beginUpdate}${isKnown ? '' : hideCursor + clean}${update}${endUpdate}`;
    stream.write(bytes);
    return Buffer.byteLength(bytes);
  };
  const show = (text: string): boolean => {
    wanted = text;
    pace(drawWanted);
    return true;
  };
  const forget = () => {
    shown = undefined;
    wanted = undefined;
  };
  return Object.assign(show, {
    clear: forget,
    reset: forget,
    done: () => {
      forget();
      stream.write(showCursor);
    },
    /** Ink has written the frame itself over a cleared screen; what it wrote did not get through. */
    sync: (text: string) => void show(text),
    // The cursor is drawn by the prompts, and stays hidden.
    setCursorPosition: () => {},
    isCursorDirty: () => false,
    getCursorPosition: () => undefined,
    // Asked so that Ink marks the update, which is done here.
    willRender: () => false,
  });
}

const logUpdate: typeof inkLogUpdate = { create };

export default logUpdate;
