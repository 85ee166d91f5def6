import { createConnection, createServer, type Socket } from 'node:net';

/** A proxy that stands for the way to a server far away. */
export interface DelayingProxy {
  readonly port: number;
  /** Number of times so far that a client spoke after the server had: the round trips of all connections. */
  roundTrips(): number;
  close(): Promise<void>;
}

/** Starts a proxy to a server on this machine; whatever passes arrives `delayMs` later, in each direction. */
export async function startDelayingProxy(target: { readonly port: number }, delayMs: number): Promise<DelayingProxy> {
  const sockets = new Set<Socket>();
  let roundTrips = 0;
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = createConnection({ host: '127.0.0.1', port: target.port, noDelay: true });
    let isAnswered = true;
    client.on('data', () => {
      if (isAnswered) roundTrips += 1;
      isAnswered = false;
    });
    upstream.on('data', () => {
      isAnswered = true;
    });
    forward(client, upstream, delayMs);
    forward(upstream, client, delayMs);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    port: address.port,
    roundTrips: () => roundTrips,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

function forward(from: Socket, to: Socket, delayMs: number): void {
  const later = (work: () => void) => {
    if (delayMs > 0) setTimeout(work, delayMs);
    else work();
  };
  from.on('data', (chunk) => later(() => to.write(chunk)));
  from.once('end', () => later(() => to.end()));
  from.on('error', () => to.destroy());
}
