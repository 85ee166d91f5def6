import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { NewApiCall, User } from '../model.ts';
import type { Blanking } from './blanking.ts';
import { BodyTap } from './body-tap.ts';
import { type BodyKind, bodyPayload, valuePayload } from './payloads.ts';
import { routeOf } from './route-of.ts';
import { tapRequest, tapResponse } from './tapping.ts';

/** What only a framework knows of a call. */
export interface CallDescription {
  /** The pattern of the route that answered. */
  readonly route?: string | undefined;
  /** What the handler threw. */
  readonly error?: unknown;
}

/** A request, its response, and when it came, by the clock of `performance`. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly startedAtMs: number;
}

/** How calls are watched. */
export interface WatchOptions {
  readonly payloadBytes: number;
  readonly blanking: Blanking;
  readonly now: () => Date;
}

/** A request as a body parser leaves it. */
type ParsedRequest = IncomingMessage & { readonly body?: unknown };

const CALL_BYTES = 500;
const LONGEST_ERROR = 1_000;
const MESSAGE_FIELDS = ['message', 'error', 'detail', 'title'];
// A body that was parsed unseen is written as JSON again only where that is quick.
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
  #description: CallDescription = {};

  constructor(user: User, { request, response, startedAtMs }: Exchange, options: WatchOptions) {
    this.user = user;
    this.#request = request;
    this.#response = response;
    this.#options = options;
    this.#startedAtMs = startedAtMs;
    this.#requestBody = new BodyTap(options.payloadBytes);
    this.#responseBody = new BodyTap(options.payloadBytes);
    tapRequest(request, this.#requestBody);
    tapResponse(response, this.#responseBody);
  }

  /** About how much memory the call takes while it waits to be written. */
  get sizeBytes(): number {
    return CALL_BYTES + 2 * (this.#requestBody.keptBytes + this.#responseBody.keptBytes);
  }

  /** Adds what a framework knows. */
  describe(description: CallDescription): void {
    this.#description = { ...this.#description, ...description };
  }

  /** The call as it is logged, once its response has gone. */
  toApiCall(): NewApiCall {
    const { blanking, now } = this.#options;
    const response = this.#response;
    const responsePayload = bodyPayload(this.#responseBody, this.#kindOfResponse(), blanking);
    return {
      userId: this.user.id,
      dateTime: now(),
      apiRoute: this.#description.route ?? routeOf(this.#request),
      requestPayload: this.#requestPayload(),
      responsePayload,
      statusCode: response.headersSent ? response.statusCode : null,
      responseTimeMs: Math.max(0, Math.round((performance.now() - this.#startedAtMs) * 100) / 100),
      errorMessage: this.#errorMessage(responsePayload),
    };
  }

  #requestPayload(): unknown {
    const { blanking, payloadBytes } = this.#options;
    const { headers, body } = this.#request;
    if (this.#requestBody.totalBytes > 0 || body === undefined) {
      const kind = { type: headers['content-type'] ?? '', isEncoded: headers['content-encoding'] !== undefined };
      return bodyPayload(this.#requestBody, kind, blanking);
    }
    const bytes = Number(headers['content-length'] ?? 0);
    return bytes > LARGEST_PARSED_BYTES ? { leftOut: 'parsed', bytes } : valuePayload(body, payloadBytes, blanking);
  }

  #kindOfResponse(): BodyKind {
    const encoding = this.#response.getHeader('content-encoding');
    const isEncoded = encoding !== undefined && encoding !== 'identity';
    return { type: String(this.#response.getHeader('content-type') ?? ''), isEncoded };
  }

  #errorMessage(payload: unknown): string | null {
    const { error } = this.#description;
    const { statusCode, writableFinished } = this.#response;
    if (error !== undefined) return messageOf(error).slice(0, LONGEST_ERROR);
    if (!writableFinished) return 'The client went away before the response was complete.';
    if (statusCode < 400) return null;
    return (messageIn(payload) ?? STATUS_CODES[statusCode] ?? `Status ${statusCode}`).slice(0, LONGEST_ERROR);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What a JSON answer says went wrong. */
function messageIn(payload: unknown): string | undefined {
  if (typeof payload !== 'object' || payload === null) return undefined;
  const values = new Map<string, unknown>(Object.entries(payload));
  for (const field of MESSAGE_FIELDS) {
    const value = values.get(field);
    if (typeof value === 'string' && value !== '') return value;
    const inner = messageIn(value);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
