import { validateHeaderName } from 'node:http';
import type { User } from '../../model/user.ts';
import { demand, optional, text } from '../../store/checks/options.ts';
import type { Store } from '../../store/store.ts';
import { readApiKey } from './api-key.ts';
import type { Arrival } from './arrival.ts';
import type { RequestLoggerOptions } from './http-logger-options.ts';
import { type RefusalReason, RequestRefusedError } from './refusal.ts';

/** Counts of requests that were not admitted, or needed not be. */
export interface GateCounts {
  /** Requests refused with 401 or 503. They are not logged: they have no user. */
  readonly refused: number;
  /** The same by their reason. */
  readonly refusedBy: Readonly<Record<RefusalReason, number>>;
  /** Requests that `skip` let pass. */
  readonly skipped: number;
}

/** A user who was found by the key of a request. */
export interface Passed {
  readonly user: User;
  readonly apiKey: string;
}

/** Decides who may pass: by their key, or because the program says that they need none. */
export class Gate<Request> {
  readonly #name: string;
  readonly #users: Pick<Store['users'], 'authenticate'>;
  readonly #options: RequestLoggerOptions<Request, never>;
  /** The header that keys are read from; undefined if the program reads them. */
  readonly #keyHeader: string | undefined;
  readonly #report: (error: unknown, lostCalls: number) => void;
  readonly #refusedBy: Record<RefusalReason, number> = { missing: 0, unknown: 0, inactive: 0, unavailable: 0 };
  #skipped = 0;

  constructor(
    name: string,
    users: Pick<Store['users'], 'authenticate'>,
    options: RequestLoggerOptions<Request, never>,
    report: (error: unknown, lostCalls: number) => void,
  ) {
    this.#name = name;
    this.#users = users;
    this.#options = options;
    this.#report = report;
    this.#keyHeader = options.key === undefined ? (options.keyHeader ?? 'api-key') : undefined;
    if (this.#keyHeader !== undefined) validateHeaderName(this.#keyHeader);
  }

  get counts(): GateCounts {
    const refused = Object.values(this.#refusedBy).reduce((sum, count) => sum + count, 0);
    return { refused, refusedBy: { ...this.#refusedBy }, skipped: this.#skipped };
  }

  /** Finds who sends a request, or why it is refused; null if it needs no user. Rejects with what `skip` or `key` throws. */
  async pass(arrival: Arrival<Request>): Promise<Passed | null | RequestRefusedError> {
    const { skip } = this.#options;
    if (skip !== undefined && this.#ask(() => skip(arrival.request))) {
      this.#skipped += 1;
      return null;
    }
    const apiKey = this.#keyOf(arrival);
    if (apiKey === undefined) return this.#refuse(arrival, 'missing');
    try {
      const user = await this.#users.authenticate(apiKey);
      return user === undefined ? this.#refuse(arrival, 'unknown') : { user, apiKey };
    } catch (error) {
      this.#report(error, 0);
      return this.#refuse(arrival, 'unavailable', error);
    }
  }

  #keyOf(arrival: Arrival<Request>): string | undefined {
    const { key } = this.#options;
    if (key === undefined) return readApiKey(arrival, this.#keyHeader ?? '');
    const apiKey = this.#ask(() => {
      const given = key(arrival.request);
      demand(optional(text), given, { name: this.#name, field: 'key' });
      return given;
    });
    return apiKey === '' ? undefined : apiKey;
  }

  /** Asks a function of the options without which a request can neither be admitted nor refused. */
  #ask<Value>(ask: () => Value): Value {
    try {
      return ask();
    } catch (error) {
      this.#report(error, 0);
      throw error;
    }
  }

  #refuse({ request }: Arrival<Request>, reason: RefusalReason, cause?: unknown): RequestRefusedError {
    this.#refusedBy[reason] += 1;
    try {
      this.#options.onRefused?.(request, reason);
    } catch (error) {
      this.#report(error, 0);
    }
    return new RequestRefusedError(reason, this.#keyHeader, cause);
  }
}
