import type { CellContext } from '../../../columns/column.ts';
import { whyColumns, whyLineWords } from '../../../columns/why.ts';
import type { CallWhy, FilteredWhyLine } from '../../../model/call-why.ts';
import { whyLineForJson } from '../../../questions/why-json.ts';
import { shortSource } from '../../context/short-source.ts';
import { useExports } from '../../context/use-exports.ts';

/** Offers the lines of an answer for files and the clipboard. */
export function useExportedLines(
  isActive: boolean,
  answer: CallWhy | undefined,
  { line, context }: { readonly line: FilteredWhyLine | undefined; readonly context: CellContext },
): void {
  useExports(isActive, () => {
    if (answer === undefined || answer.lines.length === 0) return [];
    const source = shortSource({
      name: 'why',
      noun: { one: 'line', many: 'lines' },
      rows: answer.lines,
      columns: whyColumns,
      document: whyLineForJson,
      selected: line,
      nameOf: (one) => ({ label: 'line', text: whyLineWords(one, context) }),
      context,
    });
    return [source];
  });
}
