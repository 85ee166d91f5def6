import { PresentsError } from '../../model/presents-error.ts';
import { ALL_IDS } from './rows.ts';
import type { CopySource, RowCounts } from './source.ts';
import { COPY_TABLES } from './tables.ts';
import type { Bookmarks, CopyTarget } from './target.ts';

/** Work that a copy would do. */
export interface CopyPlan {
  readonly rows: RowCounts;
  /** True when an earlier run is gone on with. */
  readonly goesOn: boolean;
  /** Rows that are left to copy, about as many where an earlier run is gone on with. */
  readonly rowsLeft: number;
  /** About how long it will take, in seconds. */
  readonly estimatedSeconds: number;
}

const ROWS_PER_SECOND = 40_000;

/** Looks at both sides. Throws a PresentsError if the target holds rows of its own, and says how many. */
export async function planCopy(source: CopySource, target: CopyTarget): Promise<CopyPlan> {
  // Whoever may not read a column is told so before anything is made.
  for (const table of COPY_TABLES) await source.readRows(table, { from: ALL_IDS.from, to: ALL_IDS.from });
  const [rows, state] = await Promise.all([source.countRows(), target.look(source.name)]);
  const others = countWords(state.otherRows);
  if (others !== '') throw notEmpty(source, target, others, state);
  const left = state.bookmarks === undefined ? totalOf(rows) : await rowsLeft(source, rows, state.bookmarks);
  return {
    rows,
    goesOn: state.bookmarks !== undefined,
    rowsLeft: left,
    estimatedSeconds: Math.ceil(left / ROWS_PER_SECOND),
  };
}

/** Numbers of rows in words: `60 users, 2,000 products and 50,000 calls`; empty if there are none. */
export function countWords(counts: RowCounts): string {
  const parts = COPY_TABLES.flatMap(({ name, rows }) => {
    const count = counts[name];
    return count === 0 ? [] : [`${count.toLocaleString('en-US')} ${count === 1 ? singular(rows) : rows}`];
  });
  const last = parts.pop() ?? '';
  return parts.length === 0 ? last : `${parts.join(', ')} and ${last}`;
}

function singular(rows: string): string {
  return rows.replace(/ies$/, 'y').replace(/s$/, '');
}

function totalOf(counts: RowCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Rows that are left to copy, as many as there may be by their ids. */
async function rowsLeft(source: CopySource, rows: RowCounts, bookmarks: Bookmarks): Promise<number> {
  const left = await Promise.all(
    COPY_TABLES.map(async (table) => {
      const { lastId } = bookmarks[table.name];
      const greatest = await source.lastId(table);
      if (table.isCopiedWhole || lastId === null || greatest === undefined) return rows[table.name];
      return Math.min(rows[table.name], Math.max(0, Number(greatest - lastId)));
    }),
  );
  return left.reduce((sum, count) => sum + count, 0);
}

function notEmpty(
  source: CopySource,
  target: CopyTarget,
  others: string,
  { bookmarks, otherSources }: { readonly bookmarks: Bookmarks | undefined; readonly otherSources: readonly string[] },
): PresentsError {
  const [other] = otherSources;
  const message =
    bookmarks !== undefined
      ? `${target.name} holds ${others} that no copy of ${source.name} has brought: something else writes to it.`
      : other !== undefined
        ? `${target.name} holds a copy of ${other}, with ${others}.`
        : `${target.name} is not empty: it holds ${others}.`;
  return new PresentsError(`${message} Nothing was changed.`, {
    code: 'exists',
    nextStep: 'Name an empty database, or a file that does not exist yet.',
    option: '--to',
    exitCode: 2,
  });
}
