import type { Id } from '../../model.ts';
import { isTime } from './call-sql.ts';
import type { Connection } from './connection.ts';
import { toId } from './ids.ts';

/** The first and the last id of the log. */
export const LOG_EXTENT = `
  SELECT (SELECT MIN(id) FROM user_api_call_log) AS first, (SELECT MAX(id) FROM user_api_call_log) AS last`;

/** The last call of each user, by that index. */
export const SEEK_LAST_CALLS = `
  SELECT id, (SELECT MAX(date_time) FROM user_api_call_log WHERE user_id = u.id AND ${isTime('date_time')}) FROM "user" u`;

/** The last call of each user among the rows after an id, in one pass. */
export const SCAN_LAST_CALLS = `
  SELECT u.id, c.time
  FROM (SELECT user_id, MAX(date_time) AS time FROM user_api_call_log WHERE id > ? AND ${isTime('+date_time')}
    GROUP BY +user_id) c
  JOIN "user" u ON u.id = c.user_id`;

/** Remembers when each user called last, of all time, and looks only at rows that are new. */
export class LastCalls {
  readonly #times = new Map<Id, string>();
  #connection: Connection | undefined;
  #extent: Extent = { first: null, last: null };

  /** The times as they stand now, UTC text by user id; the same map each time. */
  refresh(connection: Connection): ReadonlyMap<Id, string> {
    const extent = connection.prepareExact(LOG_EXTENT).get() as Extent;
    if (this.#isContinuedBy(connection, extent)) {
      if (extent.last !== this.#extent.last) this.#take(scanAfter(connection, this.#extent.last));
    } else {
      this.#times.clear();
      const isIndexed = connection.hasIndex('idx_api_log_user_date');
      this.#take(isIndexed ? connection.prepareExact(SEEK_LAST_CALLS).raw().all() : scanAfter(connection, null));
    }
    this.#connection = connection;
    this.#extent = extent;
    return this.#times;
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
