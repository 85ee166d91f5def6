import { isTime } from './call-sql.ts';
import type { Connection } from './database.ts';

/** The first and the last id of the log. */
export const LOG_EXTENT = `
  SELECT (SELECT MIN(id) FROM user_api_call_log) AS first, (SELECT MAX(id) FROM user_api_call_log) AS last`;

/** The last call of each user. */
export const LAST_CALLS = `
  SELECT user_id, MAX(date_time) FROM user_api_call_log WHERE ${isTime('date_time')} GROUP BY user_id`;

/** The last call of each user among the rows after an id. */
export const LAST_CALLS_AFTER = `
  SELECT user_id, MAX(date_time) FROM user_api_call_log WHERE id > ? AND ${isTime('date_time')} GROUP BY +user_id`;

/** Remembers when each user called last, of all time, and looks only at rows that are new. */
export class LastCalls {
  readonly #times = new Map<number, string>();
  #connection: Connection | undefined;
  #extent: Extent = { first: null, last: null };

  /** The times as they stand now, UTC text by user id; the same map each time. */
  refresh(connection: Connection): ReadonlyMap<number, string> {
    const extent = connection.prepare(LOG_EXTENT).get() as Extent;
    if (this.#isContinuedBy(connection, extent)) {
      if (extent.last !== this.#extent.last)
        this.#take(connection.prepare(LAST_CALLS_AFTER).raw().all(this.#extent.last));
    } else {
      this.#times.clear();
      this.#take(connection.prepare(LAST_CALLS).raw().all());
    }
    this.#connection = connection;
    this.#extent = extent;
    return this.#times;
  }

  // Rows that vanished may have been somebody's last call; a cleanup takes the oldest.
  #isContinuedBy(connection: Connection, { first, last }: Extent): boolean {
    const known = this.#extent;
    if (connection !== this.#connection || known.last === null || last === null) return false;
    return first === known.first && last >= known.last;
  }

  #take(rows: readonly unknown[]): void {
    for (const [userId, time] of rows as readonly (readonly [number, string])[]) {
      const known = this.#times.get(userId);
      if (known === undefined || known < time) this.#times.set(userId, time);
    }
  }
}

interface Extent {
  readonly first: number | null;
  readonly last: number | null;
}
