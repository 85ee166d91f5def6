import { type AnyCheck, demand, must, optional, text, yesOrNo } from '../../store/checks/options.ts';
import { report } from '../report.ts';
import { type Arrival, queryOf } from './arrival.ts';
import type { RequestLoggerOptions } from './http-logger-options.ts';
import { METHODS } from './node-http.ts';
import type { RefusalReason } from './refusal.ts';
import type { RequestRecord } from './request-record.ts';
import { traceIdIn } from './trace-id.ts';

type Options<Request> = RequestLoggerOptions<Request, never>;

const NAMED_VALUES = must(
  'an object of names and values',
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && !('then' in value),
);
const KNOWN_METHODS: ReadonlySet<string> = new Set(METHODS);

/**
 * The options that are asked about each request, with the framework's own. A function that throws, or returns what it must not, is
 * reported and costs the request nothing; only without `skip` and `key` nobody knows what to do with it.
 */
export class OptionFunctions<Request> {
  readonly #name: string;
  readonly #options: Options<Request>;
  readonly #wantsRecord: boolean;

  constructor(name: string, options: Options<Request>) {
    this.#name = name;
    this.#options = options;
    const { query, requestId, traceId, fields } = options;
    this.#wantsRecord = [query, requestId, traceId, fields].some((option) => option !== undefined && option !== false);
  }

  /** Tells the program of a fault, with how many calls it cost. */
  readonly report = (error: unknown, lostCalls = 0): void => {
    report(() => this.#options.onError?.(error, lostCalls));
  };

  /** True for a request that passes without a user. Throws what the function throws. */
  skips({ request }: Arrival<Request>): boolean {
    const { skip } = this.#options;
    return skip !== undefined && this.#demand('skip', yesOrNo, () => skip(request));
  }

  /** The key that a request comes with, if the program reads it. Throws what the function throws. */
  key({ request }: Arrival<Request>): string | undefined {
    const { key } = this.#options;
    const given = key === undefined ? undefined : this.#demand('key', optional(text), () => key(request));
    return given === '' ? undefined : given;
  }

  /** Tells the program of a refused request. */
  onRefused({ request }: Arrival<Request>, reason: RefusalReason): void {
    const { onRefused } = this.#options;
    if (onRefused === undefined) return;
    try {
      Promise.resolve(onRefused(request, reason)).catch(this.report);
    } catch (error) {
      this.report(error);
    }
  }

  /** Names whom a failed key is counted for; undefined if nobody can tell. */
  source({ request, remoteAddress }: Arrival<Request>): string | undefined {
    const { source } = this.#options;
    const given = source === undefined ? undefined : this.#ask('source', optional(text), () => source(request));
    return given || remoteAddress;
  }

  /** The route that is logged for a call whose pattern is known. */
  route({ request, method }: Arrival<Request>, pattern: string): string {
    const { route } = this.#options;
    if (route === undefined) return pattern;
    // Over HTTP/2 a client may call its method anything, and each one would be a route of its own.
    if (route === 'method') return `${KNOWN_METHODS.has(method) ? method : 'OTHER'} ${pattern}`;
    return this.#ask('route', optional(text), () => route(request, pattern)) || pattern;
  }

  /** The trace that a request belongs to, if that is wanted; asked when it arrives, while the context of the trace is there. */
  traceId(arrival: Arrival<Request>): string | undefined {
    const { traceId = false } = this.#options;
    if (typeof traceId === 'function') return this.#ask('traceId', optional(text), () => traceId(arrival.request));
    return traceId ? traceIdIn(arrival.header('traceparent')) : undefined;
  }

  /** The record of a request whose response has gone; undefined if nothing is wanted of it, or nothing is there. */
  record(
    arrival: Arrival<Request>,
    known: { readonly traceId: string | undefined; readonly requestId: string | undefined },
  ): RequestRecord | undefined {
    if (!this.#wantsRecord) return undefined;
    const { query = false, fields } = this.#options;
    const { request } = arrival;
    const record: RequestRecord = {
      id: this.#requestId(arrival, known.requestId) || undefined,
      traceId: known.traceId || undefined,
      query: query ? queryOf(arrival) : undefined,
      fields: fields === undefined ? undefined : this.#ask('fields', optional(NAMED_VALUES), () => fields(request)),
    };
    return Object.values(record).every((value) => value === undefined) ? undefined : record;
  }

  #requestId(arrival: Arrival<Request>, known: string | undefined): string | undefined {
    const { requestId = false } = this.#options;
    if (typeof requestId === 'function')
      return this.#ask('requestId', optional(text), () => requestId(arrival.request));
    return requestId ? (known ?? arrival.header('x-request-id')) : undefined;
  }

  #ask<Value>(field: string, check: AnyCheck, ask: () => Value): Value | undefined {
    try {
      return this.#checked(field, check, ask);
    } catch (error) {
      this.report(error);
      return undefined;
    }
  }

  #demand<Value>(field: string, check: AnyCheck, ask: () => Value): Value {
    try {
      return this.#checked(field, check, ask);
    } catch (error) {
      this.report(error);
      throw error;
    }
  }

  #checked<Value>(field: string, check: AnyCheck, ask: () => Value): Value {
    const value = ask();
    demand(check, value, { name: this.#name, field });
    return value;
  }
}
