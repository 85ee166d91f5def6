import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Http2Session } from 'node:http2';
import type { Server, Socket } from 'node:net';

/** A server of `node:http`, `node:https` or `node:http2`. */
export type EndableServer = Server & {
  /** Closes the connections that no request is on; of HTTP/1 alone. */
  closeIdleConnections?(): void;
  /** Closes all connections, whatever is on them; of HTTP/1 alone. */
  closeAllConnections?(): void;
};

/** Time between two looks for connections that nothing happens on. */
const LOOK_MS = 50;

/** Ends servers without cutting off a call: Node itself goes on with connections that are kept alive, for as long as they are. */
export class ServerDrain {
  readonly #servers: readonly EndableServer[];
  readonly #sockets = new Set<Socket>();
  readonly #sessions = new Set<Http2Session>();
  readonly #drained = Promise.withResolvers<void>();

  constructor(servers: readonly EndableServer[]) {
    this.#servers = servers;
    for (const server of servers) {
      server.on('connection', (socket) => {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
      });
      server.on('session', (session: Http2Session) => {
        this.#sessions.add(session);
        session.once('close', () => this.#sessions.delete(session));
      });
    }
  }

  /** Accepts no new connections, and resolves when all calls are answered and all connections closed. Never rejects. */
  async drain(): Promise<void> {
    for (const server of this.#servers) server.prependListener('request', askToClose);
    for (const session of this.#sessions) session.close();
    const closed = this.#servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve())));
    Promise.all(closed).then(() => this.#drained.resolve());
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
    for (const server of this.#servers) server.closeIdleConnections?.();
    // To Node a connection on which nothing has come yet, as browsers and proxies open them in advance, is not idle.
    for (const socket of this.#sockets) if (socket.bytesRead === 0) socket.destroy();
  }
}

function askToClose(request: IncomingMessage, response: ServerResponse): void {
  if (request.httpVersionMajor === 1 && !response.headersSent) response.setHeader('Connection', 'close');
}
