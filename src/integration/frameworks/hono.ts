import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, MiddlewareHandler, Next } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { User } from '../../model/user.ts';
import { answerCaller } from '../../store/for-caller.ts';
import type { Store } from '../../store/store.ts';
import type { HttpLogger } from '../logging/http-logger.ts';
import type { RequestLoggerOptions } from '../logging/http-logger-options.ts';
import { RequestRefusedError, refusalBody } from '../logging/refusal.ts';
import { RequestRecorder } from '../logging/request-recorder.ts';
import { ToldCall } from '../logging/told-call.ts';
import { descriptionOf } from './hono-description.ts';
import { HonoArrival, tellCall } from './hono-web.ts';

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
  const refuse = async (refusal: RequestRefusedError, context: Context): Promise<Response> => {
    const answer = await answerAsAsked(refusal, context, options).catch(recorder.reportFault);
    if (answer !== undefined) return answer;
    // For a handler that makes an answer of its own.
    for (const header of Object.entries(refusal.headers)) context.header(...header);
    throw exceptionOf(refusal);
  };
  const answerOnNode = async ({ incoming, outgoing }: NodeObjects, context: Context, next: Next) => {
    const admitted = await recorder.admit(incoming, outgoing, context);
    if (admitted instanceof RequestRefusedError) return await refuse(admitted, context);
    if (admitted === null) return await next();
    context.set('user', admitted);
    recorder.describe(incoming, descriptionOf(context));
    try {
      await next();
    } catch (error) {
      // What is no Error at all goes past the app's own handlers.
      recorder.describe(incoming, { error });
      throw error;
    }
    return recorder.describe(incoming, descriptionOf(context));
  };
  const told = Symbol('call');
  const answerOnWeb = async (context: Context, next: Next) => {
    if (Reflect.get(context, told) instanceof ToldCall) return await next();
    const call = await recorder.open(new HonoArrival(context));
    if (call instanceof RequestRefusedError) return await refuse(call, context);
    if (call === null) return await next();
    Object.assign(context, { [told]: call });
    context.set('user', call.record.user);
    return await tellCall(call, context, next);
  };
  const middleware: MiddlewareHandler<HonoLoggerEnv> = async (context, next) => {
    const node = nodeObjectsOf(context);
    return (await (node === undefined ? answerOnWeb(context, next) : answerOnNode(node, context, next))) ?? undefined;
  };
  const { counts, flush, close } = recorder;
  return Object.assign(middleware, { counts, flush, close });
}

interface NodeObjects {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** The request and the response of Node, where the app has them as `@hono/node-server` gives them to it. */
function nodeObjectsOf({ env }: Context): NodeObjects | undefined {
  const { incoming, outgoing } = env?.server ?? env ?? {};
  return typeof incoming?.emit === 'function' && typeof outgoing?.writeHead === 'function'
    ? { incoming, outgoing }
    : undefined;
}

/** The answer to a refused request that the options ask for; undefined if they leave it to the app. */
async function answerAsAsked(
  refusal: RequestRefusedError,
  context: Context,
  { refuse }: HonoLoggerOptions,
): Promise<Response | undefined> {
  if (refuse === undefined) return undefined;
  if (typeof refuse === 'string')
    return context.json(refusalBody(refusal, refuse), refusal.statusCode, { ...refusal.headers });
  const answer: unknown = await refuse(refusal, context, context);
  return isResponse(answer) ? answer : undefined;
}

function exceptionOf(refusal: RequestRefusedError): HTTPException {
  const { statusCode, message, headers } = refusal;
  const res = Response.json(refusalBody(refusal, 'message'), { status: statusCode, headers });
  return new HTTPException(statusCode, { message, res, cause: refusal });
}

// Where a server has put a class of its own in place of `Response`, that of Node is no instance of it.
function isResponse(answer: unknown): answer is Response {
  return Object.prototype.toString.call(answer) === '[object Response]';
}
