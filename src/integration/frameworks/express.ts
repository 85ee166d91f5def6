import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { User as PresentsUser } from '../../model/user.ts';
import { answerCaller } from '../../store/for-caller.ts';
import type { Store } from '../../store/store.ts';
import { answerRefused } from '../logging/api-key.ts';
import type { HttpLogger, Next } from '../logging/http-logger.ts';
import type { RequestLoggerOptions } from '../logging/http-logger-options.ts';
import { RequestRefusedError } from '../logging/refusal.ts';
import { RequestRecorder } from '../logging/request-recorder.ts';
import { handingOn, hasErrorHandler } from './express-errors.ts';
import { watchErrors, watchRoutes } from './express-tracing.ts';

export { userOf } from '../logging/http-logger.ts';

declare global {
  // The names and the form are those of Express, and of Passport, whose `request.user` is of this type too.
  namespace Express {
    interface User extends PresentsUser {}
    interface Request {
      /** The user whose key the request came with. */
      user?: User | undefined;
    }
  }
}

/** Options of the logger for Express. */
export type ExpressLoggerOptions = RequestLoggerOptions<Request, Response>;

/** Middleware of Express that admits requests with a valid API key and logs them; refusals go to the app's error handlers. */
export interface ExpressLogger extends LoggerOf<IncomingMessage, ServerResponse> {}

interface LoggerOf<Asked, Answered> extends Pick<HttpLogger, 'counts' | 'flush' | 'close'> {
  (request: Asked, response: Answered, next: Next): void;
  /** Error handler that notes what another handler threw, and hands it on; put it before your own ones. */
  readonly noteError: (error: unknown, request: Asked, response: Answered, next: Next) => void;
}

/**
 * Authenticates the requests of an Express app by their API key, and logs each one after its response has gone. Takes the key from the
 * header `api-key`, and logs both bodies up to 4,096 bytes, unless options say otherwise. A refused request goes to the app's error
 * handlers as a `RequestRefusedError`; `request.user` is the user of an admitted one.
 *
 * @throws PresentsError `invalid`, with the `field`, where the store or an option is not as it must be.
 * @example
 * const logger = expressLogger(store, { blank: ['recipientName'], onError: console.error });
 * app.use('/api', logger);
 * app.get('/api/hello', (request, response) => {
 *   response.json({ hello: request.user?.username });
 * });
 * app.use(logger.noteError);
 */
export function expressLogger(store: Pick<Store, 'users' | 'apiLogs'>, options?: ExpressLoggerOptions): ExpressLogger;
// Outside, requests are of Node: each route has a type of its own.
export function expressLogger(
  store: Pick<Store, 'users' | 'apiLogs'>,
  options: ExpressLoggerOptions = {},
): LoggerOf<Request, Response> {
  const recorder = answerCaller(expressLogger, () => new RequestRecorder<Request>('expressLogger', store, options));
  const forget = [watchErrors((request, thrown) => recorder.describe(request, { thrown })), watchRoutes()];
  const middleware = (request: Request, response: Response, next: Next): void => {
    recorder.admit(request, response, request).then(
      (admitted) => {
        // A middleware with a time limit may have answered it meanwhile.
        if (response.writableEnded) return;
        if (admitted instanceof RequestRefusedError)
          refuse(admitted, { request, response, next, form: options.refuse });
        // What a handler throws is its own affair, but not that of this promise.
        else queueMicrotask(next);
      },
      (error) => queueMicrotask(() => next(error)),
    );
  };
  const noteError = handingOn((error: unknown, request: Request, _response: Response, next: Next) => {
    recorder.describe(request, { error });
    next(error);
  });
  const close = () => {
    for (const stop of forget) stop();
    return recorder.close();
  };
  const { counts, flush } = recorder;
  return Object.assign(middleware, { noteError, counts, flush, close });
}

interface Refusing {
  readonly request: Request;
  readonly response: Response;
  readonly next: Next;
  readonly form: ExpressLoggerOptions['refuse'];
}

function refuse(refusal: RequestRefusedError, { request, response, next, form }: Refusing): void {
  if (typeof form === 'function') {
    const answered = (async () => form(refusal, request, response))();
    answered.catch((error) => queueMicrotask(() => next(error)));
  } else if (form !== undefined || !hasErrorHandler(request.app)) {
    answerRefused(response, refusal, form);
  } else {
    // Error handlers hardly ever send those of an error.
    if (!response.headersSent)
      for (const [name, value] of Object.entries(refusal.headers)) response.setHeader(name, value);
    queueMicrotask(() => next(refusal));
  }
}
