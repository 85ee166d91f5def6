import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { isIncomingMessage } from '../logging/node-http.ts';

// Express says here what a handler threw or handed to `next`, from version 2.3 of its router on.
const CHANNEL = 'tracing:express.router.request:error';
// Marks the error handlers of loggers, which answer nothing.
const OURS = Symbol('presents: notes errors');

/** Marks an error handler as one that only hands errors on. */
export function handingOn<Handler extends (...args: never) => void>(handler: Handler): Handler {
  return Object.assign(handler, { [OURS]: true });
}

/** Tells of every error of a handler, with its request, as Express learns of it. Returns how to stop. */
export function watchErrors(note: (request: IncomingMessage, error: unknown) => void): () => void {
  const listener = (message: unknown) => {
    const request = member(message, 'req');
    if (isIncomingMessage(request)) note(request, member(message, 'error'));
  };
  subscribe(CHANNEL, listener);
  return () => void unsubscribe(CHANNEL, listener);
}

/** Tells whether an app, or one that it is mounted in, has an error handler of its own; where none has, Express answers in HTML. */
export function hasErrorHandler(app: unknown): boolean {
  if (typeof app !== 'function') return false;
  return (
    stackOf(member(app, '_router') ?? member(app, 'router')).some(handlesErrors) ||
    hasErrorHandler(member(app, 'parent'))
  );
}

function handlesErrors(layer: unknown): boolean {
  const handle = member(layer, 'handle');
  if (typeof handle !== 'function') return false;
  // Express itself knows an error handler by the number of its parameters.
  return (handle.length === 4 && !(OURS in handle)) || stackOf(handle).some(handlesErrors);
}

function stackOf(router: unknown): readonly unknown[] {
  const stack = member(router, 'stack');
  return Array.isArray(stack) ? stack : [];
}

function member(value: unknown, name: string): unknown {
  const isObject = typeof value === 'function' || (typeof value === 'object' && value !== null);
  return isObject ? Reflect.get(value, name) : undefined;
}
