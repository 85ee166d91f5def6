import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerOptions, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { KEY, makeApi, type TestApi } from './servers.ts';

/** A request over HTTP/1 that is under way, from both sides. */
interface UnderWay {
  readonly server: Server;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly client: Socket;
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

/** Asks a server over a connection of its own, and gives both sides once the request has arrived and its answer was begun. */
async function askHttp1(
  api: TestApi,
  sent: string,
  { begin = () => undefined, options = {} }: { begin?: Begin; options?: ServerOptions } = {},
): Promise<UnderWay> {
  const arrived = Promise.withResolvers<Pick<UnderWay, 'request' | 'response' | 'socket'>>();
  const server = createServer(options, (request, response) =>
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
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
  await once(client, 'connect');
  client.write(sent);
  const underWay = await arrived.promise;
  onTestFinished(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { ...underWay, server, client };
}

/** Does all of it at once, each on a connection of its own, and gives what was logged. */
async function breakOff(rows: readonly Row[], requestTo: (path: string) => string, begin: Begin) {
  const api = await makeApi();
  const paths = rows.map((_, index) => `/row/at${index}`);
  await Promise.all(
    rows.map(async ([, act], index) => {
      const path = paths[index] ?? '';
      act(await askHttp1(api, requestTo(path), { begin }));
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
  ['socket.destroy(an error of another peer)', ({ socket }) => socket.destroy(coded('ECONNREFUSED', 'connect')), 500],
  ['socket.resetAndDestroy()', ({ socket }) => socket.resetAndDestroy(), 500],
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
/** What cannot happen to a response, or would not end it, once all of it is on the way. */
const BY_SERVER_BEFORE_END: readonly Row[] = [
  ...BY_SERVER,
  ['a pipeline that fails', ({ response }) => pipeline(failing(), response, () => undefined), 500, 'The disk is gone'],
];
const BY_CLIENT: readonly Row[] = [
  ['socket.destroy()', ({ client }) => client.destroy(), 499],
  ['socket.resetAndDestroy()', ({ client }) => client.resetAndDestroy(), 499],
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
    ({ client, response }) => response.setTimeout(10, () => client.resetAndDestroy()),
    499,
  ],
];

const BY_CLIENT_BEFORE_END: readonly Row[] = [...BY_CLIENT, ['socket.end()', ({ client }) => client.end(), 499]];

describe.each(Object.entries(REQUESTS))('A response to a request %s', (_, requestTo) => {
  const isOnItsWay = (head: string) => head.startsWith('with the end');

  test.each(Object.entries(HEADS))('that the server broke off %s is an error of the server', async (head, begin) => {
    const rows = isOnItsWay(head) ? BY_SERVER : BY_SERVER_BEFORE_END;
    expect(await breakOff(rows, requestTo, begin)).toEqual(expected(rows, 'The server broke off'));
  });

  test.each(Object.entries(HEADS))('that its client did not wait for %s is none of the server', async (head, begin) => {
    const rows = isOnItsWay(head) ? BY_CLIENT : BY_CLIENT_BEFORE_END;
    expect(await breakOff(rows, requestTo, begin)).toEqual(expected(rows, 'The client went away'));
  });
});

describe('Where requests wait for each other on one connection', () => {
  test.each<[string, (underWay: UnderWay) => unknown, number]>([
    ['the client ends', ({ client }) => client.destroy(), 499],
    ['the client resets', ({ client }) => client.resetAndDestroy(), 499],
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
