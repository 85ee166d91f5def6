import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2Session } from 'node:http2';
import { Server, type Socket } from 'node:net';

/** A server of `node:http`, `node:https` or `node:http2`. */
export type EndableServer = Server & {
  /** Closes the connections that no request is on; of HTTP/1 alone. */
  closeIdleConnections?(): void;
  /** Closes all connections, whatever is on them; of HTTP/1 alone. */
  closeAllConnections?(): void;
};

/** Time between two looks for connections that nothing happens on. */
const LOOK_MS = 50;

/**
 * Ends servers without cutting off a call. Node's own `close` waits for connections as long as they are kept alive, and cuts off
 * responses that slow clients are still reading.
 */
export class ServerDrain {
  readonly #servers: readonly EndableServer[];
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<Http2Session>();
  readonly #drained = Promise.withResolvers<void>();

  constructor(servers: readonly EndableServer[]) {
    this.#servers = servers;
    for (const server of servers) {
      // Of TLS both: the one below is there first, and what is written stands in the one above.
      server.on('connection', (socket: Socket) => keepOpen(this.#sockets, socket));
      server.on('secureConnection', (socket: Socket) => keepOpen(this.#sockets, socket));
      server.on('session', (session: Http2Session) => keepOpen(this.#sessions, session));
    }
  }

  /** Accepts no new connections, and resolves when all calls are answered and all connections closed. Never rejects. */
  async drain(): Promise<void> {
    for (const server of this.#servers) server.prependListener('request', askToClose);
    for (const session of this.#sessions) session.close();
    Promise.all(this.#servers.map(stopListening)).then(() => this.#drained.resolve());
    // Not at once: a request may be on its way.
    const timer = setInterval(() => this.#closeIdle(), LOOK_MS);
    await this.#drained.promise;
    clearInterval(timer);
  }

  /** Closes all connections, whatever is under way on them. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
    for (const server of this.#servers) server.closeAllConnections?.();
    // Not before those responses have been told. A connection from before this drain may be one that no server knows any more.
    setImmediate(() => this.#drained.resolve());
  }

  #closeIdle(): void {
    // To Node a connection is idle as soon as the end of a response was written, if only to memory, for a client that reads slowly.
    const isAllSent = [...this.#sockets].every((socket) => socket.writableLength === 0);
    if (isAllSent) for (const server of this.#servers) server.closeIdleConnections?.();
    // And one on which nothing has come yet, as browsers and proxies open them in advance, is not.
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

function keepOpen<Open extends EventEmitter>(all: Set<Open>, open: Open): void {
  all.add(open);
  open.once('close', () => all.delete(open));
}

/** Resolves when a server that accepts nothing more has no connections left. */
function stopListening(server: Server): Promise<void> {
  // Its own `close` would close what Node takes for idle.
  return new Promise((resolve) => Server.prototype.close.call(server, () => resolve()));
}

function askToClose(request: IncomingMessage, response: ServerResponse): void {
  if (request.httpVersionMajor === 1 && !response.headersSent) response.setHeader('Connection', 'close');
}
