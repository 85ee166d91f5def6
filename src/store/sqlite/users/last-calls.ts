import type { Id } from '../../../model/id.ts';
import { toId } from '../../answers/ids.ts';
import { toTimestamp } from '../../answers/timestamps.ts';
import { isTime } from '../calls/call-sql.ts';
import { LOG_EXTENT } from '../calls/log-position.ts';
import type { Connection } from '../file/connection.ts';
import { bindId, bindIds } from '../file/ids.ts';
import { earliestText, instantOf, isOtherForm, latestText } from '../file/instants.ts';

// A call of the future is the last one only if there is no other.
const LAST = `coalesce(MAX(date_time) FILTER (WHERE date_time <= @now), MIN(date_time))`;
const OF_USER = `FROM user_api_call_log WHERE user_id = u.id AND ${isTime('date_time')}`;

/** The last call of each user as text sorts, by that index. */
export const SEEK_LAST_CALLS = `
  SELECT id, coalesce((SELECT MAX(date_time) ${OF_USER} AND date_time <= @now),
    (SELECT MIN(date_time) ${OF_USER} AND date_time > @now)) FROM "user" u`;

/** The last call of some users, by that index. */
export const SEEK_SOME_LAST_CALLS = `${SEEK_LAST_CALLS} WHERE u.id IN (SELECT value FROM json_each(@ids))`;

/** The last call of each user among the rows after an id, in one pass. */
export const SCAN_LAST_CALLS = `
  SELECT u.id, c.time
  FROM (SELECT user_id, ${LAST} AS time FROM user_api_call_log WHERE id > @after AND ${isTime('+date_time')}
    GROUP BY +user_id) c
  JOIN "user" u ON u.id = c.user_id`;

/** Finds a time in another form among a user's newest calls, as text sorts: then the last one is found by instant. */
export const HAS_OTHER_FORMS_LATELY = `
  SELECT 1 FROM (SELECT date_time FROM user_api_call_log WHERE user_id = @userId AND date_time > '' AND date_time < @toText
    ORDER BY date_time DESC LIMIT 50) WHERE ${isOtherForm('date_time')} LIMIT 1`;

/** A user's last call until now by the instants that the times denote, among the rows that sort not far before a time. */
export const LAST_CALL_BY_INSTANT = `
  SELECT strftime('%Y-%m-%d %H:%M:%f', MAX(instant)) FROM (SELECT ${instantOf('date_time')} AS instant
    FROM user_api_call_log WHERE user_id = @userId AND date_time >= @fromText AND date_time < @toText)
  WHERE instant <= julianday(@now)`;

// So many users are looked up by the index each time in a few milliseconds.
const FEW_USERS = 1_000;
// And the newest calls of so many, each time.
const FEW_TO_EXAMINE = 100;

/**
 * Remembers when each user called last, of all time. Of many users only rows that are new are looked at, so that one whose
 * last call was changed or deleted by another program, or has a time in another form than the canonical one, may stand at the
 * wrong place in an order; what is shown is looked up.
 */
export class LastCalls {
  readonly #times = new Map<Id, string>();
  #connection: Connection | undefined;
  #extent: Extent = { first: null, last: null };
  #corrections = 0;
  // Those whose last calls were looked up since the data last moved.
  readonly #lookedUp = new Set<Id>();

  /** The times as they stand now, UTC text by user id; the same map each time. `corrections` grows where all is to be read anew. */
  refresh(connection: Connection, corrections: number, time: Date): ReadonlyMap<Id, string> {
    const now = toTimestamp(time);
    this.#lookedUp.clear();
    const extent = connection.prepareExact(LOG_EXTENT).get() as Extent;
    const isIndexed = connection.hasIndex('idx_api_log_user_date');
    const isKept = corrections === this.#corrections && (!isIndexed || this.#times.size > FEW_USERS);
    if (isKept && this.#isContinuedBy(connection, extent)) {
      if (extent.last !== this.#extent.last) this.#takeLater(scanAfter(connection, this.#extent.last, now), now);
    } else {
      this.#times.clear();
      this.#take(
        isIndexed ? connection.prepareExact(SEEK_LAST_CALLS).raw().all({ now }) : scanAfter(connection, null, now),
      );
      if (isIndexed && this.#times.size <= FEW_TO_EXAMINE) this.#examine(connection, [...this.#times.keys()], now);
    }
    this.#connection = connection;
    this.#extent = extent;
    this.#corrections = corrections;
    return this.#times;
  }

  /** Looks up the last calls of a few users by the index, if there is one: what is shown is what the log holds. */
  lookUp(connection: Connection, ids: readonly Id[], time: Date): void {
    if (this.#times.size <= FEW_TO_EXAMINE || !connection.hasIndex('idx_api_log_user_date')) return;
    const now = toTimestamp(time);
    const wanted = ids.filter((id) => !this.#lookedUp.has(id));
    if (wanted.length === 0) return;
    for (const id of wanted) {
      this.#times.delete(id);
      this.#lookedUp.add(id);
    }
    const parameters = { ids: bindIds(wanted), now };
    this.#take(connection.prepareExact(SEEK_SOME_LAST_CALLS).raw().all(parameters));
    this.#examine(connection, wanted, now);
  }

  #examine(connection: Connection, ids: readonly Id[], now: string): void {
    const toText = latestText(now);
    for (const id of ids) {
      const known = this.#times.get(id);
      if (known === undefined) continue;
      if (typeof id === 'number' && !Number.isSafeInteger(id)) continue;
      const userId = bindId(id);
      if (connection.prepare(HAS_OTHER_FORMS_LATELY).get({ userId, toText }) === undefined) continue;
      const lastAfter = (fromText: string) =>
        connection.prepare(LAST_CALL_BY_INSTANT).pluck().get({ userId, fromText, toText, now });
      // What is not later than now by its text may be so by its instant, and then nothing near it is the last call.
      const last = lastAfter(earliestText(known < now ? known : now)) ?? lastAfter('');
      if (typeof last === 'string') this.#times.set(id, last);
    }
  }

  // Rows that vanished may have been somebody's last call; a cleanup takes the oldest.
  #isContinuedBy(connection: Connection, { first, last }: Extent): boolean {
    const known = this.#extent;
    // Only numbers grow with time.
    if (connection !== this.#connection || typeof known.last !== 'bigint' || typeof last !== 'bigint') return false;
    return first === known.first && last >= known.last;
  }

  #take(rows: readonly unknown[]): void {
    for (const [userId, time] of rows as readonly LastCall[]) if (time !== null) this.#times.set(toId(userId), time);
  }

  // Of the new rows each is later than the last one before, or of the future.
  #takeLater(rows: readonly unknown[], now: string): void {
    for (const [userId, time] of rows as readonly LastCall[]) {
      const known = this.#times.get(toId(userId));
      const isLast =
        time !== null &&
        (known === undefined || (time <= now ? time > known || known > now : time < known && known > now));
      if (isLast) this.#times.set(toId(userId), time);
    }
  }
}

type LastCall = readonly [userId: unknown, time: string | null];

function scanAfter(connection: Connection, id: unknown, now: string): readonly unknown[] {
  const after = typeof id === 'bigint' ? id : Number.NEGATIVE_INFINITY;
  return connection.prepareExact(SCAN_LAST_CALLS).raw().all({ after, now });
}

interface Extent {
  readonly first: unknown;
  readonly last: unknown;
}
