import type { ListedCall } from '../../model/call.ts';
import { type CallQuestion, filterWithin } from '../../questions/call-slices.ts';
import { type Place, readPages } from '../../questions/list-pages.ts';
import type { Store } from '../../store/store.ts';
import type { Where } from '../where.ts';

/** A call is logged when it ends, so the time at which it began may be so long ago. */
const LATE_MS = 300_000;
const ALL = { limit: Number.POSITIVE_INFINITY, pageRows: 500 };

/** Calls that were not there at the last look, of those that fit a filter. */
export class NewCalls {
  readonly #store: Store;
  readonly #now: () => Date;
  readonly #where: Where | undefined;
  /** The times of the calls that were seen, as far back as a new one may be. */
  readonly #seen = new Map<string, number>();
  #since = 0;

  constructor(store: Store, now: () => Date, where: Where | undefined) {
    this.#store = store;
    this.#now = now;
    this.#where = where;
  }

  /** Reads the calls that came since it was asked before, oldest first. */
  async read(): Promise<readonly ListedCall[]> {
    this.#forgetOld();
    const found: ListedCall[] = [];
    const question = this.#question();
    const ask = (place: Place) => this.#store.apiLogs.calls({ ...question, ...place });
    for await (const { rows, total } of readPages(ask, ALL)) {
      const unseen = rows.filter((call) => !this.#seen.has(keyOf(call)));
      found.push(...unseen);
      // Where there are more than were seen, one was logged late and stands behind others that were seen.
      if (unseen.length < rows.length && this.#seen.size + found.length >= total) break;
    }
    this.note(found);
    return found.reverse();
  }

  /** Takes calls for seen. */
  note(calls: readonly ListedCall[]): void {
    for (const call of calls) this.#seen.set(keyOf(call), timeOf(call));
  }

  #forgetOld(): void {
    const since = Math.floor(this.#now().getTime() / 1000) * 1000 - LATE_MS;
    // A clock that is set back brings nothing back.
    this.#since = Math.max(this.#since, since);
    for (const [key, time] of this.#seen) if (time < this.#since) this.#seen.delete(key);
  }

  #question(): CallQuestion {
    const recent = { from: new Date(this.#since), to: null };
    return { filter: filterWithin(this.#where?.query, recent), window: recent, sort: 'time', descending: true };
  }
}

function timeOf({ dateTime }: ListedCall): number {
  return dateTime?.getTime() ?? 0;
}

// In a file that took the place of another the same id is another call, perhaps of the same second.
function keyOf(call: ListedCall): string {
  const { id, userId, apiRoute, statusCode, responseTimeMs } = call;
  return JSON.stringify([String(id), String(userId), timeOf(call), apiRoute, statusCode, responseTimeMs]);
}
