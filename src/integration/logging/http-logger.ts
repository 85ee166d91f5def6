import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2ServerRequest, Http2ServerResponse } from 'node:http2';
import { PresentsError } from '../../model/presents-error.ts';
import type { User } from '../../model/user.ts';
import { aFunction, demand } from '../../store/checks/options.ts';
import { answerCaller, forCaller } from '../../store/for-caller.ts';
import type { Store } from '../../store/store.ts';
import { answerFault, answerRefused } from './api-key.ts';
import type { CallDescription } from './call-record.ts';
import type { HttpLoggerOptions } from './http-logger-options.ts';
import { RequestRefusedError } from './refusal.ts';
import { type HttpLoggerCounts, RequestRecorder } from './request-recorder.ts';

/** Hands a request on to the next handler, or an error to the next that takes one. */
export type Next = (error?: unknown) => void;

/** A request of `node:http`, or of the side of `node:http2` that is like it. */
export type NodeRequest = IncomingMessage | Http2ServerRequest;

/** A response of `node:http`, or of the side of `node:http2` that is like it. */
export type NodeResponse = ServerResponse | Http2ServerResponse;

/** Authenticates requests and logs them once they are answered: as middleware of Connect and alike, or by `begin`. */
export interface HttpLogger extends LoggerOf<NodeRequest, NodeResponse> {}

interface LoggerOf<Request, Response> {
  (request: Request, response: Response, next: Next): void;
  /**
   * The user of a request, which is logged from now on; null if it passes without one (`skip`); undefined if it was refused, and
   * answered. Never rejects.
   */
  begin(request: Request, response: Response): Promise<User | null | undefined>;
  /**
   * The user of a request that asks for an upgrade, as that to a WebSocket, or null if it passes without one (`skip`). It is counted
   * as any other, but not logged: there is no response to watch. Rejects with a RequestRefusedError, whose `toHttp()` is the answer
   * for its socket.
   */
  authenticate(request: Request): Promise<User | null>;
  /** Adds what a framework knows of a request that was begun. Throws a PresentsError if it is no description. */
  describe(request: Request, description: CallDescription): void;
  /** Error middleware of Connect and alike: notes what a handler threw, and hands it on. */
  readonly noteError: (error: unknown, request: Request, response: Response, next: Next) => void;
  /** Counts of requests by outcome so far. */
  counts(): HttpLoggerCounts;
  /** Writes what waits, if it can be written now. Never rejects. */
  flush(): Promise<void>;
  /** Writes what waits, gives up what cannot be written, and listens to signals no more. Never rejects. */
  close(): Promise<void>;
}

type Http1Logger = LoggerOf<IncomingMessage, ServerResponse>;

/**
 * Authenticates the requests of a server by their API key, and logs each one after its response has gone: for `node:http` and Connect.
 * Takes the key from the header `api-key`, and logs both bodies up to 4,096 bytes, unless options say otherwise. A refused request is
 * answered 401, or 503 where keys cannot be checked.
 *
 * @throws PresentsError `invalid`, with the `field`, where the store or an option is not as it must be.
 * @example
 * const logger = httpLogger(store, { blank: ['recipientName'], onError: console.error });
 * createServer((request, response) => {
 *   logger(request, response, () => response.end(`Hello ${userOf(request).username}`));
 * }).listen(3000);
 */
export function httpLogger(store: Pick<Store, 'users' | 'apiLogs'>, options?: HttpLoggerOptions): HttpLogger;
// Over HTTP/2 requests and responses have all that is asked of them, by the same names.
export function httpLogger(store: Pick<Store, 'users' | 'apiLogs'>, options: HttpLoggerOptions = {}): Http1Logger {
  const recorder = answerCaller(httpLogger, () => new RequestRecorder<IncomingMessage>('httpLogger', store, options));
  const begin: Http1Logger['begin'] = async (request, response) => {
    try {
      const admitted = await recorder.admit(request, response, request);
      if (!(admitted instanceof RequestRefusedError)) return admitted;
      await refuse(admitted, { request, response, form: options.refuse, recorder });
    } catch {
      // Told to `onError` already.
      answerFault(response, options.refuse);
    }
    return undefined;
  };
  const middleware = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    demand(aFunction(), next, { name: 'httpLogger', field: 'next' });
    begin(request, response).then((user) => {
      // What a handler throws is its own affair, not that of this promise.
      if (user !== undefined) queueMicrotask(next);
    });
  };
  const noteError: Http1Logger['noteError'] = (error, request, _response, next) => {
    recorder.describe(request, { error });
    next(error);
  };
  const authenticate: Http1Logger['authenticate'] = (request) => recorder.authenticate(request, request);
  const { describe, counts, flush, close } = recorder;
  return Object.assign(middleware, { noteError, begin, authenticate, describe, counts, flush, close });
}

/**
 * The user whom the logger put on a request.
 *
 * @throws Error where the request did not pass the logger.
 * @example
 * createServer((request, response) => {
 *   logger(request, response, () => response.end(userOf(request).username));
 * });
 */
export function userOf(request: NodeRequest): User {
  const { user }: { readonly user?: User } = Object(request);
  if (user === undefined) throw forCaller(noUser(), userOf);
  return user;
}

interface Refusing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly form: HttpLoggerOptions['refuse'];
  readonly recorder: RequestRecorder<IncomingMessage>;
}

async function refuse(
  refusal: RequestRefusedError,
  { request, response, form = 'message', recorder }: Refusing,
): Promise<void> {
  if (typeof form === 'string') return answerRefused(response, refusal, form);
  try {
    await form(refusal, request, response);
  } catch (error) {
    recorder.reportFault(error);
    answerRefused(response, refusal);
  }
}

function noUser(): PresentsError {
  return new PresentsError('The request has no user: it did not pass the logger.', {
    code: 'invalid',
    nextStep: 'Put the logger before whatever asks for the user.',
    field: 'request',
  });
}
