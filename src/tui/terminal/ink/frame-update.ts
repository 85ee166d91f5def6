import { type Cells, noCells } from './cells.ts';
import { type Look, plainLook } from './look.ts';
import { LookChanges } from './look-changes.ts';
import { Pen } from './pen.ts';
import { findScroll, scrolled, scrollSequence } from './scroll.ts';

/** Unchanged cells up to so many are written again: to go past them takes as much. */
const shortGap = 4;

/** An update of a row of so few characters has no shorter way. */
const shortUpdate = 40;

/** Bytes that it takes to clear a row, and to repeat a character. */
const clearCost = 3;
const repeatCost = 5;

const blankCode = 32;

/** Cells side by side in a row that are written in one look; blanks among them only need its background. */
interface Run {
  readonly y: number;
  readonly from: number;
  readonly to: number;
  readonly look: Look;
  readonly cells: Cells;
}

/** Surface that rows are written on. */
export interface Canvas {
  readonly columns: number;
  /** True when the terminal is known to repeat a character (REP). */
  readonly canRepeat?: boolean;
  /** A row as its cells; null if it has none that are sure. */
  readonly cellsOf: (row: string) => Cells | null;
  /** The sequences between looks; its own unless given. */
  readonly looks?: LookChanges;
}

type LookingCanvas = Canvas & { readonly looks: LookChanges };

/** Update of a row: it is written as a whole, or cleared from a column on and then written in runs. */
interface RowUpdate {
  readonly y: number;
  readonly whole?: string;
  readonly clearedFrom?: number;
  readonly runs: readonly Run[];
}

/**
 * Turns a frame on the screen into another: only changed cells are written, all of one look before the next, since a
 * colour takes more bytes than a cursor move. If the rows of a list have moved, the terminal is told to move them if
 * that is shorter. The cursor may be anywhere; the terminal's own look is on before and after.
 */
export function frameUpdate(before: readonly string[], after: readonly string[], surface: Canvas): string {
  const canvas = { ...surface, looks: surface.looks ?? new LookChanges() };
  const plain = changedRows(before, after, canvas);
  const scroll = findScroll(before, after);
  if (scroll === undefined) return plain;
  const moved = scrollSequence(scroll) + changedRows(scrolled(before, scroll), after, canvas);
  return moved.length < plain.length ? moved : plain;
}

function changedRows(before: readonly string[], after: readonly string[], canvas: LookingCanvas): string {
  const updates = after.flatMap((row, y) => {
    const previous = before[y] ?? '';
    return row === previous ? [] : [updateOfRow(y, previous, row, canvas)];
  });
  return written(updates, canvas);
}

function updateOfRow(y: number, previous: string, next: string, canvas: LookingCanvas): RowUpdate {
  const { columns, cellsOf, looks, canRepeat } = canvas;
  const cells = cellsOf(next);
  const known = cellsOf(previous);
  if (cells === null) return { y, whole: next, runs: [] };
  // Where a character might be wider on the terminal than is thought, no column behind it is sure.
  const isSure = known !== null && Math.max(cells.text.length, known.text.length) <= columns;
  const runs = isSure ? runsOf(y, known, cells, looks) : [];
  if (!isSure || isShorterCleared(runs, cells, canRepeat)) {
    return { y, clearedFrom: 0, runs: runsOf(y, noCells, cells, looks) };
  }
  return { y, runs, ...(cells.text.length < known.text.length && { clearedFrom: cells.text.length }) };
}

/** True when blanks are more to write than the cells that stay: those of a cleared row need not be written, but all others must. */
function isShorterCleared(runs: readonly Run[], { text }: Cells, canRepeat = false): boolean {
  let [length, blanks, others] = [0, 0, 0];
  for (const { from, to } of runs) {
    length += to - from;
    let stretch = 0;
    for (let x = from; x < to; x += 1) {
      stretch = text.charCodeAt(x) === blankCode ? stretch + 1 : 0;
      if (stretch === 0) others += 1;
      // Many blanks are told by their number.
      else if (!canRepeat || stretch <= repeatCost) blanks += 1;
    }
  }
  return length > shortUpdate && blanks > othersIn(text) - others + clearCost;
}

/** Number of cells of a row that are not blank. */
function othersIn(text: string): number {
  let count = 0;
  for (let x = 0; x < text.length; x += 1) if (text.charCodeAt(x) !== blankCode) count += 1;
  return count;
}

function runsOf(y: number, before: Cells, cells: Cells, looks: LookChanges): readonly Run[] {
  const runs: Run[] = [];
  let [from, to, look] = [0, 0, plainLook];
  for (let x = 0; x < cells.text.length; x += 1) {
    if (isSameCell(before, cells, x)) continue;
    const wanted = cells.looks[x] ?? plainLook;
    if (to !== x || to === from || !fits(look, cells.text[x] ?? ' ', wanted, looks)) {
      if (to > from) runs.push({ y, from, to, look, cells });
      [from, look] = [x, wanted];
    }
    to = x + 1;
  }
  if (to > from) runs.push({ y, from, to, look, cells });
  return runs;
}

function isSameCell(before: Cells, after: Cells, x: number): boolean {
  const isBeyond = x >= before.text.length;
  return (
    (isBeyond ? ' ' : before.text[x]) === after.text[x] && (isBeyond ? plainLook : before.looks[x]) === after.looks[x]
  );
}

/** True when a character can be written while a look is on. */
function fits(look: Look, character: string, wanted: Look, looks: LookChanges): boolean {
  return look === wanted || (character === ' ' && looks.blank(look) === wanted);
}

function written(updates: readonly RowUpdate[], { columns, canRepeat, looks }: LookingCanvas): string {
  const pen = new Pen(columns, canRepeat, looks);
  for (const { y, whole, clearedFrom } of updates) {
    if (whole !== undefined) pen.writeWhole(y, whole);
    else if (clearedFrom !== undefined) pen.clearFrom(y, clearedFrom);
  }
  const runs = updates.flatMap((update) => update.runs);
  const ofLooks = Map.groupBy(runs, ({ look }) => look);
  for (const look of looks.sorted(ofLooks.keys())) writeRuns(pen, ofLooks.get(look) ?? [], looks);
  return pen.finished();
}

function writeRuns(pen: Pen, runs: readonly Run[], looks: LookChanges): void {
  for (const [at, run] of runs.entries()) {
    const former = runs[at - 1];
    const start = former?.y === run.y && isShortGap(run, former.to, looks) ? former.to : run.from;
    pen.moveTo(run.y, start);
    pen.write(run.cells.text.slice(start, run.to), run.look);
  }
}

/** True when the cells before a run, from a column on, cost no more to write in its look than to skip. */
function isShortGap({ from, look, cells }: Run, start: number, looks: LookChanges): boolean {
  if (from - start > shortGap) return false;
  for (let x = start; x < from; x += 1) {
    const character = cells.text[x] ?? ' ';
    if (!fits(look, character, cells.looks[x] ?? plainLook, looks)) return false;
    if (character.charCodeAt(0) > 127 && from - start > 1) return false;
  }
  return true;
}
