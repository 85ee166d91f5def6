import { EventEmitter, once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  constants,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import { type AddressInfo, connect as connectSocket, type Socket } from 'node:net';
import { pipeline, Readable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { httpLogger } from '../../../src/integration/logging/http-logger.ts';
import type { Store } from '../../../src/store/store.ts';
import { KEY, makeApi, type TestApi } from '../servers.ts';

/** A request over HTTP/2 that is under way, from both sides. */
interface UnderWay {
  readonly server: Http2Server;
  readonly request: Http2ServerRequest;
  readonly response: Http2ServerResponse;
  readonly session: ServerHttp2Session;
  readonly socket: Socket;
  readonly client: ClientHttp2Session;
  readonly clientSocket: Socket;
  readonly asked: ClientHttp2Stream;
}

const HEADS: Readonly<Record<string, (response: Http2ServerResponse) => void>> = {
  'before its head': () => undefined,
  'after its head': (response) => response.writeHead(200),
  'in its body': (response) => response.write('a'),
  'with the end of its body on the way': (response) => response.end('x'.repeat(5_000_000)),
};

/** Asks a server over HTTP/2, and gives both sides once the request has arrived and its answer was begun. */
async function askHttp2(api: TestApi, path: string, begin: (response: Http2ServerResponse) => void): Promise<UnderWay> {
  const server = createServer();
  const connected = once(server, 'connection') as Promise<[Socket]>;
  const arrived = Promise.withResolvers<Pick<UnderWay, 'request' | 'response' | 'session'>>();
  server.on('sessionError', () => undefined);
  server.on('request', (request, response) =>
    api.logger(request, response, () => {
      begin(response);
      response.stream.on('error', () => undefined);
      arrived.resolve({ request, response, session: response.stream.session as ServerHttp2Session });
    }),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const clientSocket = connectSocket(port, '127.0.0.1').on('error', () => undefined);
  const client = connect(`http://127.0.0.1:${port}`, { createConnection: () => clientSocket });
  client.on('error', () => undefined);
  const asked = client.request({ ':path': path, ...KEY });
  asked.on('error', () => undefined).end();
  const [[socket], underWay] = await Promise.all([connected, arrived.promise]);
  onTestFinished(() => {
    clientSocket.destroy();
    socket.destroy();
    server.close();
  });
  return { ...underWay, server, socket, client, clientSocket, asked };
}

const failing = () =>
  new Readable({
    read() {
      this.destroy(new Error('The disk is gone'));
    },
  });
const { NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_NO_ERROR, NGHTTP2_INTERNAL_ERROR } = constants;

type Act = (underWay: UnderWay) => unknown;
type Row = readonly [name: string, act: Act, statusCode: number, message?: string];

const BY_SERVER: readonly Row[] = [
  ...Object.entries({ NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_INTERNAL_ERROR }).map(
    ([name, code]): Row => [`stream.close(${name})`, ({ response }) => response.stream.close(code), 500],
  ),
  ['stream.destroy()', ({ response }) => response.stream.destroy(), 500],
  ['stream.destroy(error)', ({ response }) => response.stream.destroy(new Error('No gifts')), 500, 'No gifts'],
  ['response.destroy()', ({ response }) => response.destroy(), 500],
  ['response.destroy(error)', ({ response }) => response.destroy(new Error('No gifts')), 500, 'No gifts'],
  ['request.socket.destroy()', ({ request }) => request.socket.destroy(), 500],
  ['session.destroy()', ({ session }) => session.destroy(), 500],
  ['session.destroy(error)', ({ session }) => session.destroy(new Error('No gifts')), 500, 'No gifts'],
  ['session.destroy(code)', ({ session }) => session.destroy(NGHTTP2_CANCEL as never), 500],
  ['session.goaway(code)', ({ session }) => session.goaway(NGHTTP2_INTERNAL_ERROR), 500],
  ['socket.destroy()', ({ socket }) => socket.destroy(), 500],
  ['socket.destroy(error)', ({ socket }) => socket.destroy(new Error('No gifts')), 500],
  [
    'socket.destroy(an error with a code)',
    ({ socket }) => socket.destroy(Object.assign(new Error('No gifts'), { code: 'SQLITE_BUSY' })),
    500,
  ],
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
  [
    'server.setTimeout',
    ({ session, server }) => session.setTimeout(20, () => server.emit('timeout', session) || session.destroy()),
    504,
    'took too long',
  ],
];
const OPEN_ONLY: readonly Row[] = [
  ['stream.close()', ({ response }) => response.stream.close(NGHTTP2_NO_ERROR), 500],
  [
    'a pipeline that fails',
    ({ response }) => pipeline(failing(), response as never, () => undefined),
    500,
    'The disk is gone',
  ],
];
const BY_CLIENT: readonly Row[] = [
  ...Object.entries({ NGHTTP2_CANCEL, NGHTTP2_REFUSED_STREAM, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR }).map(
    ([name, code]): Row => [`stream.close(${name})`, ({ asked }) => asked.close(code), 499],
  ),
  ['stream.destroy()', ({ asked }) => asked.destroy(), 499],
  ['session.destroy()', ({ client }) => client.destroy(), 499],
  ['session.destroy(code)', ({ client }) => client.destroy(NGHTTP2_INTERNAL_ERROR as never), 499],
  ['session.goaway(code)', ({ client }) => client.goaway(NGHTTP2_INTERNAL_ERROR), 499],
  ['socket.destroy()', ({ clientSocket }) => clientSocket.destroy(), 499],
  ['socket.resetAndDestroy()', ({ clientSocket }) => clientSocket.resetAndDestroy(), 499],
  ['bytes that are no frame', ({ clientSocket }) => clientSocket.write(Buffer.alloc(200, 255)), 499],
  [
    'session.destroy(), whereupon the handler destroys the response',
    ({ client, request, response }) => {
      request.on('aborted', () => response.destroy(new Error('Nobody listens')));
      client.destroy();
    },
    499,
  ],
  [
    'stream.close(NGHTTP2_CANCEL), whereupon the handler destroys the response',
    ({ asked, request, response }) => {
      request.on('aborted', () => response.destroy(new Error('Nobody listens')));
      asked.close(NGHTTP2_CANCEL);
    },
    499,
  ],
  [
    'stream.close(NGHTTP2_CANCEL) long after a timeout that the server only noted',
    ({ asked, response }) => {
      response.setTimeout(10, () => asked.close(NGHTTP2_CANCEL));
    },
    499,
  ],
];

/** Does all of it at once, each on a connection of its own, and gives what was logged. */
async function breakOff(rows: readonly Row[], begin: (response: Http2ServerResponse) => void) {
  const api = await makeApi();
  await Promise.all(rows.map(async ([, act], index) => act(await askHttp2(api, `/row/at${index}`, begin))));
  await expect.poll(async () => (await api.calls()).length).toBe(rows.length);
  const calls = new Map((await api.calls()).map((call) => [call.apiRoute, call]));
  return rows.map(([name], index) => {
    const { statusCode, errorMessage } = calls.get(`/row/at${index}`) ?? {};
    return { name, statusCode, errorMessage };
  });
}

const expected = (rows: readonly Row[], usual: string) =>
  rows.map(([name, , statusCode, message = usual]) => ({
    name,
    statusCode,
    errorMessage: expect.stringContaining(message),
  }));

describe.each(Object.entries(HEADS))('A response over HTTP/2 that is broken off %s', (head, begin) => {
  const byServer = head.startsWith('with the end') ? BY_SERVER : [...BY_SERVER, ...OPEN_ONLY];

  test('by the server is an error of the server', async () => {
    expect(await breakOff(byServer, begin)).toEqual(expected(byServer, 'The server broke off'));
  });

  test('by the client is none of the server', async () => {
    expect(await breakOff(BY_CLIENT, begin)).toEqual(expected(BY_CLIENT, 'The client went away'));
  });
});

describe('Over HTTP/2', () => {
  const noHead = () => undefined;
  const logged = async (rows: readonly Row[]) => {
    const broken = await breakOff(rows, noHead);
    return broken.map(({ name, statusCode, errorMessage }) => [name, statusCode, errorMessage]);
  };

  test('a response that was sent in full is complete, whoever closes what is left', async () => {
    const answers: readonly Row[] = [
      ['204', ({ response }) => response.writeHead(204).end(), 204],
      ['304', ({ response }) => response.writeHead(304).end(), 304],
      ['without a body', ({ response }) => response.end(), 200],
      ['whose stream the server closes behind it', ({ response }) => response.end('{}').stream.close(), 200],
      [
        'whose session the server closes before it',
        ({ session, response }) => {
          session.close();
          response.end('{}');
        },
        200,
      ],
      [
        'whose server closes before it',
        ({ server, response }) => {
          server.close();
          setTimeout(() => response.end('{}'), 20);
        },
        200,
      ],
      [
        'whose client closes its session before it',
        ({ client, response }) => {
          client.close();
          setTimeout(() => response.end('{}'), 20);
        },
        200,
      ],
      [
        'whose client has all of it and resets the stream',
        ({ asked, response }) => {
          asked.on('data', () => undefined).on('end', () => asked.close(NGHTTP2_CANCEL));
          response.end('{}');
        },
        200,
      ],
    ];
    expect(await logged(answers)).toEqual(answers.map(([name, , statusCode]) => [name, statusCode, null]));
  });

  test('a stream that the server refused in its GOAWAY is broken off by the server, and none below it', async () => {
    const api = await makeApi();
    const begun = new EventEmitter();
    const first = await askHttp2(api, '/first', () => begun.emit('response'));
    const second = first.client.request({ ':path': '/second', ...KEY }).on('error', () => undefined);
    await once(begun, 'response');
    first.session.goaway(NGHTTP2_NO_ERROR, 1);
    await new Promise((resolve) => second.on('close', resolve));
    first.response.end('{}');
    await expect.poll(api.calls).toMatchObject([
      { apiRoute: '/second', statusCode: 500 },
      { apiRoute: '/first', statusCode: 200 },
    ]);
  });

  test('a request whose client left while its key was looked up is logged all the same', async () => {
    const api = await makeApi();
    const looking = Promise.withResolvers<void>();
    const slow = {
      ...api.store,
      users: {
        ...api.store.users,
        authenticate: (async (key: string, options: { readonly reason: true }) => {
          await looking.promise;
          return api.store.users.authenticate(key, options);
        }) as Store['users']['authenticate'],
      },
    };
    const logger = httpLogger(slow, { signals: [] });
    const server = createServer();
    server.on('request', (request, response) => logger(request, response, () => response.end('{}')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const asked = client.request({ ':path': '/left', ...KEY }).on('error', () => undefined);
    const [stream] = await once(server, 'stream');
    asked.close(NGHTTP2_CANCEL);
    await once(stream, 'close');
    looking.resolve();
    await expect.poll(() => logger.counts().waiting + logger.counts().logged).toBe(1);
    await logger.close();
    expect(await api.calls()).toMatchObject([{ apiRoute: '/left', statusCode: 499 }]);
    client.destroy();
    server.close();
  });
});

test.each<[string, (response: Http2ServerResponse) => unknown, number]>([
  ['its own head', ({ stream }) => stream.respond({ ':status': 203 }) ?? stream.end('whole'), 203],
  ['a file', ({ stream }) => stream.respondWithFile('package.json'), 200],
  ['the head of the response', (response) => response.writeHead(201, { 'content-length': 5 }).stream.end('whole'), 201],
])(
  'What a program sends over the stream itself is complete when all of it was sent: %s',
  async (_, answer, statusCode) => {
    const api = await makeApi();
    const { asked } = await askHttp2(api, '/past', (response) => void answer(response));
    await once(asked.resume(), 'close');
    await expect.poll(api.calls).toMatchObject([{ statusCode, errorMessage: null }]);
  },
);

test('What a program sends over the stream itself is incomplete when its client leaves', async () => {
  const api = await makeApi();
  const { asked } = await askHttp2(
    api,
    '/past',
    ({ stream }) => stream.respond({ ':status': 203 }) ?? stream.write('half'),
  );
  asked.close(NGHTTP2_CANCEL);
  await expect.poll(api.calls).toMatchObject([{ statusCode: 499 }]);
});
