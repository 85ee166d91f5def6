import type { CopyCheck } from '../../model/copy.ts';
import { fillRange, idBehind, type RunningCopy, tell } from './copying.ts';
import type { IdRange } from './rows.ts';
import { addSums, checksOf, NO_SUMS, type TableSums } from './sums.ts';
import type { CopyTable } from './tables.ts';

/** Sums of both sides. */
type BothSums = readonly [source: TableSums, target: TableSums];

const COMPARED_ROWS = 100_000;

/** Compares the sums of both sides over the rows of a table that were not compared before, and notes where they are equal. */
export async function compareTable(copy: RunningCopy, table: CopyTable): Promise<readonly CopyCheck[]> {
  const { writer, signal } = copy;
  const { lastId, verifiedId } = writer.bookmarkOf(table);
  const range = { from: idBehind(verifiedId), to: lastId };
  const [source, target] =
    range.to === null ? [NO_SUMS, NO_SUMS] : await sumBoth(copy, table, { ...range, to: range.to });
  const checks = checksOf(table, source, target, BigInt(writer.bookmarkOf(table).addedBytes));
  if (checks.every(isEqual) && !signal.aborted && lastId !== verifiedId) {
    await writer.moveBookmark(table, { verifiedId: lastId, addedBytes: 0 });
  }
  return checks;
}

/** Tells whether a sum is the same on both sides. */
export function isEqual({ source, target }: CopyCheck): boolean {
  return source === target;
}

async function sumBoth(copy: RunningCopy, table: CopyTable, { from: first, to: lastId }: IdRange): Promise<BothSums> {
  let sums: BothSums = [NO_SUMS, NO_SUMS];
  let from = first;
  while (from <= lastId && !copy.signal.aborted) {
    const to = await copy.target.endOfRows(table, { from, to: lastId }, COMPARED_ROWS);
    const [source, target] = await sumRange(copy, table, { from, to });
    sums = [addSums(sums[0], source), addSums(sums[1], target)];
    tell(copy, 'comparing', { table, id: to, lastId });
    from = to + 1n;
  }
  return sums;
}

async function sumRange(copy: RunningCopy, table: CopyTable, range: IdRange): Promise<BothSums> {
  const { source, target, writer, signal } = copy;
  for (;;) {
    const without = await target.rejectedIds(table, range);
    const sums = await Promise.all([source.sumRows(table, range, without), target.sumRows(table, range, without)]);
    if (sums[0].rows <= sums[1].rows || signal.aborted) return sums;
    // Transactions that began before these rows were read ended after it. There is an end of them, since the range has one.
    const { copiedRows } = writer;
    await fillRange(copy, table, { ...range, countsBytes: true });
    if (writer.copiedRows === copiedRows) return sums;
  }
}
