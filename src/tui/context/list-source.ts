import { type RowSource, type RowSourceParts, rowSource } from '../../export/row-source.ts';
import type { RowFormat } from '../../export/rows.ts';
import { withBoth } from '../../filter/edit.ts';
import { printTerm } from '../../filter/print.ts';
import type { Id } from '../../model/id.ts';
import type { Page } from '../../model/page.ts';
import type { AskPage } from '../../questions/list-pages.ts';
import { type ChosenRows, type ReadingWatch, readChosen } from '../../questions/marked-rows.ts';
import type { LiveList } from '../list/use-list.ts';
import { type AskedCalls, termOf } from './use-filter.ts';
import { isMarking, markedCount, marksOf } from './use-marking.ts';

/** Rows of a list that can be written: the marked ones, or all that the filter shows. */
export interface ListSourceParts<Row, Listed> extends Pick<RowSourceParts<Row>, 'name' | 'noun' | 'command' | 'form'> {
  /** Asks for a part of the whole list. */
  readonly ask: AskPage<Listed>;
  /** Reads the chosen rows of the list in its order, if there is a quicker way than page by page. */
  readonly readAll?: (chosen: ChosenRows, watch: ReadingWatch) => AsyncIterable<readonly Listed[]>;
  /** A listed row with all that a format shows. */
  readonly complete?: (row: Listed, format: RowFormat) => Promise<Row>;
}

const all: ChosenRows = { of: 'all', ids: [] };

/** The rows of a list, for files. */
export function listSource<Row extends Listed, Listed extends { readonly id: Id }>(
  list: LiveList<Listed, Page<Listed>>,
  { ask, readAll, complete, ...parts }: ListSourceParts<Row, Listed>,
): RowSource {
  const areMarked = isMarking(list.marked);
  const read = readAll ?? ((chosen: ChosenRows, watch: ReadingWatch) => readChosen(ask, chosen, watch));
  return rowSource<Row>({
    ...parts,
    count: areMarked ? markedCount(list.marked) : list.state.total,
    areMarked,
    // No command knows what is marked.
    command: areMarked ? undefined : parts.command,
    async *rows(format, watch) {
      const chosen = areMarked ? await marksOf(list) : all;
      for await (const listed of read(chosen, watch)) {
        if (complete === undefined) yield listed as readonly Row[];
        // Payloads may be of many megabytes each: those of one row are held at a time.
        else for (const row of listed) yield [await complete(row, format)];
      }
    },
  });
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
