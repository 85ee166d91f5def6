import type { IncomingMessage, ServerResponse } from 'node:http';
import type { User } from '../../model/user.ts';
import type { Store } from '../../store/store.ts';
import type { HttpLogger, Next } from '../logging/http-logger.ts';
import type { HttpLoggerOptions } from '../logging/http-logger-options.ts';
import { RequestRefusedError } from '../logging/refusal.ts';
import { RequestRecorder } from '../logging/request-recorder.ts';

declare global {
  // The name and the form of the interface are those of Express.
  namespace Express {
    interface Request {
      /** The user whose key the request came with. */
      user?: User;
    }
  }
}

/** Middleware of Express that admits requests with a valid API key and logs them; refusals go to the app's error handlers. */
export interface ExpressLogger extends Pick<HttpLogger, 'noteError' | 'counts' | 'flush' | 'close'> {
  (request: IncomingMessage, response: ServerResponse, next: Next): void;
}

/** Authenticates the requests of an Express app by their API key, and logs each one after its response has gone. */
export function expressLogger(store: Pick<Store, 'users' | 'apiLogs'>, options: HttpLoggerOptions = {}): ExpressLogger {
  const recorder = new RequestRecorder<IncomingMessage>('expressLogger', store, options);
  const middleware = (request: IncomingMessage, response: ServerResponse, next: Next): void => {
    recorder.admit(request, response, request).then(
      (admitted) => {
        const refusal = admitted instanceof RequestRefusedError ? admitted : undefined;
        // Error handlers of apps hardly ever set those of an error.
        if (!response.headersSent)
          for (const header of Object.entries(refusal?.headers ?? {})) response.setHeader(...header);
        // What a handler throws is its own affair, but not that of this promise.
        queueMicrotask(() => next(refusal));
      },
      (error) => queueMicrotask(() => next(error)),
    );
  };
  const noteError: HttpLogger['noteError'] = (error, request, _response, next) => {
    recorder.describe(request, { error });
    next(error);
  };
  const { counts, flush, close } = recorder;
  return Object.assign(middleware, { noteError, counts, flush, close });
}
