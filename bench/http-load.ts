import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

// Sends requests over connections of its own, by plain sockets: a client of Node costs as much as the server that is measured.
// It runs as a process, on a processor of its own: it is told what to send, and answers with what it measured.

/** Request as bytes, and where to. */
export interface Target {
  readonly port: number;
  readonly request: string;
}

/** Order for load: at a rate, whatever the server does, or as fast as so many connections are answered. */
export type LoadOrder = Target & { readonly ms: number } & (
    | { readonly perSecond: number }
    | { readonly connections: number }
  );

/** Milliseconds that each request took, from the time when it was to be sent to the end of its answer. */
export interface LoadReport {
  readonly times: readonly number[];
}

const CONNECTIONS = 64;
const LENGTH = /\r\ncontent-length: (\d+)\r\n/i;

/** A connection that sends one request at a time. */
class Connection {
  readonly #socket: Socket;
  readonly #request: string;
  #received = '';
  #onAnswer: (() => void) | undefined;

  constructor({ port, request }: Target) {
    this.#request = request;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text) => this.#receive(String(text)));
  }

  async opened(): Promise<this> {
    await once(this.#socket, 'connect');
    return this;
  }

  send(onAnswer: () => void): void {
    this.#onAnswer = onAnswer;
    this.#socket.write(this.#request);
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(text: string): void {
    this.#received += text;
    const headEnd = this.#received.indexOf('\r\n\r\n');
    const length = Number(LENGTH.exec(this.#received)?.[1] ?? Number.NaN);
    if (headEnd < 0 || this.#received.length < headEnd + 4 + length) return;
    if (!this.#received.startsWith('HTTP/1.1 200 ')) throw new Error(`The server answered: ${this.#received}`);
    this.#received = '';
    const onAnswer = this.#onAnswer;
    this.#onAnswer = undefined;
    onAnswer?.();
  }
}

async function open(target: Target, count: number): Promise<readonly Connection[]> {
  return await Promise.all(Array.from({ length: count }, () => new Connection(target).opened()));
}

/**
 * Sends requests at a rate, whether or not those before are answered, and measures each from when it was to be sent. One that finds no
 * free connection waits for the server, not for the clock.
 */
async function loadAtRate(target: Target, ms: number, perSecond: number): Promise<readonly number[]> {
  const free = [...(await open(target, CONNECTIONS))];
  const connections = [...free];
  const { promise, resolve } = Promise.withResolvers<void>();
  const waiting: number[] = [];
  const times: number[] = [];
  const count = Math.round((ms * perSecond) / 1000);
  const sendNext = (): void => {
    const [startedAt, connection] = [waiting[0], free.at(-1)];
    if (startedAt === undefined || connection === undefined) return;
    waiting.shift();
    free.pop();
    connection.send(() => {
      times.push(performance.now() - startedAt);
      free.push(connection);
      if (times.length === count) resolve();
      else sendNext();
    });
  };
  const startedAt = performance.now();
  for (let sent = 0; sent < count; sent += 1) {
    const dueMs = startedAt + (sent * 1000) / perSecond - performance.now();
    if (dueMs > 0) await delay(dueMs);
    waiting.push(performance.now());
    sendNext();
  }
  await promise;
  for (const connection of connections) connection.close();
  return times;
}

/** Sends the next request on each connection when the one before is answered. */
async function loadAtOnce(target: Target, ms: number, count: number): Promise<readonly number[]> {
  const connections = await open(target, count);
  const { promise, resolve } = Promise.withResolvers<void>();
  const startedAt = performance.now();
  const times: number[] = [];
  let ended = 0;
  for (const connection of connections) {
    const next = (): void => {
      const sentAt = performance.now();
      if (sentAt - startedAt < ms) {
        connection.send(() => {
          times.push(performance.now() - sentAt);
          next();
        });
        return;
      }
      connection.close();
      ended += 1;
      if (ended === count) resolve();
    };
    next();
  }
  await promise;
  return times;
}

process.on('message', async (order: LoadOrder) => {
  const times = await ('perSecond' in order
    ? loadAtRate(order, order.ms, order.perSecond)
    : loadAtOnce(order, order.ms, order.connections));
  process.send?.({ times } satisfies LoadReport);
});
process.once('disconnect', () => process.exit());
