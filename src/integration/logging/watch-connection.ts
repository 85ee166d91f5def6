import { property } from './connection-end.ts';

// As in tapping.ts: one function for all connections, and what it needs of each lies beside it.
const WATCHED = Symbol('presents: watched');

/** Observations about the end of an HTTP/1 connection. */
export interface ConnectionEnd {
  /** True when the program ended it, and not the client. */
  isEndedByServer: boolean;
  /** Error that Node found in the received data, or in the time that they took. */
  fault: unknown;
}

interface Ending {
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  end(...args: never): unknown;
  [WATCHED]?: { readonly end: (...args: never) => unknown; readonly ending: ConnectionEnd };
}

interface Emitting {
  emit(...args: never): unknown;
  [WATCHED]?: { readonly emit: (...args: never) => unknown };
}

const UNSEEN: Readonly<ConnectionEnd> = { isEndedByServer: false, fault: undefined };

/** Looks from now on who ends a connection, and what its server is told of it. */
export function watchConnection(socket: unknown): void {
  if (!isEnding(socket) || socket[WATCHED] !== undefined) return;
  socket[WATCHED] = { end: socket.end, ending: { isEndedByServer: false, fault: undefined } };
  socket.end = endWatched;
  const server = property(socket, 'server');
  if (!isEmitting(server) || server[WATCHED] !== undefined) return;
  server[WATCHED] = { emit: server.emit };
  server.emit = emitWatched;
}

/** Returns the observations about the end of a connection; none if it is not watched. */
export function connectionEndOf(socket: unknown): Readonly<ConnectionEnd> {
  return isEnding(socket) ? (socket[WATCHED]?.ending ?? UNSEEN) : UNSEEN;
}

// Node itself ends a connection after its client has, or if it has found a fault.
function endWatched(this: Required<Ending>, ...args: readonly unknown[]): unknown {
  const { end, ending } = this[WATCHED];
  if (ending.fault === undefined && !this.readableEnded && !this.destroyed) ending.isEndedByServer = true;
  return Reflect.apply(end, this, args);
}

// To listen to `clientError` would keep Node from acting on it.
function emitWatched(this: Required<Emitting>, ...args: readonly unknown[]): unknown {
  const [event, error, socket] = args;
  if (event === 'clientError' && isEnding(socket) && socket[WATCHED] !== undefined)
    socket[WATCHED].ending.fault ??= error;
  return Reflect.apply(this[WATCHED].emit, this, args);
}

function isEnding(socket: unknown): socket is Ending {
  return typeof property(socket, 'end') === 'function' && typeof property(socket, 'destroyed') === 'boolean';
}

function isEmitting(server: unknown): server is Emitting {
  return typeof property(server, 'emit') === 'function';
}
