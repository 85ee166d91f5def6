import type { Context, MiddlewareHandler } from 'hono';
import type { User } from '../../model/user.ts';
import { answerCaller } from '../../store/for-caller.ts';
import type { Store } from '../../store/store.ts';
import type { HttpLogger } from '../logging/http-logger.ts';
import type { RequestLoggerOptions } from '../logging/http-logger-options.ts';
import { RequestRecorder } from '../logging/request-recorder.ts';
import { answerOnNode, nodeObjectsOf } from './hono-node.ts';
import { answerRefused } from './hono-refusal.ts';
import { answerOnWeb } from './hono-web.ts';

/** Variables that the middleware adds to contexts. */
export interface HonoLoggerVariables {
  /** The user whose key the request came with. */
  user: User;
}

/** The environment of handlers behind the middleware, for apps and handlers whose own has other variables as well. */
export interface HonoLoggerEnv {
  /** Variables of its contexts: `context.get('user')`. */
  Variables: HonoLoggerVariables;
}

declare module 'hono' {
  // Inherited, so that another `user` that somebody declares goes before it and does not contradict it.
  interface ContextVariableMap extends HonoLoggerVariables {}
}

/** Options of the logger for Hono; their functions are given the context of a request. */
export type HonoLoggerOptions = RequestLoggerOptions<Context, Context>;

/** Middleware of Hono that admits requests with a valid API key and logs them; refusals go to the app's `onError`. */
export type HonoLogger = MiddlewareHandler<HonoLoggerEnv> & Pick<HttpLogger, 'counts' | 'flush' | 'close'>;

/**
 * Authenticates the requests of a Hono app by their API key, and logs each one after its response has gone: on Node's own server, or
 * from `app.request()` and on whatever else calls `app.fetch`. Takes the key from the header `api-key`, and logs both bodies up to 4,096
 * bytes, unless options say otherwise. A refused request is an `HTTPException` for `app.onError`.
 *
 * @throws PresentsError `invalid`, with the `field`, where the store or an option is not as it must be.
 * @example
 * app.use('/api/*', honoLogger(store, { blank: ['recipientName'] }));
 * app.get('/api/hello', (context) => context.json({ hello: context.get('user').username }));
 */
export function honoLogger(store: Pick<Store, 'users' | 'apiLogs'>, options: HonoLoggerOptions = {}): HonoLogger {
  const recorder = answerCaller(honoLogger, () => new RequestRecorder<Context>('honoLogger', store, options));
  const told = Symbol('call');
  const middleware: MiddlewareHandler<HonoLoggerEnv> = async (context, next) => {
    const node = nodeObjectsOf(context);
    const refusal =
      node === undefined
        ? await answerOnWeb(recorder, told, context, next)
        : await answerOnNode(recorder, node, context, next);
    if (refusal === undefined) return undefined;
    return await answerRefused(refusal, context, { form: options.refuse, report: recorder.reportFault });
  };
  const { counts, flush, close } = recorder;
  return Object.assign(middleware, { counts, flush, close });
}
