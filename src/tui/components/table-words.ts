import { rowWords } from '../../columns/row-words.ts';
import type { LaidOutTable } from './laid-out-table.ts';

/** More rows at once are not listened to. */
const mostReadRows = 10;

/** The rows of a table as sentences, ten at a time, the selected one marked as that. */
export function tableWords({ columns, rows }: LaidOutTable, selectedIndex: number | null): readonly string[] {
  const first = Math.floor((selectedIndex ?? 0) / mostReadRows) * mostReadRows;
  return rows.slice(first, first + mostReadRows).map((row, place) => {
    const at = first + place;
    const cells = columns.map(({ header }, column) => ({ header, text: row[column]?.text ?? '' }));
    return `${at === selectedIndex ? '❯ ' : ''}${at + 1}. ${rowWords(cells)}`;
  });
}
