import type { NewApiCall } from '../../model/call.ts';
import type { User } from '../../model/user.ts';
import { JsonText } from '../../text/json-text.ts';
import type { Blanking } from '../blanking/blanking.ts';
import type { KeySpellings } from '../blanking/key-spellings.ts';
import { LaterSecrets } from '../blanking/later-secrets.ts';
import { SecretValues } from '../blanking/secret-values.ts';
import { type Arrival, queryOf } from './arrival.ts';
import { BodyTap } from './body-tap.ts';
import type { BrokenEnd } from './ending.ts';
import { STATUS_CODES } from './node-http.ts';
import type { OptionFunctions } from './option-functions.ts';
import { type BodyKind, bodyPayload, leftOutPayload, valuePayload } from './payloads.ts';
import { withRecord } from './request-record.ts';
import { LONGEST_ROUTE } from './route-of.ts';

/** Facts about a call that only a framework knows. */
export interface CallDescription {
  /** The pattern of the route that answered. */
  readonly route?: string | undefined;
  /** Error that the handler threw. */
  readonly error?: unknown;
  /** Error that some handler threw, and another may have made good: told if the call failed, and `error` tells none. */
  readonly thrown?: unknown;
  /** The framework's own id of the request. */
  readonly requestId?: string | undefined;
}

/** An authenticated request: its user, the key that it came with, and when, by the clock of `performance`. */
export interface Admission<Request> {
  readonly user: User;
  readonly arrival: Arrival<Request>;
  readonly apiKey: string;
  readonly startedAtMs: number;
}

/** Facts about a call whose response has gone, or is broken off. */
export interface CallEnd {
  readonly statusCode: number;
  /** True when the status was sent to the client. */
  readonly isStatusSent: boolean;
  /** Content type of the response; empty if it has none. */
  readonly responseType: string;
  /** Encoding that the response is compressed with; empty for none. */
  readonly responseEncoding: string;
  /** The way in which the response was broken off; undefined if all of it was sent. */
  readonly broken?: BrokenEnd | undefined;
  /** True when all of the request has come. */
  readonly isRequestWhole: boolean;
  /** The body of the request as a parser left it, where nothing was seen to go by. */
  readonly parsed?: ParsedBody | undefined;
}

/** A body as a parser left it, and its size, if that is known. */
export interface ParsedBody {
  readonly value: unknown;
  readonly bytes: number | undefined;
}

/** Options that the records of all calls of a logger share. */
export interface RecordOptions<Request> {
  readonly payloadBytes: number;
  readonly blanking: Blanking;
  readonly keySpellings: KeySpellings;
  readonly functions: OptionFunctions<Request>;
  readonly now: () => Date;
}

const CALL_BYTES = 500;
const LONGEST_ERROR = 1_000;
// Of longer ones only so much is looked into: a pattern of the options may take time with the square of it.
const LONGEST_TOLD = 4_000;
const MESSAGE_FIELDS = ['message', 'msg', 'error', 'detail', 'title', 'errors'];
const DEEPEST_MESSAGE = 5;
// A body that was parsed unseen is written as JSON again only if that is quick.
const LARGEST_PARSED_BYTES = 65_536;

/** A call from its arrival to the log, whatever its server is made of: bodies are shown to the taps, all else is told. */
export class CallRecord<Request> {
  readonly user: User;
  readonly requestBody: BodyTap;
  readonly responseBody: BodyTap;
  readonly #arrival: Arrival<Request>;
  readonly #options: RecordOptions<Request>;
  readonly #startedAtMs: number;
  /** Secrets found in the request, which the response and the error must not repeat. */
  readonly #secrets: SecretValues;
  readonly #laterSecrets: LaterSecrets;
  readonly #traceId: string | undefined;
  #description: CallDescription = {};

  constructor({ user, arrival, apiKey, startedAtMs }: Admission<Request>, options: RecordOptions<Request>) {
    this.#secrets = new SecretValues(options.keySpellings.of(apiKey));
    this.user = user;
    this.#arrival = arrival;
    this.#options = options;
    this.#startedAtMs = startedAtMs;
    this.#traceId = options.functions.traceId(arrival);
    this.#laterSecrets = new LaterSecrets(options.blanking, this.#secrets);
    this.requestBody = new BodyTap(options.payloadBytes, this.#laterSecrets);
    this.responseBody = new BodyTap(options.payloadBytes);
  }

  /** Adds what a framework knows; what it does not name stays. */
  describe({ route = '', error, thrown, requestId = '' }: CallDescription): void {
    const known = this.#description;
    this.#description = {
      route: route === '' ? known.route : route,
      error: error ?? known.error,
      // The first is the cause of those that come of it.
      thrown: known.thrown ?? thrown,
      requestId: requestId === '' ? known.requestId : requestId,
    };
  }

  /** True if a call that ended so has failed. */
  hasFailed({ statusCode, broken }: CallEnd): boolean {
    return statusCode >= 400 || broken !== undefined || this.#description.error !== undefined;
  }

  /** True if a response with a status has no body, whatever its headers and its program say. */
  isWithoutBody(statusCode: number): boolean {
    return this.#arrival.method === 'HEAD' || statusCode === 204 || statusCode === 304;
  }

  /** The call as it is logged, once its response has gone or was broken off. */
  toApiCall(end: CallEnd): NewApiCall {
    const { blanking, functions, now } = this.#options;
    const { statusCode, isStatusSent, broken } = end;
    // Before the work that follows.
    const responseTimeMs = Math.max(0, Math.round((performance.now() - this.#startedAtMs) * 100) / 100);
    const dateTime = now();
    const requestPayload = this.#requestPayload(end);
    const sentStatus = isStatusSent ? statusCode : null;
    const responsePayload = this.isWithoutBody(statusCode)
      ? undefined
      : bodyPayload(this.responseBody, responseKind(end), blanking, this.#secrets);
    const pattern = this.#description.route ?? this.#arrival.route();
    return {
      userId: this.user.id,
      dateTime,
      apiRoute: this.#told(functions.route(this.#arrival, pattern)).slice(0, LONGEST_ROUTE),
      requestPayload,
      responsePayload,
      // What has begun as a success and was broken off is none.
      statusCode: broken === undefined || (sentStatus ?? 0) >= 400 ? sentStatus : broken.statusCode,
      responseTimeMs,
      errorMessage: this.#errorMessage(responsePayload, end),
    };
  }

  #requestPayload(end: CallEnd): JsonText | undefined {
    const { blanking, functions } = this.#options;
    this.#laterSecrets.finish();
    // Also where it is not logged, the answer may repeat it.
    const query = queryOf(this.#arrival);
    if (query !== undefined) blanking.find(query, this.#secrets);
    const body = this.#bodyPayload(end);
    const { requestId } = this.#description;
    const record = functions.record(this.#arrival, { traceId: this.#traceId, requestId });
    return record === undefined ? body : withRecord(body, record, blanking, this.#secrets);
  }

  #bodyPayload({ isRequestWhole, parsed }: CallEnd): JsonText | undefined {
    const { blanking, payloadBytes } = this.#options;
    if (this.requestBody.totalBytes > 0 || parsed === undefined) {
      const type = this.#arrival.header('content-type') ?? '';
      return bodyPayload(this.requestBody, { type, isWhole: isRequestWhole }, blanking, this.#secrets);
    }
    const isShort = parsed.bytes !== undefined && parsed.bytes <= LARGEST_PARSED_BYTES;
    return isShort ? valuePayload(parsed.value, payloadBytes, blanking, this.#secrets) : leftOutPayload(parsed.bytes);
  }

  /** A text that others wrote, without secrets. */
  #told(text: string): string {
    const isCut = text.length > LONGEST_TOLD;
    return this.#options.blanking.apply(text.slice(0, LONGEST_TOLD), this.#secrets, { isCut });
  }

  #errorMessage(payload: JsonText | undefined, end: CallEnd): string | null {
    const { broken, statusCode } = end;
    const { thrown, error = this.hasFailed(end) ? thrown : undefined } = this.#description;
    // One without a message says less than the answer to it.
    const message = error === undefined ? '' : messageOf(error);
    if (message !== '') return this.#told(message).slice(0, LONGEST_ERROR);
    if (broken !== undefined) return this.#told(broken.message).slice(0, LONGEST_ERROR);
    if (statusCode < 400) return null;
    const answered = messageIn(payload?.toJSON(), DEEPEST_MESSAGE);
    return (answered ?? STATUS_CODES[statusCode] ?? `Status ${statusCode}`).slice(0, LONGEST_ERROR);
  }
}

/** About how much memory a call takes while it waits to be written, in bytes. */
export function memoryOf({ apiRoute, errorMessage, requestPayload, responsePayload }: NewApiCall): number {
  const lengths = [apiRoute, errorMessage, requestPayload, responsePayload].map((value) =>
    value instanceof JsonText ? value.text.length : typeof value === 'string' ? value.length : 0,
  );
  return CALL_BYTES + 2 * lengths.reduce((sum, length) => sum + length, 0);
}

function responseKind({ responseType: type, responseEncoding: encoding, broken }: CallEnd): BodyKind {
  return { type, encoding, isWhole: broken === undefined };
}

function messageOf(error: unknown): string {
  try {
    const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
    return typeof message === 'string' ? message : String(error);
  } catch {
    return 'An error that cannot be told.';
  }
}

/** Returns the error message of a JSON response: of a list, as validators answer, the first. */
function messageIn(payload: unknown, depth: number): string | undefined {
  if (typeof payload !== 'object' || payload === null || depth === 0) return undefined;
  const values = new Map<string, unknown>(Object.entries(payload));
  for (const field of Array.isArray(payload) ? ['0'] : MESSAGE_FIELDS) {
    const value = values.get(field);
    if (typeof value === 'string' && value !== '') return value;
    const inner = messageIn(value, depth - 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
