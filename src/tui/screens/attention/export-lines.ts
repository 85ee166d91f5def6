import { attentionColumns, attentionWords } from '../../../columns/attention.ts';
import { attentionForJson } from '../../../columns/attention-json.ts';
import type { CellContext } from '../../../columns/column.ts';
import { attentionFilter } from '../../../questions/attention-places.ts';
import { shortSource } from '../../context/short-source.ts';
import { useExports } from '../../context/use-exports.ts';
import type { ListedLine } from './attention-page.ts';

/** Offers the lines for files and the clipboard. */
export function useExportedLines(
  isActive: boolean,
  rows: readonly ListedLine[],
  { selected, context }: { readonly selected: ListedLine | undefined; readonly context: CellContext },
): void {
  useExports(isActive, () => {
    if (rows.length === 0) return [];
    const source = shortSource({
      name: 'attention',
      noun: { one: 'line', many: 'lines' },
      rows,
      columns: attentionColumns,
      document: (line: ListedLine) => attentionForJson(line, attentionFilter(line), context),
      selected,
      nameOf: (line: ListedLine) => ({ label: 'line', text: attentionWords(line) }),
      context,
    });
    return [source];
  });
}
