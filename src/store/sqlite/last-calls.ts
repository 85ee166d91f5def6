import type { Id } from '../../model.ts';
import { isTime } from './call-sql.ts';
import type { Connection } from './connection.ts';
import { bindIds, toId } from './ids.ts';

/** The first and the last id of the log. */
export const LOG_EXTENT = `
  SELECT (SELECT MIN(id) FROM user_api_call_log) AS first, (SELECT MAX(id) FROM user_api_call_log) AS last`;

/** The last call of each user, by that index. */
export const SEEK_LAST_CALLS = `
  SELECT id, (SELECT MAX(date_time) FROM user_api_call_log WHERE user_id = u.id AND ${isTime('date_time')}) FROM "user" u`;

/** The last call of some users, by that index. */
export const SEEK_SOME_LAST_CALLS = `${SEEK_LAST_CALLS} WHERE u.id IN (SELECT value FROM json_each(?))`;

/** The last call of each user among the rows after an id, in one pass. */
export const SCAN_LAST_CALLS = `
  SELECT u.id, c.time
  FROM (SELECT user_id, MAX(date_time) AS time FROM user_api_call_log WHERE id > ? AND ${isTime('+date_time')}
    GROUP BY +user_id) c
  JOIN "user" u ON u.id = c.user_id`;

// So many users are looked up by the index each time in a few milliseconds.
const FEW_USERS = 1_000;

/**
 * Remembers when each user called last, of all time. Of many users only rows that are new are looked at, so that one whose
 * last call was changed or deleted by another program may stand at the wrong place in an order, until they are shown.
 */
export class LastCalls {
  readonly #times = new Map<Id, string>();
  #connection: Connection | undefined;
  #extent: Extent = { first: null, last: null };
  #corrections = 0;

  /** The times as they stand now, UTC text by user id; the same map each time. `corrections` grows where all is to be read anew. */
  refresh(connection: Connection, corrections: number): ReadonlyMap<Id, string> {
    const extent = connection.prepareExact(LOG_EXTENT).get() as Extent;
    const isIndexed = connection.hasIndex('idx_api_log_user_date');
    const isKept = corrections === this.#corrections && (!isIndexed || this.#times.size > FEW_USERS);
    if (isKept && this.#isContinuedBy(connection, extent)) {
      if (extent.last !== this.#extent.last) this.#take(scanAfter(connection, this.#extent.last));
    } else {
      this.#times.clear();
      this.#take(isIndexed ? connection.prepareExact(SEEK_LAST_CALLS).raw().all() : scanAfter(connection, null));
    }
    this.#connection = connection;
    this.#extent = extent;
    this.#corrections = corrections;
    return this.#times;
  }

  /** Looks up the last calls of a few users by the index, where there is one: what is shown is what the log holds. */
  lookUp(connection: Connection, ids: readonly Id[]): void {
    if (this.#times.size <= FEW_USERS || !connection.hasIndex('idx_api_log_user_date')) return;
    for (const id of ids) this.#times.delete(id);
    this.#take(connection.prepareExact(SEEK_SOME_LAST_CALLS).raw().all(bindIds(ids)));
  }

  // Rows that vanished may have been somebody's last call; a cleanup takes the oldest.
  #isContinuedBy(connection: Connection, { first, last }: Extent): boolean {
    const known = this.#extent;
    // Only numbers grow with time.
    if (connection !== this.#connection || typeof known.last !== 'bigint' || typeof last !== 'bigint') return false;
    return first === known.first && last >= known.last;
  }

  #take(rows: readonly unknown[]): void {
    for (const [userId, time] of rows as readonly (readonly [unknown, string | null])[]) {
      const id = toId(userId);
      if (time !== null && time > (this.#times.get(id) ?? '')) this.#times.set(id, time);
    }
  }
}

function scanAfter(connection: Connection, id: unknown): readonly unknown[] {
  const after = typeof id === 'bigint' ? id : Number.NEGATIVE_INFINITY;
  return connection.prepareExact(SCAN_LAST_CALLS).raw().all(after);
}

interface Extent {
  readonly first: unknown;
  readonly last: unknown;
}
