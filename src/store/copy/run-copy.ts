import type { CopyCheck } from '../../model/copy.ts';
import { compareTable, isEqual } from './comparing.ts';
import { type CopyOptions, copyRange, fillRange, idBehind, type RunningCopy } from './copying.ts';
import { fitRows } from './fit.ts';
import { RowWriter } from './row-writer.ts';
import { ALL_IDS } from './rows.ts';
import type { RowCounts } from './source.ts';
import { COPY_TABLES, type CopyTable } from './tables.ts';
import type { RejectedCount } from './target.ts';

/** Result of a copy. */
export interface CopyReport {
  /** True when it was stopped before it was through. */
  readonly isStopped: boolean;
  /** Rows that this run copied. */
  readonly copied: RowCounts;
  /** Rows that were rejected, in this run or in one before it. */
  readonly rejected: readonly RejectedCount[];
  /** Texts in which characters were replaced, in this run or in one before it. */
  readonly replacedTexts: number;
  /** Sums of both sides over the rows that were not compared before; none if it was stopped. */
  readonly checks: readonly CopyCheck[];
}

/** Ids before the bookmark that are looked at again: transactions of a server end in another order than they draw ids. */
const OVERLAP_IDS = 20_000n;

/** Copies all rows that are not in the target yet, and compares both sides. */
export async function copyDatabase(options: CopyOptions): Promise<CopyReport> {
  const { source, target, signal } = options;
  const { bookmarks } = await target.look(source.name);
  const newCalls = { from: idBehind(bookmarks?.user_api_call_log.lastId ?? null), to: ALL_IDS.to };
  const writer = new RowWriter(target, await target.begin(source.name, () => source.callDays(newCalls)));
  const copy: RunningCopy = { ...options, writer };
  const checks: CopyCheck[] = [];
  for (const table of COPY_TABLES) {
    if (signal.aborted) break;
    if (table.isCopiedWhole) checks.push(...(await copyWhole(copy, table)));
    else await copyTable(copy, table);
  }
  for (const table of COPY_TABLES) {
    if (!table.isCopiedWhole && !signal.aborted) checks.push(...(await compareTable(copy, table)));
  }
  const isStopped = signal.aborted;
  const rejected = await target.countRejected();
  if (!isStopped) await target.finish(checks.every(isEqual) && rejected.length === 0);
  const { copied, replacedTexts } = writer;
  return { isStopped, copied, rejected, replacedTexts, checks: isStopped ? [] : checks };
}

/** Copies a table whose rows change in place, and compares it at once; again if it was changed in between. */
async function copyWhole(copy: RunningCopy, table: CopyTable): Promise<readonly CopyCheck[]> {
  await copyTable(copy, table);
  const checks = await compareTable(copy, table);
  if (checks.every(isEqual) || copy.signal.aborted) return checks;
  await copyTable(copy, table);
  return await compareTable(copy, table);
}

async function copyTable(copy: RunningCopy, table: CopyTable): Promise<void> {
  const { source, writer } = copy;
  // Rows may come all the time: only those that are there now are copied.
  const to = await source.lastId(table);
  await rejectRowsWithoutId(copy, table);
  const { lastId, verifiedId } = writer.bookmarkOf(table);
  const isGoneOn = !table.isCopiedWhole && lastId !== null;
  if (isGoneOn) await fillOverlap(copy, table, { lastId, verifiedId });
  const from = isGoneOn ? lastId + 1n : ALL_IDS.from;
  if (to !== undefined) await copyRange(copy, table, { from, to });
  if (table.isCopiedWhole) await removeBehind(copy, table, to ?? null);
}

/** Removes the copied rows behind the last one of the source: it has no such rows any more. */
async function removeBehind({ writer, signal }: RunningCopy, table: CopyTable, id: bigint | null): Promise<void> {
  const { lastId } = writer.bookmarkOf(table);
  const from = idBehind(id);
  if (lastId === null || from > lastId || signal.aborted) return;
  await writer.moveBookmark(table, {}, { replaces: { from, to: lastId } });
}

/** Keeps the rows without an id, and forgets what was rejected before and is read again. */
async function rejectRowsWithoutId({ source, target, writer }: RunningCopy, table: CopyTable): Promise<void> {
  const { rejected } = fitRows(table, await source.readRowsWithoutId(table), target.takesNul);
  if (!table.isCopiedWhole) await writer.moveBookmark(table, {}, { rejected, forgets: 'without id' });
  else
    await writer.moveBookmark(
      table,
      { verifiedId: null, replacedTexts: 0, addedBytes: 0 },
      { rejected, forgets: 'all' },
    );
}

/** Copies the rows behind the bookmark whose transactions ended late. */
async function fillOverlap(
  copy: RunningCopy,
  table: CopyTable,
  { lastId, verifiedId }: { readonly lastId: bigint; readonly verifiedId: bigint | null },
): Promise<void> {
  const from = lastId - OVERLAP_IDS > ALL_IDS.from ? lastId - OVERLAP_IDS : ALL_IDS.from;
  const unverified = idBehind(verifiedId);
  if (unverified > from) await fillRange(copy, table, { from, to: unverified - 1n, countsBytes: false });
  await fillRange(copy, table, { from: unverified > from ? unverified : from, to: lastId, countsBytes: true });
}
