import { setTimeout as pause } from 'node:timers/promises';
import type { CleanupEstimate } from '../../../model/cleanup.ts';
import type { Id } from '../../../model/id.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import {
  type CleanupPace,
  type CleanupProgress,
  type CleanupSteps,
  type DeletedChunk,
  runCleanup,
} from '../../answers/cleanup-run.ts';
import { compareIds } from '../../answers/compare-ids.ts';
import { toId } from '../../answers/ids.ts';
import { daysBefore } from '../../answers/periods.ts';
import type { CleanupOptions } from '../../store.ts';
import { recordAction, updateAction } from '../audit/record-action.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { reasonOf } from '../file/expect-change.ts';
import { bindIds } from '../file/ids.ts';
import { latestText } from '../file/instants.ts';
import { isBusy } from '../file/sqlite-errors.ts';
import type { CleanupPlan } from './cleanup-plan.ts';
import { countBefore } from './count-before.ts';

// A writer that waits asks again after at most 25 ms while it has waited less than 100 ms: it always meets this gap.
const SHORTEST_GAP_MS = 25;
const PACE: CleanupPace = {
  firstChunkRows: 250,
  smallestChunkRows: 25,
  chunkMs: 20,
  shortestGapMs: SHORTEST_GAP_MS,
};
const BUSY_RETRIES = 40;

/** Counts the rows that a cleanup would delete. */
export function countOlderThan({ file, now }: StoreContext, plan: CleanupPlan, days: number): CleanupEstimate {
  return countBefore(file, plan.count, daysBefore(now(), days));
}

/** Deletes in short transactions with gaps between them, recorded as one action, and returns how many rows went. */
export async function cleanUp(context: StoreContext, plan: CleanupPlan, options: CleanupOptions): Promise<number> {
  const before = daysBefore(context.now(), options.days);
  const steps = new Deletion(context, plan, { before, days: options.days });
  const release = context.file.holdWriter();
  try {
    return await runCleanup(steps, PACE, options);
  } finally {
    release();
  }
}

/** The steps of a cleanup of a file. */
class Deletion implements CleanupSteps<Id> {
  readonly #context: StoreContext;
  readonly #plan: CleanupPlan;
  readonly #terms: { readonly before: string; readonly days: number };
  #connection: Connection | undefined;

  constructor(context: StoreContext, plan: CleanupPlan, terms: { readonly before: string; readonly days: number }) {
    this.#context = context;
    this.#plan = plan;
    this.#terms = terms;
  }

  // The rows are looked for outside the transaction, since without our index that reads much of another; neighbours go
  // together, since that touches fewer pages.
  find(kept: readonly Id[]): Promise<readonly Id[]> {
    const { before } = this.#terms;
    return whenFree(() =>
      this.#context.file.read((connection) =>
        connection
          .prepareExact(this.#plan.findIds)
          .pluck()
          .all({ before, beforeText: latestText(before), kept: bindIds(kept) })
          .map(toId)
          .sort(compareIds),
      ),
    );
  }

  delete(ids: readonly Id[], progress: CleanupProgress): Promise<DeletedChunk<Id>> {
    return whenFree(() => {
      let startedAt = 0;
      const done = this.#context.file.write((connection) => {
        startedAt = performance.now();
        return this.#deleteOver(connection, ids, progress);
      });
      return { ...done, tookMs: performance.now() - startedAt };
    });
  }

  async reasonForKeeping(): Promise<string> {
    return this.#context.file.read((connection) => reasonOf(connection, this.#plan.table));
  }

  #deleteOver(connection: Connection, ids: readonly Id[], progress: CleanupProgress): Omit<DeletedChunk<Id>, 'tookMs'> {
    const { before, days } = this.#terms;
    this.#expectSameFile(connection);
    const chunk = { ids: bindIds(ids), before, beforeText: latestText(before) };
    const { changes } = connection.prepare(this.#plan.deleteIds).run(chunk);
    // A row may also have gone before, by another program; what is still there the database kept.
    const kept = connection.prepareExact(this.#plan.findKept).pluck().all(chunk).map(toId);
    const deletedCount = progress.deletedCount + Math.min(changes, ids.length - kept.length);
    if (deletedCount === 0) return { deletedCount, kept, auditId: undefined };
    const detail = { days, before, deleted: deletedCount };
    const { action, table } = this.#plan;
    if (progress.auditId === undefined) {
      const auditId = recordAction(connection, this.#context, { action, target: table, detail });
      return { deletedCount, kept, auditId };
    }
    updateAction(connection, progress.auditId, detail);
    return { deletedCount, kept, auditId: progress.auditId };
  }

  // What was found in one file must not be deleted from another that took its place.
  #expectSameFile(connection: Connection): void {
    this.#connection ??= connection;
    if (connection === this.#connection) return;
    throw new PresentsError('The database was replaced during the cleanup, which has stopped.', {
      code: 'refused',
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
