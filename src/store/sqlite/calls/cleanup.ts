import { setTimeout as pause } from 'node:timers/promises';
import type { CleanupEstimate } from '../../../model/cleanup.ts';
import type { Id } from '../../../model/id.ts';
import { UserError } from '../../../model/user-error.ts';
import { compareIds } from '../../answers/compare-ids.ts';
import { toId } from '../../answers/ids.ts';
import { daysBefore } from '../../answers/periods.ts';
import type { CleanupOptions } from '../../store.ts';
import { recordAction, updateAction } from '../audit/audit.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { reasonOf } from '../file/expect-change.ts';
import { bindIds } from '../file/ids.ts';
import { latestText } from '../file/instants.ts';
import { isBusy } from '../file/sqlite-errors.ts';
import { BATCH_ROWS, type CleanupPlan } from './cleanup-plan.ts';
import { countBefore } from './count-before.ts';

// A rule that keeps so many keeps the others, too.
const MOST_KEPT = 20_000;
const FIRST_CHUNK_ROWS = 250;
const SMALLEST_CHUNK_ROWS = 25;
const CHUNK_MS = 20;
// A writer that waits asks again after at most 25 ms while it has waited less than 100 ms: it always meets this gap.
const SHORTEST_GAP_MS = 25;
const BUSY_RETRIES = 40;

/** Counts the rows that a cleanup would delete. */
export function countOlderThan({ file, now }: StoreContext, plan: CleanupPlan, days: number): CleanupEstimate {
  return countBefore(file, plan.count, daysBefore(now(), days));
}

/** Deletes in short transactions with gaps between them, recorded as one action, and returns how many rows went. */
export async function cleanUp(context: StoreContext, plan: CleanupPlan, options: CleanupOptions): Promise<number> {
  const before = daysBefore(context.now(), options.days);
  const deletion = new Deletion(context, plan, { before, days: options.days });
  const release = context.file.holdWriter();
  try {
    while (options.signal?.aborted !== true) {
      const tookMs = await deletion.next();
      if (tookMs === undefined) break;
      options.onProgress?.(deletion.deletedCount);
      if (deletion.keptCount >= MOST_KEPT) break;
      await pause(Math.max(SHORTEST_GAP_MS, tookMs));
    }
  } catch (error) {
    throw afterDeleting(deletion.deletedCount, error);
  } finally {
    release();
  }
  deletion.expectNoneKept();
  return deletion.deletedCount;
}

/** The fault that ended a cleanup, which says what is gone all the same. */
function afterDeleting(count: number, error: unknown): unknown {
  if (count === 0 || !(error instanceof UserError)) return error;
  return new UserError(
    `${error.message} ${count === 1 ? '1 row was' : `${count} rows were`} deleted before that.`,
    error,
  );
}

/** A cleanup at work, chunk by chunk. */
class Deletion {
  deletedCount = 0;
  readonly #context: StoreContext;
  readonly #plan: CleanupPlan;
  readonly #terms: { readonly before: string; readonly days: number };
  #ids: readonly Id[] = [];
  readonly #kept: Id[] = [];
  #isLastBatch = false;
  #chunkRows = FIRST_CHUNK_ROWS;
  #auditId: Id | undefined;
  #connection: Connection | undefined;

  constructor(context: StoreContext, plan: CleanupPlan, terms: { readonly before: string; readonly days: number }) {
    this.#context = context;
    this.#plan = plan;
    this.#terms = terms;
  }

  /** Deletes a chunk and returns how long the write lock was held, in milliseconds; undefined if nothing was left. */
  async next(): Promise<number | undefined> {
    if (this.#ids.length === 0 && !this.#isLastBatch) this.#ids = await whenFree(() => this.#findIds());
    const chunk = this.#ids.slice(0, this.#chunkRows);
    if (chunk.length === 0) return undefined;
    const tookMs = await whenFree(() => this.#delete(chunk));
    this.#ids = this.#ids.slice(chunk.length);
    const fitting = Math.round((chunk.length * CHUNK_MS) / Math.max(tookMs, 1));
    this.#chunkRows = Math.max(SMALLEST_CHUNK_ROWS, Math.min(fitting, this.#chunkRows * 2));
    return tookMs;
  }

  // The rows are looked for outside the transaction, since without our index that reads much of another; neighbours go
  // together, since that touches fewer pages.
  #findIds(): readonly Id[] {
    const { before } = this.#terms;
    const ids = this.#context.file.read((connection) =>
      connection
        .prepareExact(this.#plan.findIds)
        .pluck()
        .all({ before, beforeText: latestText(before), kept: bindIds(this.#kept) })
        .map(toId),
    );
    this.#isLastBatch = ids.length < BATCH_ROWS;
    return ids.sort(compareIds);
  }

  /** Number of rows that should have been deleted but that the database kept. */
  get keptCount(): number {
    return this.#kept.length;
  }

  /** Throws a UserError if the database kept rows that were to go. */
  expectNoneKept(): void {
    const kept = this.keptCount;
    if (kept === 0) return;
    const { table } = this.#plan;
    const reason = this.#context.file.read((connection) => reasonOf(connection, table));
    const all = this.deletedCount + kept;
    throw new UserError(`Deleted ${this.deletedCount} of ${all} rows; the database kept ${kept}: ${reason}.`, {
      nextStep: 'Look at the rules that were added to this database: they decide what may go.',
    });
  }

  #delete(ids: readonly Id[]): number {
    const { before, days } = this.#terms;
    let startedAt = 0;
    const { auditId, deletedCount, kept } = this.#context.file.write((connection) => {
      startedAt = performance.now();
      this.#expectSameFile(connection);
      const chunk = { ids: bindIds(ids), before, beforeText: latestText(before) };
      const { changes } = connection.prepare(this.#plan.deleteIds).run(chunk);
      // A row may also have gone before, by another program; what is still there the database kept.
      const kept = connection.prepareExact(this.#plan.findKept).pluck().all(chunk).map(toId);
      const deletedCount = this.deletedCount + Math.min(changes, ids.length - kept.length);
      if (deletedCount === 0) return { deletedCount, kept, auditId: undefined };
      const detail = { days, before, deleted: deletedCount };
      const { action, table } = this.#plan;
      if (this.#auditId === undefined) {
        return {
          deletedCount,
          kept,
          auditId: recordAction(connection, this.#context, { action, target: table, detail }),
        };
      }
      updateAction(connection, this.#auditId, detail);
      return { deletedCount, kept, auditId: this.#auditId };
    });
    this.#auditId = auditId;
    this.deletedCount = deletedCount;
    this.#kept.push(...kept);
    return performance.now() - startedAt;
  }

  // What was found in one file must not be deleted from another that took its place.
  #expectSameFile(connection: Connection): void {
    this.#connection ??= connection;
    if (connection === this.#connection) return;
    throw new UserError('The database was replaced during the cleanup, which has stopped.', {
      nextStep: 'Look at the new file, then clean up again.',
    });
  }
}

/** Tries again while another program holds the lock: a long cleanup shall not fail for a writer that takes its time. */
async function whenFree<T>(work: () => T): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error) || attempt === BUSY_RETRIES) throw error;
      await pause(SHORTEST_GAP_MS);
    }
  }
}
