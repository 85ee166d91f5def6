import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context, Next } from 'hono';
import { RequestRefusedError } from '../logging/refusal.ts';
import type { RequestRecorder } from '../logging/request-recorder.ts';
import { descriptionOf } from './hono-description.ts';

/** The request and the response of Node behind a request of Hono. */
export interface NodeObjects {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
}

/** Finds the objects of Node where the app is given them, as by `@hono/node-server`. */
export function nodeObjectsOf({ env }: Context): NodeObjects | undefined {
  const { incoming, outgoing } = env?.server ?? env ?? {};
  return typeof incoming?.emit === 'function' && typeof outgoing?.writeHead === 'function'
    ? { incoming, outgoing }
    : undefined;
}

/** Has a request answered whose objects of Node are watched; returns why it is refused. */
export async function answerOnNode(
  recorder: RequestRecorder<Context>,
  { incoming, outgoing }: NodeObjects,
  context: Context,
  next: Next,
): Promise<RequestRefusedError | undefined> {
  const admitted = await recorder.admit(incoming, outgoing, context);
  if (admitted instanceof RequestRefusedError) return admitted;
  if (admitted !== null) context.set('user', admitted);
  recorder.describe(incoming, descriptionOf(context));
  try {
    await next();
  } catch (error) {
    // What is no Error at all goes past the app's own handlers.
    recorder.describe(incoming, { error });
    throw error;
  }
  recorder.describe(incoming, descriptionOf(context));
  return undefined;
}
