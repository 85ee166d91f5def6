import type { IncomingMessage, ServerResponse } from 'node:http';
import type { User } from '../../model/user.ts';
import { aFunction, demand } from '../../store/checks/options.ts';
import type { Store } from '../../store/store.ts';
import { checkOptions, type HttpLoggerOptions } from './http-logger-options.ts';
import { type HttpLoggerCounts, RequestRecorder } from './request-recorder.ts';
import type { CallDescription } from './watched-call.ts';

/** Hands a request on to the next handler, or an error to the next that takes one. */
export type Next = (error?: unknown) => void;

/** Authenticates requests and logs them once they are answered: as middleware of Express and Connect, or by `begin`. */
export interface HttpLogger {
  (request: IncomingMessage, response: ServerResponse, next: Next): void;
  /** The user of a request, which is logged from now on; undefined if it was refused, and answered. Never rejects. */
  begin(request: IncomingMessage, response: ServerResponse): Promise<User | undefined>;
  /** Adds what a framework knows of a request that was begun. Throws a PresentsError if it is no description. */
  describe(request: IncomingMessage, description: CallDescription): void;
  /** Error middleware of Express and Connect: notes what a handler threw, and hands it on. */
  readonly noteError: (error: unknown, request: IncomingMessage, response: ServerResponse, next: Next) => void;
  /** Counts of requests by outcome so far. */
  counts(): HttpLoggerCounts;
  /** Writes what waits, if it can be written now. Never rejects. */
  flush(): Promise<void>;
  /** Writes what waits, gives up what cannot be written, and listens to signals no more. Never rejects. */
  close(): Promise<void>;
}

/**
 * Authenticates the requests of a server by their API key, and logs each one after its response has gone. Throws where
 * `keyHeader` can be no header, or a size is none.
 */
export function httpLogger(store: Pick<Store, 'users' | 'apiLogs'>, options: HttpLoggerOptions = {}): HttpLogger {
  checkOptions(store, options);
  const recorder = new RequestRecorder(store, options);
  const middleware = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    demand(aFunction(), next, { name: 'httpLogger', field: 'next' });
    recorder.begin(request, response).then((user) => {
      // What a handler throws is its own affair, not that of this promise.
      if (user !== undefined) queueMicrotask(next);
    });
  };
  const noteError: HttpLogger['noteError'] = (error, request, _response, next) => {
    recorder.describe(request, { error });
    next(error);
  };
  return Object.assign(middleware, {
    noteError,
    begin: recorder.begin,
    describe: recorder.describe,
    counts: recorder.counts,
    flush: recorder.flush,
    close: recorder.close,
  });
}

/** The user whom the logger put on a request. Throws where the request did not pass it. */
export function userOf(request: IncomingMessage): User {
  const { user }: IncomingMessage & { readonly user?: User } = request;
  if (user === undefined) throw new Error('The request has no user: it did not pass the logger.');
  return user;
}
