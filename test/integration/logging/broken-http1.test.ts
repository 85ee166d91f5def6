import { once } from 'node:events';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inLongRun } from '../../helpers/long-run.ts';
import { KEY, makeApi, type TestApi } from '../servers.ts';

/** A request over HTTP/1 that is under way, from both sides. */
interface UnderWay {
  readonly server: Server;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly client: Socket;
  /** Sockets that carry both sides: themselves, or those below TLS. */
  readonly carriers: { readonly server: Socket; readonly client: Socket };
}

type Begin = (response: ServerResponse) => unknown;
type Act = (underWay: UnderWay) => unknown;
type Row = readonly [name: string, act: Act, statusCode: number, message?: string];

// More than the system takes of what nobody reads.
const LONG_BODY = Buffer.alloc(20_000_000, 'x');
const HEADS: Readonly<Record<string, Begin>> = {
  'before its head': () => undefined,
  'after its head': (response) => response.flushHeaders(),
  'in its body': (response) => response.write('a'),
  'with the end of its body on the way': (response) => response.end(LONG_BODY),
};
const key = Object.entries(KEY).map(([name, value]) => `${name}: ${value}\r\n`);
const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: x\r\n${key}\r\n`;
const halfPost = (path: string) => `POST ${path} HTTP/1.1\r\nhost: x\r\n${key}content-length: 1000\r\n\r\nabc`;
const REQUESTS: Readonly<Record<string, (path: string) => string>> = {
  alone: get,
  'in the middle of an upload': halfPost,
  'on a connection that was used before': (path) => `${get('/before')}${get(path)}`,
};

// A key that both know needs no certificate.
const PSK = { ciphers: 'PSK', maxVersion: 'TLSv1.2' } as const;
const secured = { ...PSK, pskIdentityHint: 'x', pskCallback: () => Buffer.from('key of both') };
/** Makers of a server of HTTP/1. */
const TRANSPORTS: Readonly<Record<string, (options: ServerOptions, listener: RequestListener) => Server>> = {
  HTTP: createServer,
  HTTPS: (options, listener) => createHttpsServer({ ...options, ...secured }, listener),
  'HTTPS of a server of HTTP/2': (options, listener) =>
    // Its types do not tell that it has all of a server of HTTP/1.
    createSecureServer({ ...options, ...secured, allowHTTP1: true }, listener as never) as unknown as Server,
};

/** Asks a server over a connection of its own, and gives both sides once the request has arrived and its answer was begun. */
async function askHttp1(
  api: TestApi,
  sent: string,
  {
    begin = () => undefined,
    options = {},
    transport = 'HTTP',
  }: { begin?: Begin; options?: ServerOptions; transport?: string } = {},
): Promise<UnderWay> {
  const arrived = Promise.withResolvers<Pick<UnderWay, 'request' | 'response' | 'socket'>>();
  const make = TRANSPORTS[transport] ?? createServer;
  const server = make(options, (request, response) =>
    api.logger(request, response, () => {
      if (request.url === '/before') {
        response.end('{}');
        return;
      }
      begin(response);
      response.on('error', () => undefined);
      request.on('error', () => undefined);
      arrived.resolve({ request, response, socket: request.socket });
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const carrier = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  const pskCallback = () => ({ psk: Buffer.from('key of both'), identity: 'x' });
  const client =
    transport === 'HTTP'
      ? carrier
      : connectTls({ ...PSK, socket: carrier, pskCallback, checkServerIdentity: () => undefined });
  client.on('error', () => undefined);
  await once(client, transport === 'HTTP' ? 'connect' : 'secureConnect');
  const [carrierOfServer] = await connected;
  client.write(sent);
  const underWay = await arrived.promise;
  onTestFinished(() => {
    client.destroy();
    carrier.destroy();
    carrierOfServer.destroy();
    server.close();
  });
  return { ...underWay, server, client, carriers: { server: carrierOfServer, client: carrier } };
}

/** Does all of it at once, each on a connection of its own, and gives what was logged. */
async function breakOff(rows: readonly Row[], requestTo: (path: string) => string, begin: Begin, transport = 'HTTP') {
  const api = await makeApi();
  const paths = rows.map((_, index) => `/row/at${index}`);
  await Promise.all(
    rows.map(async ([, act], index) => {
      const path = paths[index] ?? '';
      act(await askHttp1(api, requestTo(path), { begin, transport }));
    }),
  );
  const calls = async () => (await api.calls()).filter(({ apiRoute }) => paths.includes(apiRoute));
  await expect.poll(async () => (await calls()).length).toBe(rows.length);
  const byRoute = new Map((await calls()).map((call) => [call.apiRoute, call]));
  return rows.map(([name], index) => {
    const { statusCode, errorMessage } = byRoute.get(paths[index] ?? '') ?? {};
    return { name, statusCode, errorMessage };
  });
}

const expected = (rows: readonly Row[], usual: string) =>
  rows.map(([name, , statusCode, message = usual]) => ({
    name,
    statusCode,
    errorMessage: expect.stringContaining(message),
  }));

const failing = () =>
  new Readable({
    read() {
      this.destroy(new Error('The disk is gone'));
    },
  });
const coded = (code: string, syscall?: string) => Object.assign(new Error('No gifts'), { code, syscall });

const BY_SERVER: readonly Row[] = [
  ['response.destroy()', ({ response }) => response.destroy(), 500],
  ['response.destroy(error)', ({ response }) => response.destroy(new Error('No gifts')), 500, 'No gifts'],
  ['response.destroy(an error of its own peer)', ({ response }) => response.destroy(coded('ECONNRESET')), 500],
  ['request.destroy()', ({ request }) => request.destroy(), 500],
  ['request.destroy(error)', ({ request }) => request.destroy(new Error('No gifts')), 500, 'No gifts'],
  ['socket.destroy()', ({ socket }) => socket.destroy(), 500],
  ['socket.destroy(error)', ({ socket }) => socket.destroy(new Error('No gifts')), 500, 'No gifts'],
  ['socket.destroy(an error with a code)', ({ socket }) => socket.destroy(coded('SQLITE_BUSY')), 500, 'No gifts'],
  ['socket.destroy(an error of a request to another)', ({ socket }) => socket.destroy(coded('ECONNRESET')), 500],
  ['socket.destroy(an error of another peer)', ({ socket }) => socket.destroy(coded('ECONNREFUSED', 'connect')), 500],
  ['socket.resetAndDestroy()', ({ carriers }) => carriers.server.resetAndDestroy(), 500],
  ['server.closeAllConnections()', ({ server }) => server.closeAllConnections(), 500],
  ['response.setTimeout', ({ response }) => response.setTimeout(20), 504, 'took too long'],
  ['request.setTimeout', ({ request }) => request.setTimeout(20), 504, 'took too long'],
  ['socket.setTimeout', ({ socket }) => socket.setTimeout(20), 504, 'took too long'],
  [
    'destroy when it took too long',
    ({ response }) => response.setTimeout(20, () => response.destroy()),
    504,
    'took too long',
  ],
  [
    'destroy by a signal that timed out',
    ({ response }) => response.destroy(new DOMException('Too slow', 'TimeoutError')),
    504,
    'took too long',
  ],
];
/** Events that cannot happen to a response, or would not end it, once all of it is on the way. */
const BY_SERVER_BEFORE_END: readonly Row[] = [
  ...BY_SERVER,
  ['socket.end()', ({ socket, client }) => client.resume() && socket.end(), 500],
  ['socket.destroySoon()', ({ socket, client }) => client.resume() && socket.destroySoon(), 500],
  [
    'socket.end(), whereupon the client resets',
    ({ socket, client, carriers }) =>
      client.resume().on('end', () => carriers.client.resetAndDestroy()) && socket.end('nothing more'),
    500,
  ],
  ['a pipeline that fails', ({ response }) => pipeline(failing(), response, () => undefined), 500, 'The disk is gone'],
];
const BY_CLIENT: readonly Row[] = [
  ['socket.destroy()', ({ client }) => client.destroy(), 499],
  ['socket.resetAndDestroy()', ({ carriers }) => carriers.client.resetAndDestroy(), 499],
  [
    'socket.destroy(), whereupon the handler destroys the response',
    ({ client, request, response }) => {
      request.on('aborted', () => response.destroy(new Error('Nobody listens')));
      client.destroy();
    },
    499,
  ],
  [
    'socket.resetAndDestroy() after a timeout that the server only noted',
    ({ carriers, response }) => response.setTimeout(10, () => carriers.client.resetAndDestroy()),
    499,
  ],
];

const BY_CLIENT_BEFORE_END: readonly Row[] = [...BY_CLIENT, ['socket.end()', ({ client }) => client.end(), 499]];

// What TLS adds does not ask what was requested: each of its servers is asked for one of them.
const usual: readonly string[] = ['HTTPS alone', 'HTTPS of a server of HTTP/2 in the middle of an upload'];
const KINDS = Object.keys(TRANSPORTS).flatMap((transport) =>
  Object.entries(REQUESTS)
    .filter(([name]) => inLongRun(transport === 'HTTP' || usual.includes(`${transport} ${name}`), true))
    .map(([name, requestTo]) => ({ transport, name, requestTo })),
);

// TLS cannot be reset, and the types of a server of HTTP/2 tell of more than it has.
const MISSING: Readonly<Record<string, readonly string[]>> = {
  HTTPS: ['socket.resetAndDestroy()'],
  'HTTPS of a server of HTTP/2': ['socket.resetAndDestroy()', 'server.closeAllConnections()'],
};

describe.each(KINDS)('A response over $transport to a request $name', ({ transport, requestTo }) => {
  const isOnItsWay = (head: string) => head.startsWith('with the end');

  test.each(Object.entries(HEADS))('that the server broke off %s is an error of the server', async (head, begin) => {
    const all = isOnItsWay(head) ? BY_SERVER : BY_SERVER_BEFORE_END;
    const rows = all.filter(([name]) => MISSING[transport]?.includes(name) !== true);
    expect(await breakOff(rows, requestTo, begin, transport)).toEqual(expected(rows, 'The server broke off'));
  });

  test.each(Object.entries(HEADS))('that its client did not wait for %s is none of the server', async (head, begin) => {
    const rows = isOnItsWay(head) ? BY_CLIENT : BY_CLIENT_BEFORE_END;
    expect(await breakOff(rows, requestTo, begin, transport)).toEqual(expected(rows, 'The client went away'));
  });
});

describe('Where requests wait for each other on one connection', () => {
  test.each<[string, (underWay: UnderWay) => unknown, number]>([
    ['the client ends', ({ client }) => client.destroy(), 499],
    ['the client resets', ({ carriers }) => carriers.client.resetAndDestroy(), 499],
    ['the server destroys', ({ socket }) => socket.destroy(), 500],
    ['the server destroys the first response of', ({ response }) => response.destroy(new Error('No gifts')), 500],
  ])('and %s it, each is told for itself', async (_, act, statusCode) => {
    const api = await makeApi();
    const both = Promise.withResolvers<void>();
    const begin: Begin = ({ req }) => req.url === '/second' && both.resolve();
    const underWay = await askHttp1(api, `${get('/first')}${get('/second')}`, { begin });
    await both.promise;
    act(underWay);
    await expect.poll(api.calls).toHaveLength(2);
    expect((await api.calls()).map((call) => call.statusCode)).toEqual([statusCode, statusCode]);
  });
});

describe('A request that does not arrive in time', () => {
  const options = { connectionsCheckingInterval: 10 };
  const hurry = ({ server }: UnderWay) => Object.assign(server, { requestTimeout: 30, headersTimeout: 30 });

  test.each(Object.entries(HEADS).slice(0, 3))('is told as 408 %s', async (_, begin) => {
    const api = await makeApi();
    hurry(await askHttp1(api, halfPost('/late'), { begin, options }));
    const message = 'The request did not arrive in time.';
    await expect.poll(api.calls).toMatchObject([{ statusCode: 408, errorMessage: message }]);
  });

  test('is told as 408 also of the one that waits before it on the connection', async () => {
    const api = await makeApi();
    const underWay = await askHttp1(api, get('/first'), { options });
    underWay.client.write(get('/behind').slice(0, 30));
    hurry(underWay);
    await expect.poll(api.calls).toMatchObject([{ apiRoute: '/first', statusCode: 408 }]);
  });
});

describe('A request whose rest cannot be read', () => {
  const chunked = `POST /odd HTTP/1.1\r\nhost: x\r\n${key}transfer-encoding: chunked\r\n\r\n1\r\na\r\n`;

  test.each([
    ['a chunk without a size', 'ZZ\r\n', 400, /: Parse Error: .*chunk size/],
    ['a trailer that is none', '0\r\n: x\r\n\r\n', 400, /: Parse Error: /],
    ['trailers without end', `0\r\n${'x: y\r\n'.repeat(20_000)}`, 431, /: Parse Error: .*overflow/i],
    ['extensions of a chunk without end', `1;${'x'.repeat(20_000)}`, 413, /: Parse Error: .*overflow/i],
  ])('is told with the status of its answer: %s', async (_, rest, statusCode, message) => {
    const api = await makeApi();
    const { client } = await askHttp1(api, chunked);
    const answered = once(client, 'data');
    client.write(rest);
    expect(String(await answered)).toContain(`HTTP/1.1 ${statusCode} `);
    await expect.poll(api.calls).toMatchObject([{ statusCode, errorMessage: expect.stringMatching(message) }]);
  });

  test('is one of the client that left where its connection ended', async () => {
    const api = await makeApi();
    (await askHttp1(api, chunked)).client.end();
    await expect.poll(api.calls).toMatchObject([{ statusCode: 499 }]);
  });
});

describe('Where the program answers faults of clients itself', () => {
  const answering = (underWay: UnderWay) => {
    underWay.server.on('clientError', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    return underWay;
  };

  test.each(Object.keys(TRANSPORTS))(
    'a request that does not arrive in time is told as 408 over %s',
    async (transport) => {
      const api = await makeApi();
      const options = { connectionsCheckingInterval: 10 };
      const { server, client } = answering(await askHttp1(api, halfPost('/late'), { options, transport }));
      client.resume();
      Object.assign(server, { requestTimeout: 30, headersTimeout: 30 });
      await expect.poll(api.calls).toMatchObject([{ statusCode: 408 }]);
    },
  );

  test.each(Object.keys(TRANSPORTS))('what is no HTTP is the fault of the client over %s', async (transport) => {
    const api = await makeApi();
    const { client } = answering(await askHttp1(api, get('/first'), { transport }));
    client.resume().write('no HTTP\r\n\r\n');
    await expect.poll(api.calls).toMatchObject([{ apiRoute: '/first', statusCode: 499 }]);
  });
});

test('A response that was sent in full is complete, whatever becomes of its connection', async () => {
  const api = await makeApi();
  const answers: readonly (readonly [string, string, Act])[] = [
    ['HEAD', get('/at0').replace('GET', 'HEAD'), ({ response }) => response.end('left out')],
    ['204', get('/at1'), ({ response }) => response.writeHead(204).end()],
    ['304', get('/at2'), ({ response }) => response.writeHead(304).end()],
    ['closing', get('/at3'), ({ response }) => response.setHeader('connection', 'close').end('{}')],
    ['destroyed behind its end', get('/at4'), ({ response }) => response.end('{}', () => response.destroy())],
    ['of an upload that nobody reads', halfPost('/at5'), ({ response }) => response.end('{}')],
    [
      'whose client has it and resets',
      get('/at6'),
      ({ response, client }) => client.on('data', () => client.resetAndDestroy()) && response.end('{}'),
    ],
  ];
  await Promise.all(
    answers.map(async ([, sent, act]) => {
      act(await askHttp1(api, sent));
    }),
  );
  await expect.poll(async () => (await api.calls()).length).toBe(answers.length);
  const calls = (await api.calls()).toSorted((one, other) => one.apiRoute.localeCompare(other.apiRoute));
  expect(calls.map(({ statusCode, errorMessage }) => [statusCode, errorMessage])).toEqual(
    [200, 204, 304, 200, 200, 200, 200].map((statusCode) => [statusCode, null]),
  );
});
