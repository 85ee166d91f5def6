import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A connection on which requests are written byte by byte, as no client does by itself. */
export interface RawConnection {
  readonly socket: Socket;
  /** Everything that the server has sent so far. */
  readonly received: () => string;
  /** Resolves with everything received as soon as that fits; rejects if the connection ends before. */
  readonly until: (fits: RegExp) => Promise<string>;
}

/** Opens a connection to a server, which is closed with the test. */
export async function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk) => {
    text += chunk;
    socket.emit('received');
  });
  // A server may cut a connection off; what came before that is what counts.
  socket.on('error', () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  const until = async (fits: RegExp) => {
    while (!fits.test(text)) {
      if (socket.destroyed) throw new Error(`The connection ended before ${fits} came: ${text}`);
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.once('received', resolve).once('close', () => resolve());
      await promise;
    }
    return text;
  };
  return { socket, received: () => text, until };
}

/** Sends a request as it is written, and returns all that the server sends until it closes the connection. */
export async function talk(url: string, request: string | Uint8Array): Promise<string> {
  const { socket, received } = await openConnection(url);
  const closed = once(socket, 'close');
  socket.write(request);
  await closed;
  return received();
}

/** The text of a request that closes its connection, with these lines as its head. */
export function requestText(lines: readonly string[], body = ''): string {
  const [line = '', ...headers] = lines;
  return `${[`${line} HTTP/1.1`, 'Host: api.example', 'Connection: close', ...headers].join('\r\n')}\r\n\r\n${body}`;
}

/** An answer, taken apart. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** What stands behind the head, chunked or not. */
  readonly body: string;
}

/** Takes the last answer in a text apart, informational ones before it left out. */
export function answerOf(text: string): RawAnswer {
  const final = text.replace(/^(?:HTTP\/1\.1 1\d\d .*?\r\n\r\n)+/s, '');
  const at = final.indexOf('\r\n\r\n');
  const [line = '', ...lines] = final.slice(0, at).split('\r\n');
  const headers = lines.map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim()];
  });
  return { status: Number(line.split(' ')[1]), headers: Object.fromEntries(headers), body: final.slice(at + 4) };
}
