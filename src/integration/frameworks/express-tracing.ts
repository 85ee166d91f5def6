import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { noteMount, noteRoute } from '../logging/mounted-route.ts';

// Express tells here of each handler that it calls, and of what one threw or handed to `next`: from version 2.3 of its router on.
const CHANNEL = 'tracing:express.router.request';

/** Facts that Express tells of a call of a handler; of a router, that has a stack. */
interface HandlerCall {
  readonly req: IncomingMessage & { readonly route?: { readonly stack?: unknown } };
  readonly layer?: unknown;
  readonly handler?: { readonly stack?: unknown };
  readonly route?: unknown;
  readonly error?: unknown;
}

/** Tells of every error of a handler, with its request. Returns how to stop. */
export function watchErrors(note: (request: IncomingMessage, error: unknown) => void): () => void {
  return listen('error', ({ req, error }) => note(req, error));
}

/** Notes on requests the patterns of the routers and routes that they come to. Returns how to stop. */
export function watchRoutes(): () => void {
  return listen('start', ({ req, layer, handler, route }) => {
    if (typeof route !== 'string') return;
    if (Array.isArray(handler?.stack)) noteMount(req, route);
    else if (isOfRoute(req.route?.stack, layer)) noteRoute(req, route);
  });
}

function listen(event: 'start' | 'error', hear: (call: HandlerCall) => void): () => void {
  const listener = (message: unknown) => {
    if (isHandlerCall(message)) hear(message);
  };
  const name = `${CHANNEL}:${event}`;
  subscribe(name, listener);
  return () => void unsubscribe(name, listener);
}

function isHandlerCall(message: unknown): message is HandlerCall {
  return typeof message === 'object' && message !== null && 'req' in message;
}

// Otherwise it is middleware, whose pattern is that of where it stands.
function isOfRoute(handlers: unknown, layer: unknown): boolean {
  return Array.isArray(handlers) && handlers.includes(layer);
}
