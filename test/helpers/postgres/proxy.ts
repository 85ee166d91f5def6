import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { ServerAddress } from '../../../src/model/location.ts';
import { clearLater } from '../leftovers.ts';

/** A way to a server, which sees all that is sent, and may be slow or cut. */
export interface Proxy extends ServerAddress {
  /** Number of times that the client sent something after it had heard something: the round trips that it waited for. */
  turns(): number;
  /** Number of connections that were made. */
  connections(): number;
  /** Told what a client sends; false keeps it from the server and cuts the connection. */
  onSent: (text: string) => boolean;
  /** True holds back all that the server says. */
  isDumb: boolean;
}

/** Starts a way to a server, on which each answer takes `delayMs`; it ends with the test. */
export async function startProxy({ host, port }: ServerAddress, { delayMs = 0 } = {}): Promise<Proxy> {
  let turns = 0;
  let connections = 0;
  const sockets = new Set<Socket>();
  const proxy: Proxy = {
    host: '127.0.0.1',
    port: 0,
    turns: () => turns,
    connections: () => connections,
    onSent: () => true,
    isDumb: false,
  };
  const listener = createServer((client) => {
    connections += 1;
    let hasHeard = true;
    const server = host.startsWith('/') ? connect(`${host}/.s.PGSQL.${port}`) : connect(port, host);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.on('error', () => undefined).on('close', () => [client, server].map((other) => other.destroy()));
    }
    client.on('data', (bytes) => {
      if (!proxy.onSent(bytes.toString('latin1'))) return void client.resetAndDestroy();
      if (hasHeard) turns += 1;
      hasHeard = false;
      server.write(bytes);
    });
    server.on('data', async (bytes) => {
      if (delayMs > 0) await wait(delayMs);
      if (proxy.isDumb) return;
      hasHeard = true;
      client.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  clearLater(() => {
    for (const socket of sockets) socket.destroy();
    listener.close();
  });
  const address = listener.address();
  return Object.assign(proxy, { port: typeof address === 'object' && address ? address.port : 0 });
}
