import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { NewApiCall } from '../../model/call.ts';
import type { User } from '../../model/user.ts';
import { JsonText } from '../../text/json-text.ts';
import type { Blanking } from '../blanking/blanking.ts';
import type { KeySpellings } from '../blanking/key-spellings.ts';
import { LaterSecrets } from '../blanking/later-secrets.ts';
import { SecretValues } from '../blanking/secret-values.ts';
import { BodyTap } from './body-tap.ts';
import { type BrokenEnd, brokenEnd } from './ending.ts';
import { bodyPayload, leftOutPayload, valuePayload } from './payloads.ts';
import { LONGEST_ROUTE, routeOf } from './route-of.ts';
import { contentTypeOf, isEnded, tapRequest, tapResponse } from './tapping.ts';
import { watchBreak } from './watch-break.ts';

/** Facts about a call that only a framework knows. */
export interface CallDescription {
  /** The pattern of the route that answered. */
  readonly route?: string | undefined;
  /** Error that the handler threw. */
  readonly error?: unknown;
}

/** A request, its response, the key that it came with, and when, by the clock of `performance`. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly startedAtMs: number;
  readonly apiKey: string;
}

/** Options for watching calls. */
export interface WatchOptions {
  readonly payloadBytes: number;
  readonly blanking: Blanking;
  readonly keySpellings: KeySpellings;
  readonly now: () => Date;
}

/** A request as a body parser leaves it. */
type ParsedRequest = IncomingMessage & { readonly body?: unknown };

const CALL_BYTES = 500;
const LONGEST_ERROR = 1_000;
// Of longer ones only so much is looked into.
const LONGEST_TOLD = 10_000;
const MESSAGE_FIELDS = ['message', 'error', 'detail', 'title'];
const DEEPEST_MESSAGE = 5;
// A body that was parsed unseen is written as JSON again only if that is quick.
const LARGEST_PARSED_BYTES = 65_536;

/** A call from its arrival until its response has gone. What goes by is looked at, never held or changed. */
export class WatchedCall {
  readonly user: User;
  readonly #request: ParsedRequest;
  readonly #response: ServerResponse;
  readonly #options: WatchOptions;
  readonly #requestBody: BodyTap;
  readonly #responseBody: BodyTap;
  readonly #startedAtMs: number;
  /** Kept, since whoever ends a request may take it away. */
  readonly #socket: unknown;
  /** Secrets found in the request, which the response and the error must not repeat. */
  readonly #secrets: SecretValues;
  readonly #laterSecrets: LaterSecrets;
  #description: CallDescription = {};

  constructor(user: User, { request, response, startedAtMs, apiKey }: Exchange, options: WatchOptions) {
    this.#secrets = new SecretValues(options.keySpellings.of(apiKey));
    this.user = user;
    this.#request = request;
    this.#response = response;
    this.#socket = request.socket;
    this.#options = options;
    this.#startedAtMs = startedAtMs;
    this.#laterSecrets = new LaterSecrets(options.blanking, this.#secrets);
    this.#requestBody = new BodyTap(options.payloadBytes, this.#laterSecrets);
    this.#responseBody = new BodyTap(options.payloadBytes);
    tapRequest(request, this.#requestBody);
    tapResponse(response, this.#responseBody);
    watchBreak(request, response);
  }

  /** Adds what a framework knows; what it does not name stays. */
  describe({ route = '', error }: CallDescription): void {
    const { route: known } = this.#description;
    this.#description = { route: route === '' ? known : route, error: error ?? this.#description.error };
  }

  /** The call as it is logged, once its response has finished or was cut off, by the end of the server if that is said. */
  toApiCall(isFinished: boolean, cut?: BrokenEnd): NewApiCall {
    const { blanking, now } = this.#options;
    const response = this.#response;
    const requestPayload = this.#requestPayload();
    const isSent = isFinished && isEnded(response);
    const broken = isSent ? undefined : (cut ?? brokenEnd(response, this.#socket));
    const sentStatus = response.headersSent ? response.statusCode : null;
    const responsePayload = this.#isWithoutBody()
      ? undefined
      : bodyPayload(this.#responseBody, { type: contentTypeOf(response), isWhole: isSent }, blanking, this.#secrets);
    return {
      userId: this.user.id,
      dateTime: now(),
      apiRoute: this.#told(this.#description.route ?? routeOf(this.#request)).slice(0, LONGEST_ROUTE),
      requestPayload,
      responsePayload,
      // What has begun as a success and was broken off is none.
      statusCode: broken === undefined || (sentStatus ?? 0) >= 400 ? sentStatus : broken.statusCode,
      responseTimeMs: Math.max(0, Math.round((performance.now() - this.#startedAtMs) * 100) / 100),
      errorMessage: this.#errorMessage(responsePayload, broken),
    };
  }

  #requestPayload(): JsonText | undefined {
    const { blanking, payloadBytes } = this.#options;
    const { headers, body, complete } = this.#request;
    this.#laterSecrets.finish();
    if (this.#requestBody.totalBytes > 0 || body === undefined) {
      return bodyPayload(
        this.#requestBody,
        { type: headers['content-type'] ?? '', isWhole: complete },
        blanking,
        this.#secrets,
      );
    }
    const isUnmeasured = headers['transfer-encoding'] !== undefined;
    const bytes = isUnmeasured ? undefined : Number(headers['content-length'] ?? 0);
    const isShort = bytes !== undefined && bytes <= LARGEST_PARSED_BYTES;
    return isShort ? valuePayload(body, payloadBytes, blanking, this.#secrets) : leftOutPayload(bytes);
  }

  /** A text that others wrote, without secrets. */
  #told(text: string): string {
    const told = this.#options.blanking.apply(text.slice(0, LONGEST_TOLD), this.#secrets);
    return text.length > LONGEST_TOLD ? this.#secrets.blankEnd(told) : told;
  }

  #isWithoutBody(): boolean {
    const { statusCode } = this.#response;
    return this.#request.method === 'HEAD' || statusCode === 204 || statusCode === 304;
  }

  #errorMessage(payload: JsonText | undefined, broken: BrokenEnd | undefined): string | null {
    const { error } = this.#description;
    const { statusCode } = this.#response;
    if (error !== undefined) return this.#told(messageOf(error)).slice(0, LONGEST_ERROR);
    if (broken !== undefined) return this.#told(broken.message).slice(0, LONGEST_ERROR);
    if (statusCode < 400) return null;
    const message = messageIn(payload?.toJSON(), DEEPEST_MESSAGE);
    return (message ?? STATUS_CODES[statusCode] ?? `Status ${statusCode}`).slice(0, LONGEST_ERROR);
  }
}

/** About how much memory a call takes while it waits to be written, in bytes. */
export function memoryOf({ apiRoute, errorMessage, requestPayload, responsePayload }: NewApiCall): number {
  const lengths = [apiRoute, errorMessage, requestPayload, responsePayload].map((value) =>
    value instanceof JsonText ? value.text.length : typeof value === 'string' ? value.length : 0,
  );
  return CALL_BYTES + 2 * lengths.reduce((sum, length) => sum + length, 0);
}

function messageOf(error: unknown): string {
  try {
    const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
    return typeof message === 'string' ? message : String(error);
  } catch {
    return 'An error that cannot be told.';
  }
}

/** Returns the error message of a JSON response. */
function messageIn(payload: unknown, depth: number): string | undefined {
  if (typeof payload !== 'object' || payload === null || depth === 0) return undefined;
  const values = new Map<string, unknown>(Object.entries(payload));
  for (const field of MESSAGE_FIELDS) {
    const value = values.get(field);
    if (typeof value === 'string' && value !== '') return value;
    const inner = messageIn(value, depth - 1);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
