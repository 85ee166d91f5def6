import type { CellContext, Column } from '../../columns/column.ts';
import { toJson } from '../../export/json.ts';
import { isRowFormat, rowPieces } from '../../export/rows.ts';
import { toAscii } from '../../text/ascii.ts';
import { zoneName } from '../../text/format.ts';
import { printable } from '../../text/printable.ts';
import type { Context } from '../context.ts';
import { tableLines } from './table.ts';
import { wrapParts } from './wrap-parts.ts';

/** Records that are printed as a table, and what is said to a person if there are none. */
export interface Listing<Row> {
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly whenEmpty: string;
  /** A record as JSON has it; as it is unless given. */
  readonly forJson?: (row: Row) => object;
}

/** The cells of the terminal behind stdout, or those that COLUMNS names; null if neither sets a limit. */
export function outputWidth({ stdout, env }: Context['io']): number | null {
  const named = Number(env.COLUMNS);
  if (stdout.isTTY) return stdout.columns || 80;
  return Number.isInteger(named) && named > 0 ? named : null;
}

/** Returns the context of the cells in a command's answer. */
export function cellContext({ io, settings, isAscii }: Context): CellContext {
  return { now: io.now(), utc: false, style: isAscii ? 'ascii' : 'blocks', errorShare: settings.thresholds.errorShare };
}

/** Returns a text for a person as the terminal can show it. */
export function shownText({ isAscii }: Pick<Context, 'isAscii'>, text: string): string {
  return isAscii ? toAscii(text) : text;
}

/** Prints lines for a person on stdout. */
export function printLines(context: Context, lines: readonly string[]): void {
  context.io.stdout.write(shownText(context, lines.map((line) => `${line}\n`).join('')));
}

/** Prints a value as one JSON document on stdout. */
export function printJson({ io }: Context, value: unknown): void {
  io.stdout.write(toJson(value));
}

/** Prints a table as lines for a person. */
export function printTable<Row>(context: Context, { columns, rows, whenEmpty }: Listing<Row>): void {
  if (rows.length === 0) {
    printLines(context, [context.paintOut(whenEmpty, 'muted')]);
    return;
  }
  const layout = { width: outputWidth(context.io), cells: cellContext(context), paint: context.paintOut };
  printLines(context, tableLines(columns, rows, layout));
}

/** Prints records in the format that was asked for. */
export function printListing<Row extends object>(context: Context, listing: Listing<Row>): void {
  const { format } = context;
  if (!isRowFormat(format)) {
    printTable(context, listing);
    return;
  }
  const { columns, rows, forJson: document = (row: Row) => row } = listing;
  const pieces = rowPieces(format, { columns, document });
  const text = rows.length === 0 ? '' : pieces.rows(rows, true);
  context.io.stdout.write(text + pieces.end(rows.length === 0));
}

/** Says something to the person on stderr. */
export function narrate({ io, paintErr }: Context, text: string, tone: 'good' | 'muted' | 'warn' = 'good'): void {
  const mark = tone === 'good' ? `${paintErr('✓', 'good')} ` : tone === 'warn' ? `${paintErr('!', 'warn')} ` : '  ';
  io.stderr.write(`${mark}${tone === 'muted' ? paintErr(text, 'muted') : text}\n`);
}

/** Says in which time zone the times of a text answer are. */
export function narrateZone(context: Context): void {
  if (context.format !== 'text') return;
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  // Etc/GMT+3 is three hours behind, which nobody would guess.
  const zone = timeZone.startsWith('Etc/') ? zoneName(context.io.now(), false) : timeZone;
  narrate(context, `Times are those of ${zone}.`, 'muted');
}

/** Says what is not as it was asked for, or not as it should be. */
export function narrateWarnings(context: Context): void {
  for (const warning of context.warnings) narrate(context, printable(warning), 'warn');
}

/** A heading of an answer and what it is about, in as many lines as the terminal's width wants. */
export function headingLines(
  { io, paintOut }: Context,
  title: string,
  about: readonly string[] = [],
): readonly string[] {
  const [first = '', ...more] = wrapParts([title, ...about], outputWidth(io) ?? Number.POSITIVE_INFINITY);
  const shownTitle = first.startsWith(title) ? title : first;
  const rest = first.slice(shownTitle.length);
  return [paintOut(shownTitle, 'strong') + paintOut(rest, 'muted'), ...more.map((line) => paintOut(line, 'muted'))];
}
