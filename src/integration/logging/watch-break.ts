import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2Session, ServerHttp2Stream } from 'node:http2';
import { hasClientLeft, isProtocolError, property } from './connection-end.ts';
import type { TappedResponse } from './tapping.ts';
import { watchConnection } from './watch-connection.ts';

// As in tapping.ts: one function for all requests, and what it needs of each lies beside it.
const WATCHED = Symbol('presents: watched');

/** Observations about a response that was broken off, made when it happened. */
export interface Break {
  /** True for the server, false for the client; undefined if only the connection can tell. */
  isByServer: boolean | undefined;
  /** Reason that the program gave. */
  error: unknown;
  isTimedOut: boolean;
}

/** Observations about the end of a whole HTTP/2 session. */
interface SessionEnd {
  isAnnouncedByClient: boolean;
  isAnnouncedByServer: boolean;
  /** Streams above it were refused by the server, if it is not 0. */
  lastStreamId: number;
  isTimedOut: boolean;
}

interface Watched<Method extends string> {
  readonly own: { readonly [Name in Method]: (...args: never) => unknown };
  readonly ending: Break;
}

type WatchedResponse = TappedResponse & { [WATCHED]?: Watched<'emit' | 'destroy'> & { readonly socket: unknown } };
type WatchedRequest = IncomingMessage & { [WATCHED]?: Watched<'destroy'> };
type WatchedStream = ServerHttp2Stream & {
  [WATCHED]?: Watched<'close' | 'destroy'> & { readonly session: SessionEnd };
};
type WatchedSession = Http2Session & { [WATCHED]?: Pick<Http2Session, 'goaway'> & { readonly end: SessionEnd } };

/** Looks from now on who breaks a response off: the functions by which a program can do so are seen when they are called. */
export function watchBreak(request: WatchedRequest, response: WatchedResponse): void {
  if (response[WATCHED] !== undefined) return;
  const ending: Break = { isByServer: undefined, error: undefined, isTimedOut: false };
  const { emit, destroy, stream } = response;
  response[WATCHED] = { own: { emit, destroy }, ending, socket: request.socket };
  response.emit = emitWatched;
  if (stream !== undefined) {
    watchStream(stream, ending);
    return;
  }
  watchConnection(request.socket);
  response.destroy = destroyResponseWatched;
  request[WATCHED] = { own: { destroy: request.destroy }, ending };
  request.destroy = destroyRequestWatched;
}

/** Returns the observations about the break of a watched response. */
export function breakOf(response: WatchedResponse): Readonly<Break> {
  const { ending } = response[WATCHED] ?? {};
  if (ending === undefined) return { isByServer: undefined, error: undefined, isTimedOut: false };
  const stream: WatchedStream | undefined = response.stream;
  const session = stream?.[WATCHED]?.session;
  if (stream === undefined || session === undefined) return ending;
  const { isAnnouncedByServer, lastStreamId, isTimedOut } = session;
  const isRefused = lastStreamId > 0 && (stream.id ?? 0) > lastStreamId;
  // What the program did not close was closed by the client, or as the session was told to.
  const isByServer = ending.isByServer ?? (isAnnouncedByServer || isRefused);
  return { ...ending, isByServer, isTimedOut: ending.isTimedOut || isTimedOut };
}

function watchStream(stream: WatchedStream, ending: Break): void {
  const { close, destroy, session } = stream;
  stream[WATCHED] = { own: { close, destroy }, ending, session: watchSession(session) };
  stream.close = closeStreamWatched;
  stream.destroy = destroyStreamWatched;
}

function watchSession(session: WatchedSession | undefined): SessionEnd {
  const known = session?.[WATCHED];
  if (known !== undefined) return known.end;
  const end = { isAnnouncedByClient: false, isAnnouncedByServer: false, lastStreamId: 0, isTimedOut: false };
  if (session === undefined) return end;
  session[WATCHED] = { goaway: session.goaway, end };
  session.goaway = goawayWatched;
  // Before those of the program and of Node, which end the session.
  session.prependListener('goaway', noteGoaway).prependListener('timeout', noteSessionTimeout);
  return end;
}

// To listen to a timeout would keep the server from acting on it.
function emitWatched(
  this: Required<Pick<WatchedResponse, typeof WATCHED>> & WatchedResponse,
  ...args: readonly unknown[]
): boolean {
  const { own, ending } = this[WATCHED];
  if (args[0] === 'timeout') ending.isTimedOut = true;
  return Reflect.apply(own.emit, this, args) as boolean;
}

function destroyResponseWatched(
  this: Required<Pick<WatchedResponse, typeof WATCHED>> & WatchedResponse,
  ...args: readonly unknown[]
): ServerResponse {
  const { own, ending, socket } = this[WATCHED];
  // Node itself, and whoever listens to the end of a connection, destroys what was on it.
  if (!this.destroyed && !this.closed && !isGone(socket)) note(ending, args[0]);
  Reflect.apply(own.destroy, this, args);
  return this;
}

// Only a request that has not been read to its end takes its connection along.
function destroyRequestWatched(this: Required<WatchedRequest>, ...args: readonly unknown[]): IncomingMessage {
  const { own, ending } = this[WATCHED];
  const { socket } = this;
  const wasGone = isGone(socket);
  Reflect.apply(own.destroy, this, args);
  if (!wasGone && isGone(socket)) note(ending, args[0]);
  return this;
}

function closeStreamWatched(this: Required<WatchedStream>, ...args: readonly unknown[]): void {
  noteStream(this, undefined);
  Reflect.apply(this[WATCHED].own.close, this, args);
}

function destroyStreamWatched(this: Required<WatchedStream>, ...args: readonly unknown[]): ServerHttp2Stream {
  noteStream(this, args[0]);
  Reflect.apply(this[WATCHED].own.destroy, this, args);
  return this;
}

/** Notes that a stream which is open is being ended: by the program, or by Node as its session or its connection ends. */
function noteStream(stream: WatchedStream, error: unknown): void {
  const watched = stream[WATCHED];
  if (watched === undefined || stream.closed || stream.destroyed) return;
  const { ending, session } = watched;
  const isByClient =
    !session.isAnnouncedByServer &&
    (session.isAnnouncedByClient || isProtocolError(error) || hasClientLeft(property(stream.session, 'socket')));
  ending.isByServer = !isByClient;
  ending.error = error;
}

function note(ending: Break, error: unknown): void {
  if (ending.isByServer !== undefined) return;
  ending.isByServer = true;
  ending.error = error;
}

function isGone(socket: unknown): boolean {
  return property(socket, 'destroyed') === true || hasClientLeft(socket);
}

function goawayWatched(this: Required<WatchedSession>, ...args: Parameters<Http2Session['goaway']>): void {
  const { goaway, end } = this[WATCHED];
  const [code = 0, lastStreamId = 0] = args;
  if (code !== 0) end.isAnnouncedByServer = true;
  if (lastStreamId > 0) end.lastStreamId = lastStreamId;
  Reflect.apply(goaway, this, args);
}

function noteGoaway(this: WatchedSession, code: number): void {
  const end = this[WATCHED]?.end;
  // Without a code the client only asks for nothing more.
  if (end !== undefined && code !== 0) end.isAnnouncedByClient = true;
}

function noteSessionTimeout(this: WatchedSession): void {
  const end = this[WATCHED]?.end;
  if (end !== undefined) end.isTimedOut = true;
}
