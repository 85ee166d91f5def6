import type { Id } from '../../../model/id.ts';
import type { CleanupProgress, CleanupSteps, DeletedChunk } from '../../answers/cleanup-run.ts';
import { toId } from '../../answers/ids.ts';
import { recordAction, updateAction } from '../audit/record-action.ts';
import type { PostgresContext } from '../context.ts';
import { reasonOf } from '../expect-change.ts';
import { patientWrite } from '../schema/patient-write.ts';
import type { Asker, ReadOptions } from '../server/server.ts';
import { bindId, bindIds } from '../values.ts';
import type { CleanupPlan } from './cleanup-plan.ts';

/** A row that is to go, with the second of its time since 1970. */
export interface OldRow {
  readonly id: Id;
  readonly seconds: number;
}

/** Terms of a cleanup: how many days are kept, the time before that as it is recorded, and the same as it is bound. */
export interface CleanupTerms {
  readonly days: number;
  readonly before: string;
  readonly beforeSeconds: number;
}

/** Time of a question for which nobody waits but who knows that it takes long, as to count a log. */
export const UNHURRIED: ReadOptions = { timeoutMs: 600_000 };

// The earliest time of PostgreSQL, and a number below all ids.
const FIRST_SECOND = -210_866_803_200;
const LOWEST_ID = -(2n ** 63n);

/** The steps of a cleanup of a table. Writers do not wait for what deletes rows. */
export class Deletion implements CleanupSteps<OldRow> {
  readonly #context: PostgresContext;
  readonly #plan: CleanupPlan;
  readonly #terms: CleanupTerms;
  readonly #goesByTime: boolean;
  #last: OldRow = { id: LOWEST_ID, seconds: FIRST_SECOND };

  constructor(context: PostgresContext, plan: CleanupPlan, terms: CleanupTerms, goesByTime: boolean) {
    this.#context = context;
    this.#plan = plan;
    this.#terms = terms;
    this.#goesByTime = goesByTime;
  }

  // From where the last ones were found: before that lie rows that are deleted and not yet forgotten.
  async find(kept: readonly OldRow[]): Promise<readonly OldRow[]> {
    const { beforeSeconds } = this.#terms;
    const [sql, from] = this.#goesByTime
      ? [this.#plan.findByTime, this.#last.seconds]
      : [this.#plan.findById, bindId(this.#last.id)];
    const values = [beforeSeconds, from, bindIds(kept.map(({ id }) => id))];
    const rows = await this.#context.server.read((ask) => ask.rows<OldRow>(sql, values), UNHURRIED);
    this.#last = rows.at(-1) ?? this.#last;
    return rows;
  }

  async delete(rows: readonly OldRow[], progress: CleanupProgress): Promise<DeletedChunk<OldRow>> {
    const startedAt = performance.now();
    const done = await patientWrite(this.#context.server, (ask) => this.#deleteOver(ask, rows, progress));
    return { ...done, tookMs: performance.now() - startedAt };
  }

  reasonForKeeping(): Promise<string> {
    return this.#context.server.read((ask) => reasonOf(ask, this.#plan.table));
  }

  async #deleteOver(ask: Asker, rows: readonly OldRow[], progress: CleanupProgress) {
    const seconds = rows.map((row) => Math.floor(row.seconds));
    const chunk = [
      this.#terms.beforeSeconds,
      bindIds(rows.map(({ id }) => id)),
      Math.min(...seconds),
      Math.max(...seconds) + 1,
    ];
    const [changes, found] = await Promise.all([
      ask.run(this.#plan.deleteIds, chunk),
      ask.tuples<readonly [id: unknown]>(this.#plan.findKept, chunk),
    ]);
    // A row may also have gone before, by another program; what is still there the database kept.
    const keptIds = new Set(found.map(([id]) => toId(id)));
    const kept = rows.filter(({ id }) => keptIds.has(id));
    const deleted = Math.min(changes, rows.length - kept.length);
    return { ...(await recordDeleted(ask, this.#context, this.#plan, this.#terms, { deleted, progress })), kept };
  }
}

/** Records that more rows were deleted, in the transaction that deletes them. */
export async function recordDeleted(
  ask: Asker,
  context: PostgresContext,
  { action, table }: CleanupPlan,
  { days, before }: CleanupTerms,
  { deleted, progress }: { readonly deleted: number; readonly progress: CleanupProgress },
): Promise<CleanupProgress> {
  const deletedCount = progress.deletedCount + deleted;
  if (deleted === 0) return progress;
  const detail = { days, before, deleted: deletedCount };
  if (progress.auditId === undefined) {
    return { deletedCount, auditId: await recordAction(ask, context, { action, target: table, detail }) };
  }
  await updateAction(ask, progress.auditId, detail);
  return { deletedCount, auditId: progress.auditId };
}
