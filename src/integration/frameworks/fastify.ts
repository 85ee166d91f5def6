import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PresentsError } from '../../model/presents-error.ts';
import type { User } from '../../model/user.ts';
import { answerCaller, forCaller } from '../../store/for-caller.ts';
import type { Store } from '../../store/store.ts';
import { type HttpLogger, type NodeRequest, userOf as userOfMessage } from '../logging/http-logger.ts';
import type { RequestLoggerOptions } from '../logging/http-logger-options.ts';
import { RequestRefusedError, refusalBody } from '../logging/refusal.ts';
import { RequestRecorder } from '../logging/request-recorder.ts';

/**
 * The types of users that requests of Fastify may have, by who puts them there. A program adds those of other plugins by declaring
 * more members in `predict-presents/fastify`.
 */
export interface FastifyUsers {
  /** The user whose key the request came with. */
  key: User;
}

/** The user on requests of Fastify; where another plugin declares `user` too, as `@fastify/jwt` does, its type holds. */
export interface FastifyRequestUser {
  /** The user whose key the request came with. */
  user?: FastifyUsers[keyof FastifyUsers];
}

declare module 'fastify' {
  // Inherited, since two declarations of one member must not differ, and a member of its own goes before an inherited one.
  interface FastifyRequest extends FastifyRequestUser {}

  interface FastifyInstance {
    /** The log that the requests of this part of the app are written to, where `fastifyLogger` is registered. */
    callLog: FastifyCallLog;
  }
}

/** The log of an app's requests: its counts, and how to write what waits. */
export type FastifyCallLog = Pick<HttpLogger, 'counts' | 'flush'>;

/** Options of the plugin: the store, which stays the program's to close, and those of the logger. */
export interface FastifyLoggerOptions extends RequestLoggerOptions<FastifyRequest, FastifyReply> {
  /** Store of `openStore`, which stays the program's to close. */
  readonly store: Pick<Store, 'users' | 'apiLogs'>;
}

/**
 * Plugin of Fastify that admits requests with a valid API key and logs them; refusals are errors as any other of the app. It holds
 * for all routes of the context that it is registered in: of the app, or of another plugin and its prefix. Takes the key from the
 * header `api-key`, and logs both bodies up to 4,096 bytes, unless options say otherwise.
 *
 * @throws PresentsError `invalid`, with the `field`, where the store or an option is not as it must be: by `register`, awaited, or
 * by `ready` and `listen`.
 * @example
 * await app.register(fastifyLogger, { store, blank: ['recipientName'] });
 * app.get('/api/hello', async (request) => ({ hello: request.user?.username }));
 */
export async function fastifyLogger(app: FastifyInstance, given: FastifyLoggerOptions): Promise<void> {
  if (typeof app?.addHook !== 'function') throw forCaller(notRegistered(), fastifyLogger);
  const { store, ...options } = given;
  refusePrefix(options);
  const recorder = answerCaller(
    fastifyLogger,
    () => new RequestRecorder<FastifyRequest>('fastifyLogger', store, options),
  );
  const { counts, flush } = recorder;
  app.decorate('callLog', { counts, flush });
  // Whoever else has it on its requests, such as `@fastify/jwt` or another logger, has it declared already.
  if (!app.hasRequestDecorator('user')) app.decorateRequest('user');
  app.addHook('onRequest', async (request, reply) => {
    const admitted = await recorder.admit(request.raw, reply.raw, request);
    if (admitted instanceof RequestRefusedError) {
      await answerRefused(admitted, { request, reply, form: options.refuse }).catch(recorder.reportFault);
      if (reply.sent) return reply;
      throw admitted;
    }
    if (admitted === null) return;
    // Fails in silence where somebody else has it to read alone.
    Reflect.set(request, 'user', admitted);
    recorder.describe(request.raw, { route: request.routeOptions.url, requestId: request.id });
    if (asksForUpgrade(request)) whenHijacked(reply, () => recorder.upgraded(request.raw));
  });
  app.addHook('onError', async (request, _reply, error) => recorder.describe(request.raw, { error }));
  app.addHook('onClose', () => recorder.close());
}

// As Fastify's own `fastify-plugin` does it: the hooks are those of the context around it, not of one of its own.
Object.assign(fastifyLogger, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'predict-presents',
  [Symbol.for('plugin-meta')]: { name: 'predict-presents', fastify: '5.x' },
});

/**
 * The user whose key a request came with, also where another plugin has put its own on it.
 *
 * @throws Error where the request passed no logger.
 * @example
 * app.get('/api/hello', async (request) => ({ hello: userOf(request).username }));
 */
export function userOf(request: { readonly raw: NodeRequest }): User {
  const { raw }: { readonly raw: NodeRequest } = Object(request);
  return answerCaller(userOf, () => userOfMessage(raw));
}

// Fastify takes it of every plugin, and drops it of those that keep no context of their own.
function notRegistered(): PresentsError {
  return new PresentsError('fastifyLogger is a plugin: the app registers it, nobody calls it.', {
    code: 'invalid',
    nextStep: 'Write app.register(fastifyLogger, { store }), with the options beside the store.',
    field: 'app',
  });
}

function refusePrefix(options: object): void {
  if (!('prefix' in options)) return;
  throw new PresentsError('fastifyLogger has no option “prefix”.', {
    code: 'invalid',
    nextStep: 'Register it inside of the plugin that has the prefix.',
    field: 'prefix',
  });
}

/** True for the request of a WebSocket, as `@fastify/websocket` hands it to the app; one that its `injectWS` imitates does not tell. */
function asksForUpgrade({ headers, raw }: FastifyRequest): boolean {
  return headers.upgrade !== undefined && Reflect.get(raw, 'upgrade') !== false;
}

// There is no hook for it.
function whenHijacked(reply: FastifyReply, tell: () => void): void {
  const { hijack } = reply;
  reply.hijack = () => {
    tell();
    return hijack.call(reply);
  };
}

interface Refusing {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly form: FastifyLoggerOptions['refuse'];
}

/** Answers a refused request as the options ask for it; what they leave to the app is not sent. */
async function answerRefused(refusal: RequestRefusedError, { request, reply, form }: Refusing): Promise<void> {
  // Only Fastify's own error handler would take them from the error.
  reply.code(refusal.statusCode).headers(refusal.headers);
  if (form === undefined) return;
  const body: unknown = typeof form === 'string' ? refusalBody(refusal, form) : await form(refusal, request, reply);
  if (!reply.sent && body !== undefined && body !== reply) reply.send(body);
}
