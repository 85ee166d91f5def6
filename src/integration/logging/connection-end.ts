const CALLS_ON_SOCKETS: readonly unknown[] = ['read', 'write', 'writev', 'shutdown'];
// Of nghttp2, about what the client sent.
const PROTOCOL_ERRORS: readonly unknown[] = ['ERR_HTTP2_ERROR', 'ERR_HTTP2_TOO_MANY_INVALID_FRAMES'];
const STATUSES_OF_PARSER: ReadonlyMap<string, number> = new Map([
  ['HPE_CHUNK_EXTENSIONS_OVERFLOW', 413],
  ['HPE_HEADER_OVERFLOW', 431],
]);

/** True when a client closed its connection, the connection was lost, or its data cannot be read. */
export function hasClientLeft(socket: unknown): boolean {
  // Where Node has not ended the other half as well, the client still waits for what it asked.
  const isClosed = property(socket, 'readableEnded') === true && property(socket, 'writableEnded') === true;
  return isClosed || isOfConnection(lossOf(socket));
}

/** The error that ended a connection, if it was one. */
export function lossOf(socket: unknown): unknown {
  const error = property(socket, 'errored');
  // What was still being written fails so where the server itself has ended the connection without an error.
  return property(error, 'code') === 'ECANCELED' ? undefined : error;
}

/** Status with which Node answers what its parser cannot read; undefined if an error is none of the parser, or a client that left. */
export function statusOfUnreadable(error: unknown): number | undefined {
  const code = property(error, 'code');
  if (typeof code !== 'string' || !code.startsWith('HPE_') || code === 'HPE_INVALID_EOF_STATE') return undefined;
  return STATUSES_OF_PARSER.get(code) ?? 400;
}

/** True when an error means that a client broke the rules of HTTP/2. */
export function isProtocolError(error: unknown): boolean {
  return PROTOCOL_ERRORS.includes(property(error, 'code'));
}

/** A property of whatever it is; undefined if it has none, or cannot be asked. */
export function property(value: unknown, name: string): unknown {
  try {
    return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  } catch {
    // What stands for a socket over HTTP/2 throws when its session has ended.
    return undefined;
  }
}

/**
 * Tells whether an error comes from a connection of this server. A program may destroy a socket with its own error,
 * which may have a code, such as that of another peer.
 */
export function isOfConnection(error: unknown): boolean {
  const code = property(error, 'code');
  const isOfParser = typeof code === 'string' && /^(?:HPE|ERR_SSL|ERR_TLS)_/.test(code);
  return isOfParser || CALLS_ON_SOCKETS.includes(property(error, 'syscall'));
}
