import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { HttpLoggerOptions } from '../src/integration/logging/http-logger-options.ts';
import type { Store } from '../src/store/store.ts';

/** A middleware as `node:http`, Connect and Express take it. */
export type Middleware = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void;

/** What loggers write to, and how ours is made for the framework at hand. */
export interface Surroundings {
  readonly store: Store;
  readonly logPath: string;
  readonly makeLogger: (store: Store, options: HttpLoggerOptions) => Middleware;
}

interface Pino {
  (options: object, destination: unknown): unknown;
  readonly destination: (options: { readonly dest: string; readonly sync: boolean }) => unknown;
}

// Loaded in this way their types are not needed, which one of them does not have.
const require = createRequire(import.meta.url);

function pinoTo(path: string, options: object = {}): Middleware {
  // The one that it brings.
  const pino: Pino = createRequire(require.resolve('pino-http'))('pino');
  const pinoHttp: (options: object) => Middleware = require('pino-http');
  const redact = ['req.headers["api-key"]'];
  // In its fastest way: lines are gathered, and the last of them are lost in a crash.
  const logger = pino({ redact }, pino.destination({ dest: path, sync: false }));
  return pinoHttp({ logger, ...options });
}

function morganTo(path: string): Middleware {
  const morgan: (format: string, options: object) => Middleware = require('morgan');
  const { createWriteStream } = require('node:fs');
  return morgan('combined', { stream: createWriteStream(path, { flags: 'a' }) });
}

type WithBodies = IncomingMessage & { readonly body?: unknown; user?: unknown; responseBody?: string };

/** Keeps the body of a response for the line about it. */
const keepResponseBody: Middleware = (request: WithBodies, response, next) => {
  const { end } = response;
  response.end = (...args: readonly unknown[]) => {
    request.responseBody = String(args[0]);
    return Reflect.apply(end, response, args);
  };
  next();
};

/** The loggers by their names, as the table shows them, each as the middlewares that stand before the reading of the body. */
const MIDDLEWARES = {
  'no logger': () => [],
  morgan: ({ logPath }) => [morganTo(logPath)],
  'pino-http': ({ logPath }) => [pinoTo(logPath)],
  'pino-http, the key checked, both bodies': ({ store, logPath }) => {
    const authenticate: Middleware = (request: WithBodies, _response, next) => {
      store.users.authenticate(String(request.headers['api-key'])).then((user) => {
        request.user = user;
        next();
      }, next);
    };
    const customProps = ({ user, body, responseBody }: WithBodies) => ({ user, body, responseBody });
    return [authenticate, keepResponseBody, pinoTo(logPath, { customProps })];
  },
  'presents, no bodies': ({ store, makeLogger }) => [makeLogger(store, { payloadBytes: 0 })],
  presents: ({ store, makeLogger }) => [makeLogger(store, {})],
} as const satisfies Readonly<Record<string, (surroundings: Surroundings) => readonly Middleware[]>>;

/** Name of a logger. */
export type MiddlewareName = keyof typeof MIDDLEWARES;

/** The names of all loggers; the first logs nothing. */
export const MIDDLEWARE_NAMES = Object.keys(MIDDLEWARES) as readonly MiddlewareName[];

/** The middlewares of the logger of this name. Throws if there is none. */
export function openMiddlewares(name: string, surroundings: Surroundings): readonly Middleware[] {
  const known = MIDDLEWARE_NAMES.find((one) => one === name);
  if (known === undefined) throw new Error(`There is no logger ${name}.`);
  return MIDDLEWARES[known](surroundings);
}
