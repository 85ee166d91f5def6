import type { Authentication, User } from '../../model/user.ts';
import type { Store } from '../../store/store.ts';
import { readApiKey } from './api-key.ts';
import type { Arrival } from './arrival.ts';
import { FailedKeys, type FailedKeysCounts } from './failed-keys.ts';
import type { RequestLoggerOptions } from './http-logger-options.ts';
import type { OptionFunctions } from './option-functions.ts';
import { type RefusalReason, RequestRefusedError } from './refusal.ts';

/** Counts of requests that were not admitted, or needed not be. */
export interface GateCounts extends FailedKeysCounts {
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
  readonly #functions: OptionFunctions<Request>;
  readonly #users: Pick<Store['users'], 'authenticate'>;
  /** The header that keys are read from; undefined if the program reads them. */
  readonly #keyHeader: string | undefined;
  readonly #failedKeys: FailedKeys | undefined;
  readonly #refusedBy: Record<RefusalReason, number> = { missing: 0, unknown: 0, inactive: 0, unavailable: 0 };
  #skipped = 0;

  constructor(
    users: Pick<Store['users'], 'authenticate'>,
    options: RequestLoggerOptions<Request, never>,
    functions: OptionFunctions<Request>,
  ) {
    this.#users = users;
    this.#functions = functions;
    this.#keyHeader = options.key === undefined ? (options.keyHeader ?? 'api-key') : undefined;
    this.#failedKeys = options.failedKeys === false ? undefined : new FailedKeys(options.failedKeys ?? {});
  }

  get counts(): GateCounts {
    const refused = Object.values(this.#refusedBy).reduce((sum, count) => sum + count, 0);
    const { slowed, sources } = this.#failedKeys?.counts ?? { slowed: 0, sources: 0 };
    return { refused, refusedBy: { ...this.#refusedBy }, slowed, sources, skipped: this.#skipped };
  }

  /** Lets all answers go that wait, since the server is about to end. */
  release(): void {
    this.#failedKeys?.release();
  }

  /** As `release`, and lets none wait any more. */
  close(): void {
    this.#failedKeys?.close();
  }

  /** Finds who sends a request, or why it is refused; null if it needs no user. Rejects with what `skip` or `key` throws. */
  async pass(arrival: Arrival<Request>): Promise<Passed | null | RequestRefusedError> {
    if (this.#functions.skips(arrival)) {
      this.#skipped += 1;
      return null;
    }
    const apiKey = this.#keyHeader === undefined ? this.#functions.key(arrival) : readApiKey(arrival, this.#keyHeader);
    if (apiKey === undefined) return this.#refuse(arrival, 'missing');
    let found: Authentication;
    try {
      found = await this.#users.authenticate(apiKey, { reason: true });
    } catch (error) {
      this.#functions.report(error);
      return this.#refuse(arrival, 'unavailable', error);
    }
    if (found.user !== undefined) return { user: found.user, apiKey };
    const refusal = this.#refuse(arrival, found.reason);
    // Alike for all keys that failed: the time of an answer must tell no more than its words.
    await this.#slowDown(arrival);
    return refusal;
  }

  async #slowDown(arrival: Arrival<Request>): Promise<void> {
    if (this.#failedKeys === undefined) return;
    const source = this.#functions.source(arrival);
    // Over a local socket nobody tells who it is.
    if (source !== undefined) await this.#failedKeys.wait(source, (release) => arrival.whenGone(release));
  }

  #refuse(arrival: Arrival<Request>, reason: RefusalReason, cause?: unknown): RequestRefusedError {
    this.#refusedBy[reason] += 1;
    this.#functions.onRefused(arrival, reason);
    return new RequestRefusedError(reason, this.#keyHeader, cause);
  }
}
