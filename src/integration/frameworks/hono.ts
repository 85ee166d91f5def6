import type { HttpBindings } from '@hono/node-server';
import type { Context, MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { routePath } from 'hono/route';
import type { User } from '../../model/user.ts';
import type { Store } from '../../store/store.ts';
import type { HttpLogger } from '../logging/http-logger.ts';
import type { RequestLoggerOptions } from '../logging/http-logger-options.ts';
import { RequestRefusedError } from '../logging/refusal.ts';
import { RequestRecorder } from '../logging/request-recorder.ts';

/** Bindings that the middleware needs of an app, and the variables that it adds to contexts. */
export interface HonoLoggerEnv {
  Bindings: HttpBindings;
  Variables: { user: User };
}

/** Options of the logger for Hono. */
export type HonoLoggerOptions = RequestLoggerOptions<Context<HonoLoggerEnv>, Context<HonoLoggerEnv>>;

/** Middleware of Hono that admits requests with a valid API key and logs them; refusals go to the app's `onError`. */
export type HonoLogger = MiddlewareHandler<HonoLoggerEnv> & Pick<HttpLogger, 'counts' | 'flush' | 'close'>;

/** Authenticates the requests of a Hono app by their API key, and logs each one after its response has gone. */
export function honoLogger(store: Pick<Store, 'users' | 'apiLogs'>, options: HonoLoggerOptions = {}): HonoLogger {
  const recorder = new RequestRecorder<Context<HonoLoggerEnv>>('honoLogger', store, options);
  const middleware: MiddlewareHandler<HonoLoggerEnv> = async (context, next) => {
    const { incoming, outgoing } = context.env;
    const admitted = await recorder.admit(incoming, outgoing, context);
    if (admitted instanceof RequestRefusedError) {
      const { statusCode, message, headers, reason } = admitted;
      const error = reason === 'unavailable' ? 'unavailable' : 'unauthorized';
      const res = Response.json({ error, message }, { status: statusCode, headers });
      throw new HTTPException(statusCode, { message, res, cause: admitted });
    }
    if (admitted !== null) context.set('user', admitted);
    await next();
    recorder.describe(incoming, { route: routePath(context, -1), error: context.error });
  };
  const { counts, flush, close } = recorder;
  return Object.assign(middleware, { counts, flush, close });
}
