import { EventEmitter, once } from 'node:events';
import { connect as connectHttp2, constants, createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, connect } from 'node:net';
import { serve as serveHono, upgradeWebSocket, type WebSocketServerLike } from '@hono/node-server';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { cors } from 'hono/cors';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { stream, streamSSE, streamText } from 'hono/streaming';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type HonoLoggerOptions, honoLogger } from '../../../src/integration/frameworks/hono.ts';
import { ask, KEY, makeApi, post } from '../servers.ts';
import { answerOf, requestText, talk } from './raw-http.ts';

/** An app with the middleware below `/api`, and what it logged. */
async function makeApp(options: HonoLoggerOptions = {}, ...before: MiddlewareHandler[]) {
  const { store, calls, errors } = await makeApi();
  const logger = honoLogger(store, { signals: [], ...options });
  onTestFinished(() => logger.close());
  const app = new Hono();
  app.use('/api/*', ...before, logger);
  const ask = (path: string, init: RequestInit = {}) =>
    app.request(path, { ...init, headers: { ...KEY, ...init.headers } });
  const logged = async () => {
    await logger.flush();
    return await calls();
  };
  return { app, logger, ask, logged, errors };
}

/** The text of the chunks that a response has brought so far, one at each call. */
function chunksOf(response: Response): () => Promise<string | undefined> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  return async () => (await reader?.read())?.value;
}

describe('In a Hono app without a server', () => {
  test('requests are authenticated and logged with both payloads, whether or not somebody reads the answer', async () => {
    const { app, ask, logged } = await makeApp();
    app.post('/api/items/:id', async (context) =>
      context.json({ from: context.get('user').username, got: await context.req.json() }, 201, { 'x-a': 'b' }),
    );
    const answer = await ask('/api/items/7', post({ age: 7, password: 'x' }));
    expect([answer.status, answer.headers.get('x-a'), answer.headers.get('content-type')]).toEqual([
      201,
      'b',
      'application/json',
    ]);
    await expect.poll(logged).toMatchObject([
      {
        apiRoute: '/api/items/:id',
        statusCode: 201,
        errorMessage: null,
        requestPayload: { age: 7, password: '[blanked]' },
        responsePayload: { from: 'shop', got: { age: 7, password: '[blanked]' } },
      },
    ]);
    expect(await answer.json()).toEqual({ from: 'shop', got: { age: 7, password: 'x' } });
  });

  test('an answer without a body is logged at once, and HEAD by the route of its GET', async () => {
    const { app, ask, logged } = await makeApp();
    app.get('/api/none', (context) => context.body(null, 204));
    app.get('/api/same', (context) => context.body(null, 304));
    app.get('/api/items/:id', (context) => context.json({ is: 1 }));
    app.get('/api/moved', (context) => context.redirect('/api/items/1'));
    await ask('/api/none');
    await ask('/api/same');
    await ask('/api/items/1', { method: 'HEAD' });
    await ask('/api/moved');
    expect(
      (await logged()).map(({ apiRoute, statusCode, responsePayload }) => [apiRoute, statusCode, responsePayload]),
    ).toEqual([
      ['/api/none', 204, null],
      ['/api/same', 304, null],
      ['/api/items/:id', 200, null],
      ['/api/moved', 302, null],
    ]);
  });

  test.each<[string, (context: Context) => Promise<unknown>]>([
    ['as text', (context) => context.req.text()],
    ['as JSON', async (context) => JSON.stringify(await context.req.json())],
    ['as bytes', async (context) => new TextDecoder().decode(await context.req.arrayBuffer())],
    ['twice', async ({ req }) => JSON.stringify([await req.json(), await req.text()].at(0))],
    ['as a copy', async ({ req }) => [await req.raw.clone().text(), await req.text()].at(1)],
    [
      'as a stream',
      async (context) => {
        const chunks: Uint8Array[] = [];
        for await (const chunk of context.req.raw.body ?? []) chunks.push(chunk);
        return Buffer.concat(chunks).toString();
      },
    ],
    [
      'into memory of its own',
      async (context) => {
        const reader = context.req.raw.body?.getReader({ mode: 'byob' });
        let text = '';
        for (;;) {
          const read = await reader?.read(new Uint8Array(4));
          if (read === undefined || read.done) return text;
          text += new TextDecoder().decode(read.value);
        }
      },
    ],
  ])('a request may be read %s', async (_, read) => {
    const { app, ask, logged } = await makeApp();
    app.post('/api/echo', async (context) => context.text(String(await read(context))));
    const answer = await ask('/api/echo', post({ age: 7 }));
    expect(await answer.text()).toBe('{"age":7}');
    expect(await logged()).toMatchObject([{ requestPayload: { age: 7 } }]);
  });

  test('a form is logged, and a request that nobody reads has no payload', async () => {
    const { app, ask, logged } = await makeApp();
    app.post('/api/form', async (context) => context.json(await context.req.parseBody()));
    app.post('/api/unread', (context) => context.json({}));
    const body = new URLSearchParams({ age: '7', password: 'x' });
    expect(await (await ask('/api/form', { method: 'POST', body })).json()).toEqual({ age: '7', password: 'x' });
    await (await ask('/api/unread', { method: 'POST', body: 'x' })).text();
    expect(await logged()).toMatchObject([
      { requestPayload: { age: '7', password: '[blanked]' } },
      { requestPayload: null },
    ]);
  });

  test('an upload is handed on as it comes, and no more of it is asked for than is read', async () => {
    const { app, ask, logged } = await makeApp({ payloadBytes: 10 });
    let pulled = 0;
    const body = new ReadableStream(
      {
        pull: (controller) => {
          pulled += 1;
          if (pulled > 1_000) controller.close();
          else controller.enqueue(new TextEncoder().encode(`${'x'.repeat(999)}\n`));
        },
      },
      { highWaterMark: 0 },
    );
    app.post('/api/upload', async (context) => {
      const reader = context.req.raw.body?.getReader();
      await reader?.read();
      const early = pulled;
      for (;;) if ((await reader?.read())?.done !== false) return context.json({ early, pulled });
    });
    const answer = await ask('/api/upload', { method: 'POST', body, duplex: 'half' });
    const { early } = (await answer.json()) as { early: number };
    expect(early).toBeLessThan(5);
    expect(await logged()).toMatchObject([{ requestPayload: { start: 'xxxxxxxxxx', bytes: 1_000_000 } }]);
  });

  test('a body that is too long is refused by the limit of the app', async () => {
    const { app, ask, logged } = await makeApp();
    app.post('/api/upload', bodyLimit({ maxSize: 5 }), async (context) => context.text(await context.req.text()));
    const body = (text: string) => new Blob([text]).stream();
    expect(await (await ask('/api/upload', { method: 'POST', body: body('short'), duplex: 'half' })).text()).toBe(
      'short',
    );
    expect((await ask('/api/upload', { method: 'POST', body: body('longer'), duplex: 'half' })).status).toBe(413);
    expect(await logged()).toMatchObject([
      { statusCode: 200, requestPayload: 'short' },
      { statusCode: 413, errorMessage: 'Payload Too Large', responsePayload: 'Payload Too Large' },
    ]);
  });

  test('events and texts come as they are written, and the call is logged when the stream has ended', async () => {
    const { app, ask, logged, logger } = await makeApp();
    const goOn = Promise.withResolvers<void>();
    app.get('/api/events', (context) =>
      streamSSE(context, async (stream) => {
        await stream.writeSSE({ data: 'one' });
        await goOn.promise;
        await stream.writeSSE({ data: 'two' });
      }),
    );
    app.get('/api/text', (context) =>
      streamText(context, async (stream) => {
        for (let line = 0; line < 5; line += 1) await stream.writeln(`${line}`);
      }),
    );
    const next = chunksOf(await ask('/api/events'));
    expect(await next()).toBe('data: one\n\n');
    expect(logger.counts().underWay).toBe(1);
    goOn.resolve();
    expect([await next(), await next()]).toEqual(['data: two\n\n', undefined]);
    expect(await (await ask('/api/text')).text()).toBe('0\n1\n2\n3\n4\n');
    expect(await logged()).toMatchObject([
      { statusCode: 200, responsePayload: 'data: one\n\ndata: two\n\n' },
      { statusCode: 200, responsePayload: '0\n1\n2\n3\n4\n' },
    ]);
  });

  test('a reader that leaves is told to the stream, and logged as 499', async () => {
    const { app, ask, logged } = await makeApp();
    const aborted = Promise.withResolvers<void>();
    app.get('/api/events', (context) =>
      streamSSE(context, async (stream) => {
        stream.onAbort(() => aborted.resolve());
        await stream.writeSSE({ data: 'one' });
        await aborted.promise;
      }),
    );
    const reader = (await ask('/api/events')).body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await aborted.promise;
    expect(await logged()).toMatchObject([
      { statusCode: 499, errorMessage: 'The client went away before the response was complete.' },
    ]);
  });

  test('a client that gives up is logged as 499, while it waits and while it reads', async () => {
    const { app, ask, logged } = await makeApp();
    app.get('/api/slow/:name', () => new Promise<Response>(() => undefined));
    app.get('/api/events', (context) =>
      streamText(context, async (stream) => {
        await stream.write('one');
        await new Promise(() => undefined);
      }),
    );
    const controller = new AbortController();
    void ask('/api/slow/ada', { signal: controller.signal });
    void ask('/api/slow/ada', { signal: AbortSignal.abort() });
    const answer = await ask('/api/events', { signal: controller.signal });
    await answer.body?.getReader().read();
    controller.abort();
    expect((await logged()).map(({ apiRoute, statusCode }) => [apiRoute, statusCode])).toEqual([
      ['/api/slow/:name', 499],
      ['/api/slow/:name', 499],
      ['/api/events', 499],
    ]);
  });

  test('what a handler throws is logged, before and after its answer has begun', async () => {
    const { app, ask, logged } = await makeApp();
    app.onError((error, context) =>
      error instanceof HTTPException ? error.getResponse() : context.json({ error: 'internal' }, 500),
    );
    app.get('/api/error', () => {
      throw new Error('The model is asleep');
    });
    app.get('/api/exception', () => {
      throw new HTTPException(409, { message: 'It is there already' });
    });
    app.get('/api/text', () => {
      throw 'no Error at all';
    });
    app.get('/api/late', (context) =>
      context.body(
        new ReadableStream({
          pull: (controller) => controller.error(new Error('The model fell asleep')),
        }),
      ),
    );
    expect(await (await ask('/api/error')).json()).toEqual({ error: 'internal' });
    expect((await ask('/api/exception')).status).toBe(409);
    await expect(ask('/api/text')).rejects.toBe('no Error at all');
    await expect((await ask('/api/late')).text()).rejects.toThrow('The model fell asleep');
    await expect.poll(logged).toMatchObject([
      { statusCode: 500, errorMessage: 'The model is asleep', responsePayload: { error: 'internal' } },
      { statusCode: 409, errorMessage: 'It is there already' },
      { statusCode: 500, errorMessage: 'no Error at all' },
      { statusCode: 500, errorMessage: expect.stringContaining('The model fell asleep') },
    ]);
  });
});

test('The id that Hono gave a request is logged', async () => {
  const { app, ask, logged } = await makeApp({ requestId: true }, requestId());
  app.get('/api/items', (context) => context.json({ id: context.get('requestId') }));
  const answer = await ask('/api/items', { headers: { 'x-request-id': 'r-1' } });
  expect(await answer.json()).toEqual({ id: 'r-1' });
  expect(await logged()).toMatchObject([{ requestPayload: { _request: { id: 'r-1' } } }]);
});

describe('A request that the middleware of Hono refuses', () => {
  const routes = (app: Hono) => app.get('/api/items', (context) => context.json({}));
  const guess = { headers: { 'api-key': 'guess' } };

  test('is answered in JSON, and by the app’s own handler if it has one', async () => {
    const { app, logger, logged } = await makeApp();
    routes(app);
    const refused = await app.request('/api/items');
    expect([refused.status, refused.headers.get('www-authenticate'), await refused.json()]).toEqual([
      401,
      'ApiKey header="api-key"',
      { error: 'unauthorized', message: 'The header api-key with an API key is missing.' },
    ]);
    const own = await makeApp();
    own.app.onError((error, context) => {
      const status = error instanceof HTTPException ? error.status : 500;
      return context.json({ problem: error.message, reason: Object(error.cause).reason }, status);
    });
    const answer = await routes(own.app).request('/api/items', guess);
    expect([answer.status, await answer.json()]).toEqual([
      401,
      { problem: 'The API key is not valid.', reason: 'unknown' },
    ]);
    expect([logger.counts().refused, await logged()]).toEqual([1, []]);
  });

  test('has the headers that other middlewares set, and preflights need no key', async () => {
    const { store } = await makeApi();
    const logger = honoLogger(store, { signals: [] });
    const app = new Hono();
    app.use(cors({ origin: 'https://shop.example' }), requestId()).use('/api/*', logger);
    routes(app);
    const headers = { origin: 'https://shop.example', 'access-control-request-method': 'GET' };
    const preflight = await app.request('/api/items', { method: 'OPTIONS', headers });
    const refused = await app.request('/api/items', { headers });
    expect([preflight.status, refused.status, logger.counts().refused]).toEqual([204, 401, 1]);
    expect(refused.headers.get('access-control-allow-origin')).toBe('https://shop.example');
    expect(refused.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    await logger.close();
  });

  test('is answered as `refuse` says: in the form of FastAPI, or by a function', async () => {
    const form = await makeApp({ refuse: 'detail' });
    const detail = await routes(form.app).request('/api/items', guess);
    expect([detail.status, await detail.json()]).toEqual([401, { detail: 'The API key is not valid.' }]);
    const own = await makeApp({ refuse: ({ reason }, context) => context.text(`No: ${reason}`, 403) });
    const text = await routes(own.app).request('/api/items', guess);
    expect([text.status, await text.text()]).toEqual([403, 'No: unknown']);
    const broken = await makeApp({
      refuse: () => {
        throw new Error('no form');
      },
    });
    expect((await routes(broken.app).request('/api/items', guess)).status).toBe(401);
  });
});

describe('The route of a call in Hono', () => {
  const ok = (context: Context) => context.json({});

  test.each<[string, string, (app: Hono) => unknown]>([
    ['/api/items/7', '/api/items/:id', (app) => app.get('/api/items/:id', ok)],
    ['/api/v1/items/7', '/api/v1/items/:id', (app) => app.route('/api/v1', new Hono().get('/items/:id', ok))],
    ['/api/v1/items/7', '/api/v1/items/:id', (app) => app.basePath('/api/v1').get('/items/:id', ok)],
    ['/api/old/items/7', '/api/old/*', (app) => app.mount('/api/old', new Hono().get('/items/:id', ok).fetch)],
    ['/api/files/a/b.txt', '/api/files/*', (app) => app.get('/api/files/*', ok)],
    ['/api/items/7', '/api/items/:id', (app) => app.get('/api/items/:id', ok).use('/api/*', (_, next) => next())],
    [
      '/api/busy/7',
      '/api/busy/:id',
      (app) => app.use('/api/busy/*', async (context) => context.text('', 429)).get('/api/busy/:id', ok),
    ],
    ['/api/nothing/7', '/api/nothing/:id', (app) => app.get('/api/items/:id', ok)],
    ['/api/nothing/7', '/api/nothing/:id', (app) => app.use('/api/nothing/*', (_, next) => next()).get('/api/x', ok)],
    ['/api/items', '/api/items/:id?', (app) => app.get('/api/items/:id?', ok)],
    ['/api/posts/2026', '/api/posts/:year{[0-9]+}', (app) => app.get('/api/posts/:year{[0-9]+}', ok)],
    [
      '/api/sub/7',
      '/api/sub/:id',
      (app) =>
        app.route(
          '/api/sub',
          new Hono()
            .onError((_, context) => context.text('', 500))
            .get('/:id', () => {
              throw new Error('x');
            }),
        ),
    ],
  ])('%s is %s', async (path, route, build) => {
    const { app, ask, logged } = await makeApp();
    build(app);
    await (await ask(path)).text();
    expect(await logged()).toMatchObject([{ apiRoute: route }]);
  });
});

describe('On a server of Node', () => {
  /** Serves an app with `@hono/node-server`, which gives it the objects of Node. */
  async function serveApp(app: Hono, options: Partial<Parameters<typeof serveHono>[0]> = {}): Promise<string> {
    const server = serveHono({
      fetch: app.fetch,
      port: 0,
      hostname: '127.0.0.1',
      overrideGlobalObjects: false,
      ...options,
    });
    onTestFinished(() => {
      server.close();
    });
    if (!server.listening) await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  test('requests are authenticated and logged with both payloads', async () => {
    const { app, logged } = await makeApp();
    app.post('/api/items/:id', async (context) =>
      context.json({ from: context.var.user.username, got: await context.req.json() }, 201),
    );
    app.get('/api/text', () => {
      throw 'no Error at all';
    });
    const url = await serveApp(app);
    const answer = await ask(`${url}/api/items/7`, post({ age: 7 }));
    expect(answer).toEqual({ status: 201, body: '{"from":"shop","got":{"age":7}}' });
    expect((await ask(`${url}/api/text`)).status).toBe(500);
    expect((await fetch(`${url}/api/items/7`)).status).toBe(401);
    await expect.poll(logged).toMatchObject([
      { apiRoute: '/api/items/:id', statusCode: 201, requestPayload: { age: 7 }, responsePayload: { from: 'shop' } },
      { apiRoute: '/api/text', statusCode: 500, errorMessage: 'no Error at all' },
    ]);
  });

  test('a stream comes as it is written over HTTP/2, and a client that leaves is logged as 499', async () => {
    const { app, logged } = await makeApp();
    const aborted = Promise.withResolvers<void>();
    app.get('/api/events/:id', (context) =>
      stream(context, async (stream) => {
        stream.onAbort(() => aborted.resolve());
        await stream.write('one');
        await aborted.promise;
      }),
    );
    const client = connectHttp2(await serveApp(app, { createServer: createHttp2Server }));
    const request = client.request({ ':path': '/api/events/7', ...KEY });
    const [first] = await once(request, 'data');
    expect(String(first)).toBe('one');
    request.close(constants.NGHTTP2_CANCEL);
    await aborted.promise;
    client.close();
    await expect.poll(logged).toMatchObject([{ apiRoute: '/api/events/:id', statusCode: 499 }]);
  });

  test('an app that is mounted in another logs its routes as they are asked for', async () => {
    const { app, logged } = await makeApp();
    app.get('/api/items/:id', (context) => context.json({}));
    const outer = new Hono().mount('/shop', app.fetch);
    await ask(`${await serveApp(outer)}/shop/api/items/7`);
    expect(await logged()).toMatchObject([{ apiRoute: '/shop/api/items/:id', statusCode: 200 }]);
  });

  test('a route has nothing before it that only the URL of the request has: a host, or a way up and down again', async () => {
    const { app, logged } = await makeApp();
    app.get('/api/items/:id', (context) => context.json({}));
    const url = await serveApp(app);
    const key = Object.entries(KEY).map((header) => header.join(': '));
    for (const path of ['http://other.example/api/items/7?a=1', '/else/../api/items/7', '/else/%2e%2e/api/items/7']) {
      expect(answerOf(await talk(url, requestText([`GET ${path}`, ...key]))).status).toBe(200);
    }
    await expect
      .poll(async () => (await logged()).map((call) => call.apiRoute))
      .toEqual(Array(3).fill('/api/items/:id'));
  });

  test('WebSockets need a key, and are logged when they are opened', async () => {
    const { app, logger, logged } = await makeApp();
    const opened: string[] = [];
    app.get(
      '/api/socket/:room',
      upgradeWebSocket((context) => {
        opened.push(`${context.get('user').username} in ${context.req.param('room')}`);
        return {};
      }),
    );
    const url = new URL(await serveApp(app, { websocket: { server: socketServer() } }));
    const open = async (headers: string) => {
      const socket = connect(Number(url.port), url.hostname);
      socket.write(
        `GET /api/socket/7 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${headers}\r\n`,
      );
      const [answer] = await once(socket, 'data');
      socket.destroy();
      return String(answer).split('\r\n');
    };
    const refused = await open('');
    expect(refused[0]).toBe('HTTP/1.1 401 Unauthorized');
    expect(refused).toContain('www-authenticate: ApiKey header="api-key"');
    expect((await open('api-key: key of shop\r\n'))[0]).toBe('HTTP/1.1 101 Switching Protocols');
    expect([opened, logger.counts().refused]).toEqual([['shop in 7'], 1]);
    expect(await logged()).toMatchObject([{ apiRoute: '/api/socket/:room', statusCode: 101, responsePayload: null }]);
  });
});

/** What `@hono/node-server` asks of the package `ws`, as far as the handshake. */
function socketServer(): WebSocketServerLike {
  const nothing = () => undefined;
  return Object.assign(new EventEmitter(), {
    options: { noServer: true },
    close: nothing,
    handleUpgrade: ((_request, socket, _head, opened) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
      opened(
        Object.assign(new EventEmitter(), { protocol: '', readyState: 1 as const, close: nothing, send: nothing }),
      );
    }) satisfies WebSocketServerLike['handleUpgrade'],
  });
}
