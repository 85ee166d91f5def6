import { once } from 'node:events';
import { ServerResponse } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { type Duplex, Readable } from 'node:stream';
import fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type FastifyLoggerOptions, fastifyLogger, userOf } from '../../../src/integration/frameworks/fastify.ts';
import { KEY, makeApi } from '../servers.ts';
import { openConnection } from './raw-http.ts';

/** An app with the plugin, which the routes are added to, and what it logged. */
async function makeApp(
  build: (app: FastifyInstance) => unknown,
  options: Partial<FastifyLoggerOptions> = {},
  serverOptions: FastifyServerOptions = {},
) {
  const { store, calls } = await makeApi();
  const app = fastify(serverOptions);
  onTestFinished(async () => {
    await app.close();
  });
  app.register(fastifyLogger, { store, signals: [], ...options });
  build(app);
  await app.ready();
  const logged = async () => {
    await app.callLog.flush();
    return await calls();
  };
  return { app, store, calls, logged };
}

async function listen(app: FastifyInstance): Promise<{ readonly url: string; readonly port: number }> {
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, port: (app.server.address() as AddressInfo).port };
}

describe('A Fastify app with the plugin', () => {
  test('has the user on its requests, declared as Fastify wants it, and typed', async () => {
    const { app, logged } = await makeApp((app) =>
      app.get('/items/:id', async (request) => ({
        from: request.user?.username,
        same: userOf(request) === request.user,
      })),
    );
    expect(app.hasRequestDecorator('user')).toBe(true);
    const answer = await app.inject({ url: '/items/7', headers: KEY });
    expect(answer.json()).toEqual({ from: 'shop', same: true });
    expect(await logged()).toMatchObject([{ apiRoute: '/items/:id', statusCode: 200 }]);
  });

  test('answers refused requests as its other errors, and tells their status and headers to its own handler', async () => {
    const { app, logged } = await makeApp((app) => app.get('/items', async () => ({})));
    const bare = await app.inject('/items');
    expect([bare.statusCode, bare.headers['www-authenticate'], bare.json()]).toEqual([
      401,
      'ApiKey header="api-key"',
      {
        statusCode: 401,
        code: 'refused',
        error: 'Unauthorized',
        message: 'The header api-key with an API key is missing.',
      },
    ]);
    const own = await makeApp((app) =>
      app
        .setErrorHandler<Error>((error, _request, reply) => reply.send({ problem: error.message }))
        .get('/items', async () => ({})),
    );
    const answer = await own.app.inject({ url: '/items', headers: { 'api-key': 'guess' } });
    expect([answer.statusCode, answer.headers['www-authenticate'], answer.json()]).toEqual([
      401,
      'ApiKey header="api-key"',
      { problem: 'The API key is not valid.' },
    ]);
    expect(own.app.callLog.counts()).toMatchObject({ logged: 0, refused: 1 });
    expect(await logged()).toEqual([]);
  });

  test('answers refused requests as `refuse` says: in the form of FastAPI, or by a function', async () => {
    const refuse = async (form: NonNullable<FastifyLoggerOptions['refuse']>) => {
      const { app } = await makeApp((app) => app.get('/items', async () => ({})), { refuse: form });
      const { statusCode, headers, body } = await app.inject({ url: '/items', headers: { 'api-key': 'guess' } });
      return [statusCode, headers['www-authenticate'], body];
    };
    const scheme = 'ApiKey header="api-key"';
    expect(await refuse('detail')).toEqual([401, scheme, '{"detail":"The API key is not valid."}']);
    expect(await refuse(({ reason }) => ({ reason }))).toEqual([401, scheme, '{"reason":"unknown"}']);
    expect(await refuse((_error, { url }, reply) => reply.code(403).send(url))).toEqual([403, scheme, '/items']);
    expect(await refuse(() => undefined)).toEqual([401, scheme, expect.stringContaining('"code":"refused"')]);
    const fault = () => {
      throw new Error('no form');
    };
    expect(await refuse(fault)).toEqual([401, scheme, expect.stringContaining('"code":"refused"')]);
  });

  test('logs the id that Fastify gave a request', async () => {
    const { app, logged } = await makeApp((app) => app.post('/items', async ({ id }) => ({ id })), { requestId: true });
    await app.inject({ method: 'POST', url: '/items', headers: KEY, payload: { age: 7 } });
    expect(await logged()).toMatchObject([
      { requestPayload: { age: 7, _request: { id: 'req-1' } }, responsePayload: { id: 'req-1' } },
    ]);
  });

  test('answers preflights before it asks for a key, and lets browsers read what it refuses', async () => {
    const { store } = await makeApi();
    const app = fastify();
    // As `@fastify/cors` does it.
    app.addHook('onRequest', async (request, reply) => {
      reply.header('access-control-allow-origin', '*');
      if (request.method === 'OPTIONS') await reply.code(204).send();
    });
    app.options('*', async () => '');
    app.register(fastifyLogger, { store, signals: [] });
    app.get('/items', async () => ({}));
    const preflight = await app.inject({ method: 'OPTIONS', url: '/items' });
    const refused = await app.inject('/items');
    expect([preflight, refused].map(({ statusCode }) => statusCode)).toEqual([204, 401]);
    expect(refused.headers['access-control-allow-origin']).toBe('*');
    expect(app.callLog.counts().refused).toBe(1);
    await app.close();
  });

  test('logs what is wrong with a request that its schema, its parser or its limit refuses', async () => {
    const schema = { body: { type: 'object', required: ['age'], properties: { age: { type: 'number' } } } };
    const { app, logged } = await makeApp((app) => app.post('/predict', { schema, bodyLimit: 40 }, async () => ({})));
    const post = (payload: string) =>
      app.inject({
        method: 'POST',
        url: '/predict',
        headers: { ...KEY, 'content-type': 'application/json' },
        payload,
      });
    const answers = [
      await post('{"name":"Ada"}'),
      await post('{"age":'),
      await post(`{"age":7,"x":"${'x'.repeat(99)}"}`),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([400, 400, 413]);
    expect(await logged()).toMatchObject([
      { statusCode: 400, errorMessage: "body must have required property 'age'", requestPayload: { name: 'Ada' } },
      { statusCode: 400, errorMessage: expect.stringContaining('JSON'), requestPayload: '{"age":' },
      { statusCode: 413, errorMessage: 'Request body is too large' },
    ]);
  });

  test('logs the error that a handler threw, whatever its own error handler answers', async () => {
    const { app, logged } = await makeApp((app) =>
      app
        .setErrorHandler((_error, _request, reply) => reply.code(500).send({ error: 'internal' }))
        .get('/broken', async () => {
          throw new Error('The model is asleep');
        }),
    );
    const answer = await app.inject({ url: '/broken', headers: KEY });
    expect(answer.json()).toEqual({ error: 'internal' });
    expect(await logged()).toMatchObject([
      { statusCode: 500, errorMessage: 'The model is asleep', responsePayload: { error: 'internal' } },
    ]);
  });

  test('logs what nothing answers, by its own handler too', async () => {
    const { app, logged } = await makeApp((app) =>
      app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Nothing here' })),
    );
    await app.inject({ url: '/nothing/5', headers: KEY });
    expect(await logged()).toMatchObject([
      {
        apiRoute: '/nothing/:id',
        statusCode: 404,
        errorMessage: 'Nothing here',
        responsePayload: { message: 'Nothing here' },
      },
    ]);
  });

  test('logs payloads however they are sent: by hooks, as streams, as answers of the web, or past Fastify', async () => {
    const { app, logged } = await makeApp((app) => {
      app.addHook('onSend', async (request, _reply, payload) =>
        request.url === '/hook' ? String(payload).replace('a', 'b') : payload,
      );
      app.get('/hook', async () => ({ is: 'a' }));
      app.get('/stream', async (_request, reply) =>
        reply.type('application/json').send(Readable.from(['{"is":', '2}'])),
      );
      app.get('/web', async () => new Response('{"is":3}', { headers: { 'content-type': 'application/json' } }));
      app.get('/raw', (_request, reply) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-type': 'application/json' }).end('{"is":4}');
      });
      app.get('/empty', async (_request, reply) => reply.code(204).send());
    });
    for (const url of ['/hook', '/stream', '/web', '/raw', '/empty']) await app.inject({ url, headers: KEY });
    expect((await logged()).map(({ statusCode, responsePayload }) => [statusCode, responsePayload])).toEqual([
      [200, { is: 'b' }],
      [200, { is: 2 }],
      [200, { is: 3 }],
      [200, { is: 4 }],
      [204, null],
    ]);
  });

  test('logs HEAD by the route of its GET, without a payload', async () => {
    const { app, logged } = await makeApp((app) => app.get('/items/:id', async () => ({ is: 1 })));
    await app.inject({ method: 'HEAD', url: '/items/7', headers: KEY });
    expect(await logged()).toMatchObject([{ apiRoute: '/items/:id', statusCode: 200, responsePayload: null }]);
  });

  test('logs a client that leaves as 499, and still tells its own hook', async () => {
    const left = Promise.withResolvers<void>();
    const { app, logged } = await makeApp((app) => {
      app.addHook('onRequestAbort', async (_request) => left.resolve());
      app.get('/slow', (_request, reply) => {
        reply.raw.write('{"start":');
        reply.hijack();
      });
    });
    const { port } = await listen(app);
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\napi-key: key of shop\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    await left.promise;
    await expect.poll(() => logged()).toMatchObject([{ apiRoute: '/slow', statusCode: 499 }]);
  });

  test('logs a handler that takes longer than Fastify lets it', async () => {
    const { app, logged } = await makeApp(
      (app) => app.get('/slow', () => new Promise(() => undefined)),
      {},
      { handlerTimeout: 20 },
    );
    const answer = await app.inject({ url: '/slow', headers: KEY });
    expect(answer.statusCode).toBe(503);
    expect(await logged()).toMatchObject([{ statusCode: 503, errorMessage: expect.stringContaining('timed out') }]);
  });

  test('logs a connection that Fastify gives up as 504, and still tells its own hook', async () => {
    const timedOut = Promise.withResolvers<string>();
    const { app, logged } = await makeApp(
      (app) => {
        app.addHook('onTimeout', async (request) => timedOut.resolve(request.url));
        app.get('/slow', (request) => {
          // As the clock of Node does it.
          request.raw.socket.emit('timeout');
          return new Promise(() => undefined);
        });
      },
      {},
      { connectionTimeout: 600_000 },
    );
    const { url } = await listen(app);
    const gone = fetch(`${url}/slow`, { headers: KEY }).then(
      () => 'answered',
      () => 'gone',
    );
    expect(await timedOut.promise).toBe('/slow');
    expect(await gone).toBe('gone');
    await expect.poll(() => logged()).toMatchObject([{ apiRoute: '/slow', statusCode: 504 }]);
  });

  test('asks WebSockets for a key, and logs them when they are opened', async () => {
    const sockets: Duplex[] = [];
    const { app, logged } = await makeApp((app) => {
      app.get('/socket/:room', (request, reply) => {
        reply.hijack();
        request.raw.socket.end(`HTTP/1.1 101 Switching Protocols\r\n\r\n${userOf(request).username}`);
      });
      app.get('/closed', async () => {
        throw new Error('The room is closed');
      });
      app.get('/stream', (_request, reply) => {
        reply.hijack();
        reply.raw.end('no upgrade');
      });
      // As `@fastify/websocket` does it.
      app.server.on('upgrade', (request, socket) => {
        sockets.push(socket);
        const response = new ServerResponse(request);
        response.assignSocket(socket as Socket);
        app.routing(request, response);
      });
    });
    const { url } = await listen(app);
    const open = async (path: string, ...headers: readonly string[]) => {
      const { socket, until } = await openConnection(url);
      const lines = [`GET ${path} HTTP/1.1`, 'Host: x', 'Connection: Upgrade', 'Upgrade: websocket', ...headers];
      socket.write(`${lines.join('\r\n')}\r\n\r\n`);
      const answer = await until(/\r\n\r\n./);
      socket.destroy();
      return answer;
    };
    expect(await open('/socket/7')).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(await open('/socket/7', 'api-key: key of shop')).toMatch(/^HTTP\/1\.1 101 .*shop$/s);
    expect(await open('/closed', 'api-key: key of shop')).toMatch(/^HTTP\/1\.1 500 /);
    app.server.removeAllListeners('upgrade');
    for (const socket of sockets) socket.destroy();
    expect(await open('/stream', 'api-key: key of shop')).toMatch(/^HTTP\/1\.1 200 .*no upgrade$/s);
    expect(app.callLog.counts()).toMatchObject({ refused: 1, underWay: 0 });
    expect(
      (await logged()).map(({ apiRoute, statusCode, errorMessage }) => [apiRoute, statusCode, errorMessage]),
    ).toEqual([
      ['/socket/:room', 101, null],
      ['/closed', 500, 'The room is closed'],
      ['/stream', 200, null],
    ]);
  });

  test('writes what it logged when it is closed, and leaves the store open', async () => {
    const { app, store, calls } = await makeApp((app) => app.get('/items', async () => ({})));
    await app.inject({ url: '/items', headers: KEY });
    await app.close();
    expect(await calls()).toHaveLength(1);
    expect(await store.users.find('shop')).toMatchObject({ username: 'shop' });
  });

  test('answers what is under way when it is closed, and logs it', async () => {
    const arrived = Promise.withResolvers<void>();
    const goOn = Promise.withResolvers<void>();
    const { app, calls } = await makeApp((app) =>
      app.get('/slow', async () => {
        arrived.resolve();
        await goOn.promise;
        return { is: 1 };
      }),
    );
    const { url } = await listen(app);
    const answer = fetch(`${url}/slow`, { headers: { ...KEY, connection: 'close' } });
    await arrived.promise;
    const closed = app.close();
    goOn.resolve();
    expect(await (await answer).json()).toEqual({ is: 1 });
    await closed;
    expect(await calls()).toMatchObject([{ statusCode: 200, responsePayload: { is: 1 } }]);
  });

  test('works over HTTP/2', async () => {
    const { store, calls } = await makeApi();
    const app = fastify({ http2: true });
    app.register(fastifyLogger, { store, signals: [] });
    app.post('/items/:id', async (request) => ({ from: request.user?.username, body: request.body }));
    const url = await app.listen({ port: 0, host: '127.0.0.1' });
    const client = connectHttp2(url);
    const request = client.request({
      ':method': 'POST',
      ':path': '/items/7',
      'content-type': 'application/json',
      ...KEY,
    });
    request.end('{"age":7}');
    const body = await new Response(Readable.toWeb(request) as ReadableStream).json();
    client.close();
    await app.close();
    expect(body).toEqual({ from: 'shop', body: { age: 7 } });
    expect(await calls()).toMatchObject([
      { apiRoute: '/items/:id', statusCode: 200, requestPayload: { age: 7 }, responsePayload: body },
    ]);
  });
});

describe('The plugin of Fastify', () => {
  test('holds for the part of an app that it is registered in, and several parts may have one each', async () => {
    const { store, calls } = await makeApi();
    const app = fastify();
    const logs: FastifyInstance['callLog'][] = [];
    const part = (keyHeader: string) => async (part: FastifyInstance) => {
      part.register(fastifyLogger, { store, keyHeader, signals: [] });
      part.get('/who', async (request) => ({ from: request.user?.username }));
      part.after(() => logs.push(part.callLog));
    };
    app.register(part('api-key'), { prefix: '/api' });
    app.register(part('x-admin-key'), { prefix: '/admin' });
    app.get('/health', async () => ({ ok: true }));
    const ask = async (url: string, headers = {}) => (await app.inject({ url, headers })).statusCode;
    expect(await ask('/health')).toBe(200);
    expect([await ask('/api/who'), await ask('/api/who', KEY)]).toEqual([401, 200]);
    expect([await ask('/admin/who', KEY), await ask('/admin/who', { 'x-admin-key': 'key of shop' })]).toEqual([
      401, 200,
    ]);
    // The app's own 404 is no part of a part.
    expect(await ask('/api/nothing', KEY)).toBe(404);
    await app.close();
    expect((await calls()).map(({ apiRoute }) => apiRoute).toSorted()).toEqual(['/admin/who', '/api/who']);
    expect(logs.map((log) => log.counts().refused)).toEqual([1, 1]);
    expect(app.hasDecorator('callLog')).toBe(false);
  });

  test('may be registered once more further in', async () => {
    const { store, calls } = await makeApi();
    const app = fastify();
    app.register(fastifyLogger, { store, signals: [] });
    app.register(async (part) => {
      part.register(fastifyLogger, { store, keyHeader: 'x-admin-key', signals: [] });
      part.get('/admin', async (request) => ({ from: request.user?.username }));
    });
    const answer = await app.inject({ url: '/admin', headers: { ...KEY, 'x-admin-key': 'key of shop' } });
    expect(answer.json()).toEqual({ from: 'shop' });
    await app.close();
    expect(await calls()).toHaveLength(2);
  });

  test('lives beside another that has a user on its requests', async () => {
    const { store } = await makeApi();
    const app = fastify();
    app.decorateRequest('user');
    app.register(fastifyLogger, { store, signals: [] });
    app.get('/who', async (request) => {
      // As `jwtVerify` does it.
      Object.assign(request, { user: { sub: 'ada' } });
      return { user: request.user, from: userOf(request).username };
    });
    const answer = await app.inject({ url: '/who', headers: KEY });
    expect(answer.json()).toEqual({ user: { sub: 'ada' }, from: 'shop' });
    await app.close();
  });

  test('leaves a user alone that another declared to be read only', async () => {
    const { store } = await makeApi();
    const app = fastify();
    app.decorateRequest('user', { getter: () => undefined });
    app.register(fastifyLogger, { store, signals: [] });
    app.get('/who', async (request) => ({ user: request.user, from: userOf(request).username }));
    const answer = await app.inject({ url: '/who', headers: KEY });
    expect(answer.json()).toEqual({ from: 'shop' });
    await app.close();
  });

  test('says what is wrong with its options when the app starts', async () => {
    const { store } = await makeApi();
    const start = async (options: object) => {
      const app = fastify();
      app.register(fastifyLogger, { store, ...options });
      return await app.ready().then(
        () => 'started',
        (error: Error) => error.message,
      );
    };
    expect(await start({ prefix: '/api' })).toBe('fastifyLogger has no option “prefix”.');
    expect(await start({ keyheader: 'x' })).toBe('fastifyLogger has no option “keyheader”.');
    expect(await start({ store: {} })).toMatch(/store must be what openStore gives/);
  });

  test('says that it is registered, where it is called', async () => {
    const { store } = await makeApi();
    await expect(fastifyLogger(store as never, {} as never)).rejects.toMatchObject({
      name: 'PresentsError',
      message: 'fastifyLogger is a plugin: the app registers it, nobody calls it.',
      nextStep: expect.stringContaining('app.register(fastifyLogger, { store })'),
    });
  });
});
