import { hasClientLeft, isOfConnection, lossOf, property, statusOfUnreadable } from './connection-end.ts';
import type { TappedResponse } from './tapping.ts';
import { breakOf } from './watch-break.ts';
import { connectionEndOf } from './watch-connection.ts';

/** Ending of an incomplete response: the status that it counts as, and a sentence. */
export interface BrokenEnd {
  readonly statusCode: number;
  readonly message: string;
}

/** Ending of a response whose client did not wait for it. */
export const CLIENT_LEFT: BrokenEnd = {
  statusCode: 499,
  message: 'The client went away before the response was complete.',
};
const TIMED_OUT: BrokenEnd = {
  statusCode: 504,
  message: 'The server gave up before the response was complete: it took too long.',
};
const LATE_REQUEST: BrokenEnd = { statusCode: 408, message: 'The request did not arrive in time.' };
const TIMEOUT_NAMES: readonly unknown[] = ['TimeoutError', 'ETIMEDOUT', 'ESOCKETTIMEDOUT', 'ERR_HTTP2_STREAM_TIMEOUT'];

/** Tells who broke off a response, from the observed events and the state of its connection, if it has one. */
export function brokenEnd(response: TappedResponse, socket: unknown, isRequestWhole: boolean): BrokenEnd {
  const { isByServer, isTimedOut, error } = breakOf(response);
  const { isEndedByServer, fault: found } = connectionEndOf(socket);
  const loss = isEndedByServer ? undefined : (found ?? lossOf(socket));
  if (isByServer === undefined && property(loss, 'code') === 'ERR_HTTP_REQUEST_TIMEOUT') return LATE_REQUEST;
  // Behind a whole request, what cannot be read is another one.
  const unreadable = isByServer === undefined && !isRequestWhole ? unreadableRequest(loss) : undefined;
  if (unreadable !== undefined) return unreadable;
  const isByClient = !isEndedByServer && (hasClientLeft(socket) || isOfConnection(loss));
  const isByConnection = response.stream === undefined && socket !== undefined && !isByClient;
  if (!(isByServer ?? isByConnection)) return CLIENT_LEFT;
  return isTimedOut ? TIMED_OUT : brokenByServer(error ?? loss);
}

/** Ending of a response that the end of the server cuts off. */
export const CUT_BY_SHUTDOWN: BrokenEnd = {
  statusCode: 500,
  message: 'The server ended before the response was complete.',
};

/** Ending of a response that the program broke off, with the reason that it gave. */
export function brokenByServer(fault: unknown): BrokenEnd {
  if ([property(fault, 'name'), property(fault, 'code')].some((name) => TIMEOUT_NAMES.includes(name))) return TIMED_OUT;
  const message = property(fault, 'message');
  const reason = typeof message === 'string' && message !== '' ? `: ${message}` : '.';
  return { statusCode: 500, message: `The server broke off the response before it was complete${reason}` };
}

/** Ending of a response that was ended with fewer bytes than its `Content-Length` promised: its client waits for the rest. */
export function endedShort(sentBytes: number, promisedBytes: number): BrokenEnd {
  const message = `The server ended the response after ${sentBytes} of the ${promisedBytes} bytes of its Content-Length.`;
  return { statusCode: 500, message };
}

function unreadableRequest(fault: unknown): BrokenEnd | undefined {
  const statusCode = statusOfUnreadable(fault);
  if (statusCode === undefined) return undefined;
  return { statusCode, message: `The rest of the request could not be read: ${property(fault, 'message')}` };
}
