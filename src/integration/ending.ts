import type { IncomingMessage } from 'node:http';
import { destructionOf, type TappedResponse } from './tapping.ts';

/** How a response ended that is not complete: the status that it counts as, and a sentence. */
export interface BrokenEnd {
  readonly statusCode: number;
  readonly message: string;
}

const CLIENT_LEFT: BrokenEnd = {
  statusCode: 499,
  message: 'The client went away before the response was complete.',
};
const TIMED_OUT: BrokenEnd = {
  statusCode: 504,
  message: 'The server gave up before the response was complete: it took too long.',
};
const LATE_REQUEST: BrokenEnd = { statusCode: 408, message: 'The request did not arrive in time.' };
const TIMEOUT_NAMES: readonly unknown[] = ['TimeoutError', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_HTTP2_STREAM_TIMEOUT'];
const HTTP2_INTERNAL_ERROR = 2;

/** Who broke off a response, by what is left of both ends of its connection. */
export function brokenEnd(request: IncomingMessage, response: TappedResponse, socket: unknown): BrokenEnd {
  const { isTimedOut, isDestroyed, error } = destructionOf(response);
  const fault = error ?? response.errored;
  if (isTimedOut || [property(fault, 'name'), property(fault, 'code')].some((name) => TIMEOUT_NAMES.includes(name))) {
    return TIMED_OUT;
  }
  const code = property(property(socket, 'errored'), 'code');
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return LATE_REQUEST;
  if (isDestroyed || response.stream?.rstCode === HTTP2_INTERNAL_ERROR) return brokenByServer(fault);
  const hasClientLeft =
    code !== undefined || property(socket, 'readableEnded') === true || response.stream !== undefined;
  return hasClientLeft || request.socket === undefined || socket === undefined ? CLIENT_LEFT : brokenByServer(fault);
}

/** What a response is that the end of the server cuts off. */
export const CUT_BY_SHUTDOWN: BrokenEnd = {
  statusCode: 500,
  message: 'The server ended before the response was complete.',
};

function brokenByServer(fault: unknown): BrokenEnd {
  const message = property(fault, 'message');
  const reason = typeof message === 'string' && message !== '' ? `: ${message}` : '.';
  return { statusCode: 500, message: `The server broke off the response before it was complete${reason}` };
}

function property(value: unknown, name: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    // What stands for a socket over HTTP/2 throws when its session has ended.
    return undefined;
  }
}
