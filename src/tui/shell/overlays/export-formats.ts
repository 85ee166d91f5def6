import type { ScreenFormat } from '../../../export/frame.ts';
import type { RowSource } from '../../../export/row-source.ts';
import type { RowFormat } from '../../../export/rows.ts';

/** A format of a file: of rows, or of the screen. */
export interface ExportFormat {
  readonly label: string;
  readonly what: string;
  readonly ending: string;
  /** The format of rows or of the screen; the other is undefined. */
  readonly rows?: RowFormat;
  readonly screen?: ScreenFormat;
}

const rowFormats: readonly ExportFormat[] = [
  { label: 'CSV', what: 'rows for a spreadsheet', ending: 'csv', rows: 'csv' },
  { label: 'JSON', what: 'rows as one document', ending: 'json', rows: 'json' },
  { label: 'JSON Lines', what: 'rows, one document a line', ending: 'jsonl', rows: 'jsonl' },
  { label: 'Markdown', what: 'rows as a table for a text', ending: 'md', rows: 'markdown' },
];

const screenFormats: readonly ExportFormat[] = [
  { label: 'Text', what: 'this screen as plain text', ending: 'txt', screen: 'text' },
  { label: 'ANSI', what: 'this screen with its colours, for terminals', ending: 'ansi', screen: 'ansi' },
  { label: 'SVG', what: 'this screen as a picture', ending: 'svg', screen: 'svg' },
  { label: 'HTML', what: 'this screen as a page whose text can be selected', ending: 'html', screen: 'html' },
];

/** The formats of what there is: rows first, then the screen as it was painted. */
export function exportFormats(has: { readonly rows: boolean; readonly frame: boolean }): readonly ExportFormat[] {
  return [...(has.rows ? rowFormats : []), ...(has.frame ? screenFormats : [])];
}

/** A name for a new file: `users-2026-11-26-0512.csv`. */
export function suggestedName(
  source: RowSource | undefined,
  { ending, rows }: ExportFormat,
  { now, isUtc, screen }: { readonly now: Date; readonly isUtc: boolean; readonly screen: string },
): string {
  // The parts of a local time, as ISO 8601 has those of UTC.
  const local = isUtc ? now : new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const time = local.toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  return `${rows === undefined || source === undefined ? `screen-${screen}` : source.name}-${time}.${ending}`;
}
