import { isFailed } from '../../filter/stored-numbers.ts';
import type { GroupIds } from '../../insight/fingerprint/group-ids.ts';
import { type CallRows, NOT_TIMED } from './call-rows.ts';
import { NO_GROUP } from './group-names.ts';
import { SLOWEST_MS } from './latency-scale.ts';
import { microsOf } from './latency-sums.ts';
import type { LogRow, Messages } from './log-source.ts';
import type { Names } from './names.ts';
import { isWindowed, SecondParser } from './seconds.ts';

const LARGEST_STATUS = 1e15;
const CANONICAL_LENGTH = 19;

/** A row that a window may hold, and that the index does not take: a window that holds one is answered by the log. */
export interface OddCall {
  readonly id: number | bigint;
  readonly dateTime: string;
}

/** Calls that were read from the log. */
export interface ParsedCalls {
  readonly rows: CallRows;
  readonly odd: OddCall[];
}

/** Makes calls of rows. Any column may hold a value of any type: what is not as it should be is odd, or no call of a window. */
export class CallParser {
  readonly #names: Names;
  readonly #groupIds: GroupIds;
  readonly #seconds = new SecondParser();

  constructor(names: Names, groupIds: GroupIds) {
    this.#names = names;
    this.#groupIds = groupIds;
  }

  /** Adds the rows to the calls. A failed call without a message among those given has no group. */
  parse(logRows: readonly LogRow[], messages: Messages, { rows, odd }: ParsedCalls): void {
    for (const [id, dateTime, userId, route, status, ms] of logRows) {
      if (!isWindowed(dateTime)) continue;
      const second = this.#seconds.parse(dateTime);
      if (isId(id) && second >= 0 && isId(userId) && isRoute(route) && isStatus(status) && isTime(ms)) {
        const code = typeof status === 'number' && status < LARGEST_STATUS ? status : null;
        const message = isFailed(code) ? messages.get(id) : undefined;
        const group = code === null || message === undefined ? NO_GROUP : this.#groupOf(route, code, message);
        if (group !== NO_GROUP) this.#names.groups.note(group, { second, id });
        const micros = typeof ms === 'number' ? microsOf(ms) : NOT_TIMED;
        rows.push({ second, user: this.#names.caller(userId), kind: this.#names.kind(route, code, group), micros, id });
        rows.hasFractions ||= dateTime.length !== CANONICAL_LENGTH;
      } else {
        odd.push({ id, dateTime });
      }
    }
  }

  #groupOf(route: string, statusCode: number, message: string | null): number {
    return this.#names.groups.numberOf(this.#groupIds.idOf({ route, statusCode, message }));
  }
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

// Bytes that are no UTF-8 arrive as U+FFFD, so that two names might look like one.
function isRoute(value: unknown): value is string {
  return typeof value === 'string' && !value.includes('\ufffd');
}

function isStatus(value: unknown): boolean {
  return typeof value !== 'number' || value > -LARGEST_STATUS;
}

function isTime(value: unknown): boolean {
  return typeof value !== 'number' || (value >= 0 && value < SLOWEST_MS);
}
