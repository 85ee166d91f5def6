// Marks the error handlers of loggers, which answer nothing.
const OURS = Symbol('presents: notes errors');

/** Marks an error handler as one that only hands errors on. */
export function handingOn<Handler extends (...args: never) => void>(handler: Handler): Handler {
  return Object.assign(handler, { [OURS]: true });
}

/** Tells whether an app, or one that it is mounted in, has an error handler of its own; where none has, Express answers in HTML. */
export function hasErrorHandler(app: unknown): boolean {
  if (typeof app !== 'function') return false;
  // Express 4 has its router behind a name that it refuses to tell by the other one.
  const router = member(app, '_router') ?? member(app, 'router');
  return stackOf(router).some(handlesErrors) || hasErrorHandler(member(app, 'parent'));
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
  const hasMembers = typeof value === 'function' || (typeof value === 'object' && value !== null);
  return hasMembers ? Reflect.get(value, name) : undefined;
}
