import { setTimeout as pause } from 'node:timers/promises';
import type { Id } from '../../model/id.ts';
import { detailsOf, PresentsError } from '../../model/presents-error.ts';
import type { CleanupOptions } from '../store.ts';
import { report } from './callers-error.ts';

/** Number of rows deleted so far, and the record of it, if there is one. */
export interface CleanupProgress {
  readonly deletedCount: number;
  readonly auditId: Id | undefined;
}

/** Result of a short transaction: the progress with it, the rows that the database kept, and the milliseconds that others waited. */
export interface DeletedChunk<Row> extends CleanupProgress {
  readonly kept: readonly Row[];
  readonly tookMs: number;
}

/** The steps of a cleanup. */
export interface CleanupSteps<Row> {
  /** Finds some of the rows that are to go, without those that the database kept; fewer than `BATCH_ROWS` if these are the last. */
  find(kept: readonly Row[]): Promise<readonly Row[]>;
  /** Deletes rows and records it, in one transaction. */
  delete(rows: readonly Row[], progress: CleanupProgress): Promise<DeletedChunk<Row>>;
  /** Explains why the database kept rows. */
  reasonForKeeping(): Promise<string>;
}

/** Size and length of the transactions, and the gaps between them. */
export interface CleanupPace {
  readonly firstChunkRows: number;
  readonly smallestChunkRows: number;
  readonly chunkMs: number;
  readonly shortestGapMs: number;
}

/** Rows that are looked for at a time. */
export const BATCH_ROWS = 20_000;

/** Nothing is deleted. */
export const NOTHING_DELETED: CleanupProgress = { deletedCount: 0, auditId: undefined };

// A rule that keeps so many keeps the others, too.
const MOST_KEPT = 20_000;

/** Deletes in short transactions with gaps between them, and returns how many rows went. */
export async function runCleanup<Row>(
  steps: CleanupSteps<Row>,
  pace: CleanupPace,
  { signal, onProgress }: Omit<CleanupOptions, 'days'>,
  begun = NOTHING_DELETED,
): Promise<number> {
  const kept: Row[] = [];
  let progress = begun;
  let [rows, isLast]: readonly [readonly Row[], boolean] = [[], false];
  let chunkRows = pace.firstChunkRows;
  try {
    while (signal?.aborted !== true && kept.length < MOST_KEPT) {
      if (rows.length === 0 && !isLast) {
        rows = await steps.find(kept);
        isLast = rows.length < BATCH_ROWS;
      }
      const chunk = rows.slice(0, chunkRows);
      if (chunk.length === 0) break;
      const { tookMs, kept: keptNow, ...done } = await steps.delete(chunk, progress);
      progress = done;
      kept.push(...keptNow);
      rows = rows.slice(chunk.length);
      const fitting = Math.round((chunk.length * pace.chunkMs) / Math.max(tookMs, 1));
      chunkRows = Math.max(pace.smallestChunkRows, Math.min(fitting, chunkRows * 2));
      report(onProgress, progress.deletedCount);
      await pause(Math.max(pace.shortestGapMs, tookMs));
    }
  } catch (error) {
    throw afterDeleting(progress.deletedCount, error);
  }
  if (kept.length > 0) throw rowsKept(progress.deletedCount, kept.length, await steps.reasonForKeeping());
  return progress.deletedCount;
}

/** The fault that ended a cleanup, which says what is gone all the same. */
export function afterDeleting(count: number, error: unknown): unknown {
  if (count === 0 || !(error instanceof PresentsError)) return error;
  return new PresentsError(
    `${error.message} ${count === 1 ? '1 row was' : `${count} rows were`} deleted before that.`,
    detailsOf(error),
  );
}

function rowsKept(deletedCount: number, keptCount: number, reason: string): PresentsError {
  const all = deletedCount + keptCount;
  return new PresentsError(`Deleted ${deletedCount} of ${all} rows; the database kept ${keptCount}: ${reason}.`, {
    code: 'refused',
    nextStep: 'Look at the rules that were added to this database: they decide what may go.',
  });
}
