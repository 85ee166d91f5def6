import type { RowSource } from '../../../export/row-source.ts';
import type { RowFormat } from '../../../export/rows.ts';

/** A format of a file: of rows, or of the screen. */
export interface ExportFormat {
  readonly label: string;
  readonly what: string;
  readonly ending: string;
  /** The format of rows; undefined for one of the screen. */
  readonly rows: RowFormat | undefined;
}

const rowFormats: readonly ExportFormat[] = [
  { label: 'CSV', what: 'rows for a spreadsheet', ending: 'csv', rows: 'csv' },
  { label: 'JSON', what: 'rows as one document', ending: 'json', rows: 'json' },
  { label: 'JSON Lines', what: 'rows, one document a line', ending: 'jsonl', rows: 'jsonl' },
  { label: 'Markdown', what: 'rows as a table for a text', ending: 'md', rows: 'markdown' },
];

/** The formats of a screen, those of rows first if it has some. */
export function exportFormats(hasRows: boolean): readonly ExportFormat[] {
  return hasRows ? rowFormats : [];
}

/** A name for a new file: `users-2026-11-26-0512.csv`. */
export function suggestedName(
  source: RowSource | undefined,
  { ending, rows }: ExportFormat,
  { now, isUtc }: { readonly now: Date; readonly isUtc: boolean },
): string {
  // The parts of a local time, as ISO 8601 has those of UTC.
  const local = isUtc ? now : new Date(now.getTime() - now.getTimezoneOffset() * 60_000);
  const time = local.toISOString().slice(0, 16).replace('T', '-').replace(':', '');
  return `${rows === undefined || source === undefined ? 'presents' : source.name}-${time}.${ending}`;
}
