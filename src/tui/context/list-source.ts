import type { CellContext, Column } from '../../columns/column.ts';
import { type RowCommand, type RowNoun, type RowSource, rowDocument, rowTexts } from '../../export/row-source.ts';
import type { RowForm, RowFormat } from '../../export/rows.ts';
import { withBoth } from '../../filter/edit.ts';
import { printTerm } from '../../filter/print.ts';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import type { AskPage } from '../../questions/list-pages.ts';
import { type ChosenRows, type ReadingWatch, readChosen } from '../../questions/marked-rows.ts';
import { formatId } from '../../text/format.ts';
import type { LiveList } from '../list/use-list.ts';
import { tableText } from './table-text.ts';
import { type AskedCalls, termOf } from './use-filter.ts';
import { isMarking, markedCount, marksOf } from './use-marking.ts';

/** Rows of a list that can be written: the marked ones, or all that the filter shows. */
export interface ListSourceParts<Row, Listed> {
  readonly name: string;
  readonly noun: RowNoun;
  readonly command: RowCommand | undefined;
  readonly form: RowForm<Row>;
  /** The columns as they are shown. */
  readonly columns: readonly Column<Listed>[];
  readonly context: CellContext;
  /** The name of a row, and a word for it: what `y` copies. */
  readonly nameOf: (row: Listed) => { readonly label: string; readonly text: string };
  /** Asks for a part of the whole list. */
  readonly ask: AskPage<Listed>;
  /** Reads the chosen rows of the list in its order, if there is a quicker way than page by page. */
  readonly readAll?: (chosen: ChosenRows, watch: ReadingWatch) => AsyncIterable<readonly Listed[]>;
  /** A listed row with all that a format shows. */
  readonly complete: (row: Listed, format: RowFormat) => Row | Promise<Row>;
}

const all: ChosenRows = { of: 'all', ids: [] };

/** The rows of a list, for files and the clipboard. */
export function listSource<Row, Listed extends { readonly id: Id }>(
  list: LiveList<Listed, Page<Listed>>,
  parts: ListSourceParts<Row, Listed>,
): RowSource {
  const { name, noun, command, form, columns, context, nameOf, ask, complete } = parts;
  const { selected, marked, state } = list;
  const areMarked = isMarking(marked);
  const read = parts.readAll ?? ((chosen: ChosenRows, watch: ReadingWatch) => readChosen(ask, chosen, watch));
  async function* completed(
    listed: AsyncIterable<readonly Listed[]>,
    format: RowFormat,
  ): AsyncGenerator<readonly Row[]> {
    for await (const rows of listed) {
      // Payloads may be of many megabytes each: those of one row are held at a time.
      if (format === 'json' || format === 'jsonl') for (const row of rows) yield [await complete(row, format)];
      else yield await Promise.all(rows.map((row) => complete(row, format)));
    }
  }
  async function* chosenRows(watch: ReadingWatch): AsyncGenerator<readonly Listed[]> {
    yield* read(areMarked ? await marksOf(list) : all, watch);
  }
  async function* selectedRows(): AsyncGenerator<readonly Listed[]> {
    if (selected !== undefined) yield [selected];
  }
  const shown = () =>
    Array.from({ length: state.height }, (_, line) => list.rowAt(state.top + line)).filter((row) => row !== undefined);
  return {
    name,
    noun,
    count: areMarked ? markedCount(marked) : state.total,
    areMarked,
    // No command knows what is marked.
    command: areMarked ? undefined : command,
    copies: {
      names: selected === undefined ? [] : [nameOf(selected), { label: 'id', text: formatId(selected.id) }],
      rows:
        areMarked || selected !== undefined
          ? // A clipboard gets no payloads: Call copies them, without what is secret.
            (format) => rowTexts(format, form, completed(areMarked ? chosenRows({}) : selectedRows(), 'csv'))
          : undefined,
      tableText: () => tableText(columns, shown(), context),
      tableMarkdown: () => rowDocument('markdown', { columns, document: (row) => row }, shown()),
    },
    read: (format, watch = {}) => rowTexts(format, form, completed(chosenRows(watch), format)),
  };
}

/** The options that make a command answer about the same calls: `--hours 24 --where …`. */
export function callOptions({ filter, window }: AskedCalls, hasOwnTime: boolean): readonly string[] {
  const { hours, endsAt } = window;
  const isLive = endsAt === null && Number.isInteger(hours);
  if (hasOwnTime || isLive) return [...(hasOwnTime ? [] : ['--hours', String(hours)]), ...whereOptions(filter)];
  const from = new Date((endsAt?.getTime() ?? 0) - hours * 3_600_000);
  const time = endsAt === null ? `time:${Math.round(hours * 60)}m` : printTerm(termOf.time(from, endsAt));
  return whereOptions(withBoth(filter, time));
}

function whereOptions(filter: string): readonly string[] {
  return filter === '' ? [] : ['--where', filter];
}
