import { once } from 'node:events';
import { Agent, createServer, request as httpRequest, type RequestListener, type ServerResponse } from 'node:http';
import { connect, constants, createServer as createHttp2Server, type Http2ServerResponse } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { httpLogger, userOf } from '../../../src/integration/logging/http-logger.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import { openServerStore } from '../../../src/store/library.ts';
import { aUser, buildDatabase, openTestStore, runSql } from '../../helpers/store.ts';
import { ask, KEY, makeApi, post, serve, type TestApi } from '../servers.ts';

/** Serves plain node:http behind the logger. */
const serveBehind = ({ logger }: Pick<TestApi, 'logger'>, handle: RequestListener) =>
  serve((request, response) => logger(request, response, () => handle(request, response)));

const answerUser: RequestListener = (request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ hello: userOf(request).username }));
};

describe('A request', () => {
  test('with the key of an active user passes, with the user on it, and is logged when it is answered', async () => {
    const api = await makeApi({ now: () => new Date('2026-11-20T12:00:00Z') });
    const url = await serveBehind(api, async (request, response) => {
      await text(request);
      answerUser(request, response);
    });
    expect(await ask(`${url}/api/gifts/17?debug=1`, post({ age: 7, token: 'x' }))).toEqual({
      status: 200,
      body: '{"hello":"shop"}',
    });
    const [call, ...others] = await api.calls();
    expect(others).toEqual([]);
    expect(call).toEqual({
      id: 1,
      dateTime: new Date('2026-11-20T12:00:00Z'),
      userId: 1,
      username: 'shop',
      apiRoute: '/api/gifts/:id',
      statusCode: 200,
      responseTimeMs: expect.any(Number),
      errorMessage: null,
      requestPayload: { age: 7, token: '[blanked]' },
      responsePayload: { hello: 'shop' },
    });
    expect(api.logger.counts()).toMatchObject({ logged: 1, lost: 0, waiting: 0, underWay: 0, refused: 0, skipped: 0 });
  });

  test.each<[string, Record<string, string>, string]>([
    ['no key', {}, 'The header api-key with an API key is missing.'],
    ['an empty key', { 'api-key': '  ' }, 'The header api-key with an API key is missing.'],
    ['a key of nobody', { 'api-key': 'guess' }, 'The API key is not valid.'],
    ['the key of an inactive user', { 'api-key': 'key of gone' }, 'The API key is not valid.'],
  ])('with %s is answered 401 in JSON, never reaches the handler, and is counted', async (_, headers, message) => {
    const api = await makeApi();
    const url = await serveBehind(api, () => expect.unreachable());
    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(200_000), headers });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('www-authenticate')).toBe('ApiKey header="api-key"');
    expect(await response.json()).toEqual({ error: 'unauthorized', message });
    expect(await api.calls()).toEqual([]);
    expect(api.logger.counts().refused).toBe(1);
  });

  test('is refused as soon as its key is revoked or replaced, by whomever', async () => {
    const api = await makeApi();
    const operator = await openTestStore(api.path);
    const url = await serveBehind(api, answerUser);
    expect((await ask(url)).status).toBe(200);
    await operator.users.deactivate('shop');
    expect((await ask(url)).status).toBe(401);
    await operator.users.reactivate('shop');
    expect((await ask(url)).status).toBe(200);
    const { apiKey } = await operator.users.regenerateKey('shop');
    expect((await ask(url)).status).toBe(401);
    expect((await ask(url, { headers: { 'api-key': apiKey } })).status).toBe(200);
  });

  test('may carry its key in another header, or after Bearer', async () => {
    const [other, bearer] = [await makeApi({ keyHeader: 'X-Key' }), await makeApi({ keyHeader: 'Authorization' })];
    const [otherUrl, bearerUrl] = [await serveBehind(other, answerUser), await serveBehind(bearer, answerUser)];
    const statusOf = async (url: string, headers: Record<string, string>) => (await fetch(url, { headers })).status;
    expect(await statusOf(otherUrl, { 'x-key': 'key of shop' })).toBe(200);
    expect(await statusOf(otherUrl, KEY)).toBe(401);
    const { apiKey } = await bearer.store.users.regenerateKey('shop');
    expect(await statusOf(bearerUrl, { authorization: `Bearer ${apiKey}` })).toBe(200);
    expect(await statusOf(bearerUrl, { authorization: `bearer ${apiKey}` })).toBe(200);
    expect(await statusOf(bearerUrl, { authorization: apiKey })).toBe(401);
    const refused = await fetch(bearerUrl);
    expect(refused.headers.get('www-authenticate')).toBe('Bearer');
    expect(await refused.json()).toMatchObject({
      message: 'The header Authorization: Bearer with an API key is missing.',
    });
  });

  test('that passes the logger twice is logged once', async () => {
    const api = await makeApi();
    const { logger } = api;
    const url = await serve((request, response) =>
      logger(request, response, () => logger(request, response, () => answerUser(request, response))),
    );
    await ask(url);
    expect(await api.calls()).toHaveLength(1);
  });

  test('that is refused when its answer has already begun is cut off, which cannot be taken for success', async () => {
    const api = await makeApi();
    const url = await serve((request, response) => {
      response.flushHeaders();
      api.logger(request, response, () => expect.unreachable());
    });
    const response = await fetch(url);
    await expect(response.text()).rejects.toThrow();
  });

  test('whose user was made read-only has the one of the logger', async () => {
    const api = await makeApi();
    const url = await serve((request, response) => {
      const owned = Object.setPrototypeOf(
        request,
        Object.create(Object.getPrototypeOf(request), { user: { get: () => 'x' } }),
      );
      api.logger(owned, response, () => answerUser(request, response));
    });
    expect((await ask(url)).body).toBe('{"hello":"shop"}');
  });

  test.each<[string, (response: Http2ServerResponse) => void]>([
    ['before its end', (response) => response.write('a')],
    ['behind its end', (response) => response.end('x'.repeat(5_000_000))],
  ])('over HTTP/2 that is cancelled %s is not logged as complete', async (_, answer) => {
    const api = await makeApi();
    const server = createHttp2Server((request, response) => api.logger(request, response, () => answer(response)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stream = client.request({ ':path': '/slow', ...KEY });
    await once(stream, 'data');
    stream.close(constants.NGHTTP2_CANCEL);
    await once(stream, 'close');
    client.close();
    await expect
      .poll(api.calls)
      .toMatchObject([{ apiRoute: '/slow', errorMessage: expect.stringContaining('went away') }]);
    server.close();
  });

  test('that did not pass has no user', () => {
    expect(() => userOf({ headers: {} } as never)).toThrow('did not pass the logger');
  });
});

describe('A response', () => {
  const big = 'é'.repeat(300_000);
  const handlers: Readonly<Record<string, RequestListener>> = {
    'written in pieces, as a file is': (_, response) => {
      response.writeHead(200, { 'content-type': 'text/plain', 'x-own': '1' });
      for (let at = 0; at < big.length; at += 10_000) response.write(big.slice(at, at + 10_000));
      response.end('end', () => undefined);
    },
    compressed: (_, response) => {
      response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}'));
    },
    'in another encoding': (_, response) => {
      response.write('aGVsbG8=', 'base64');
      response.end('ff', 'hex');
    },
    'without a body': (_, response) => {
      response.writeHead(204).end();
    },
    'that reads its request as a stream': async (request, response) => {
      for await (const chunk of request) response.write(chunk);
      response.end();
    },
    'that pipes its request': (request, response) => {
      request.pipe(response);
    },
    'that reads its request when it is readable': (request, response) => {
      request.setEncoding('utf8');
      request.on('readable', () => {
        for (let chunk = request.read(); chunk !== null; chunk = request.read()) response.write(chunk);
      });
      request.on('end', () => response.end());
    },
    'that ignores its request': (_, response) => {
      response.end('ignored');
    },
  };

  test.each(Object.entries(handlers))('%s is the same, byte for byte, as without the logger', async (_, handle) => {
    const api = await makeApi();
    const [plain, logged] = [await serve(handle), await serveBehind(api, handle)];
    const init = { method: 'POST', body: big, headers: KEY };
    const [expected, response] = [await fetch(plain, init), await fetch(logged, init)];
    const headersOf = ({ headers }: Response) => [...headers].filter(([name]) => name !== 'date');
    expect(response.status).toBe(expected.status);
    expect(headersOf(response)).toEqual(headersOf(expected));
    expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(await expected.arrayBuffer()));
    expect(await api.calls()).toMatchObject([{ statusCode: expected.status, errorMessage: null }]);
  });

  test('and its request are logged as far as the limit, whoever reads them', async () => {
    const api = await makeApi({ payloadBytes: 10 });
    const url = await serveBehind(api, handlers['that pipes its request'] as RequestListener);
    await ask(url, { method: 'POST', body: 'x'.repeat(100_000) });
    const payload = { start: 'x'.repeat(10), bytes: 100_000 };
    expect(await api.calls()).toMatchObject([{ requestPayload: payload, responsePayload: payload }]);
  });

  test('is logged without payloads where they are not wanted', async () => {
    const api = await makeApi({ payloadBytes: 0 });
    const url = await serveBehind(api, handlers['that pipes its request'] as RequestListener);
    await ask(url, post({ a: 1 }));
    expect(await api.calls()).toMatchObject([{ requestPayload: null, responsePayload: null }]);
  });

  test('gives its callers what it gave them before: the backpressure and itself', async () => {
    const api = await makeApi();
    const url = await serveBehind(api, (_, response) => {
      const answers = [response.write('x'.repeat(1_000_000)), response.end('y') === response];
      expect(answers).toEqual([false, true]);
    });
    expect((await ask(url)).body).toHaveLength(1_000_001);
  });

  test('is gone before anything is written to the log', async () => {
    const order: string[] = [];
    const { promise: logged, resolve } = Promise.withResolvers<void>();
    const user = { id: 1, username: 'shop', isActive: true, createdAt: null, updatedAt: null };
    const store = {
      users: { authenticate: async () => ({ user, reason: null }) },
      apiLogs: {
        logMany: async () => {
          order.push('logged');
          resolve();
          return [];
        },
      },
    };
    const logger = httpLogger(store as never, { signals: [] });
    const url = await serve((request, response) =>
      logger(request, response, () => response.on('finish', () => order.push('gone')).end()),
    );
    await ask(url);
    await logged;
    expect(order).toEqual(['gone', 'logged']);
  });

  test('that its client did not wait for is logged with the reason', async () => {
    const api = await makeApi();
    const { promise: closed, resolve } = Promise.withResolvers<void>();
    const url = await serveBehind(api, (_, response) => {
      response.on('close', resolve).write('{"a');
    });
    const leaving = new AbortController();
    const response = await fetch(url, { headers: KEY, signal: leaving.signal });
    leaving.abort();
    await expect(response.text()).rejects.toThrow();
    await closed;
    await nextTurn();
    expect(await api.calls()).toMatchObject([
      { statusCode: 499, errorMessage: 'The client went away before the response was complete.' },
    ]);
  });
});

describe('A payload', () => {
  const json = (response: ServerResponse) => response.setHeader('content-type', 'application/json');

  /** Returns the call that is logged for a request that a handler answers. */
  const logged = async (handle: RequestListener, init: RequestInit = {}) => {
    const api = await makeApi();
    await ask(await serveBehind(api, handle), init);
    return (await api.calls())[0];
  };

  test.each<[string, RequestListener]>([
    ['an object', (_, response) => response.writeHead(200, { 'Content-Type': 'application/pdf' }).end('%PDF')],
    [
      'a list',
      (_, response) => response.writeHead(200, 'OK', ['x-a', '1', 'content-type', 'application/pdf']).end('%PDF'),
    ],
    [
      'pairs, however odd',
      (_, response) =>
        response
          .writeHead(200, [['x-a', '1'], { 0: 'x-b', 1: 'z' }, ['content-type', 'application/pdf']] as never)
          .end('%PDF'),
    ],
    ['pairs', (_, response) => response.writeHead(200, [['content-type', 'application/pdf']] as never).end('%PDF')],
  ])('is of the type that writeHead was given as %s', async (_, handle) => {
    expect(await logged(handle)).toMatchObject({ responsePayload: { leftOut: 'application/pdf', bytes: 4 } });
  });

  test('is what the program wrote, where something before the logger compresses it', async () => {
    const api = await makeApi();
    const url = await serve((request, response) => {
      const { end } = response;
      response.end = ((body: string) => {
        response.setHeader('content-encoding', 'gzip');
        return Reflect.apply(end, response, [gzipSync(body)]);
      }) as never;
      api.logger(request, response, () => json(response).end('{"a":1}'));
    });
    expect(await ask(url)).toEqual({ status: 200, body: '{"a":1}' });
    expect(await api.calls()).toMatchObject([{ responsePayload: { a: 1 } }]);
  });

  test('is read in the encoding that the program set', async () => {
    for (const encoding of ['latin1', 'hex', 'base64', 'utf8'] as const) {
      const call = await logged(
        async (request, response) => {
          request.setEncoding(encoding);
          await text(request);
          response.end();
        },
        post({ name: 'Zoë', password: 'x' }),
      );
      expect(call?.requestPayload, encoding).toEqual({ name: 'Zoë', password: '[blanked]' });
    }
  });

  test('of which all has come is whole, also if the answer has gone before its end was seen', async () => {
    const call = await logged((request, response) => request.once('data', () => response.end('{}')), post({ age: 7 }));
    expect(call?.requestPayload).toEqual({ age: 7 });
  });

  test('that was read only in part is a beginning', async () => {
    const body = JSON.stringify({ a: 'x'.repeat(300_000) });
    const call = await logged(
      (request, response) => {
        request.once('data', () => {
          request.pause();
          response.setHeader('connection', 'close').end('enough');
        });
      },
      { method: 'POST', body },
    );
    expect(call?.requestPayload).toMatchObject({ start: expect.any(String) });
  });

  test('is none where none is sent: to HEAD, with 204 or 304, or at a second end', async () => {
    expect(await logged((_, response) => response.end('not sent'), { method: 'HEAD' })).toMatchObject({
      responsePayload: null,
    });
    for (const status of [204, 304]) {
      expect(await logged((_, response) => response.writeHead(status).end('not sent'))).toMatchObject({
        responsePayload: null,
      });
    }
    expect(
      await logged((_, response) =>
        response
          .on('error', () => undefined)
          .end('sent')
          .end('not sent'),
      ),
    ).toMatchObject({
      responsePayload: 'sent',
    });
  });

  test('is not what was written behind the end', async () => {
    const call = await logged((_, response) => {
      response.on('error', () => undefined).end('{"sent":1}');
      response.write('not sent');
    });
    expect(call).toMatchObject({ responsePayload: { sent: 1 } });
  });

  test('is an error of the server where it ended before the length that it had promised', async () => {
    const ends: readonly ((response: ServerResponse) => unknown)[] = [
      (response) => response.setHeader('content-length', 30).end('one'),
      (response) => response.writeHead(200, { 'Content-Length': '30' }).end('one'),
      (response) => response.writeHead(200, ['Content-Length', '30']).end(Buffer.from('one')),
    ];
    const message = 'The server ended the response after 3 of the 30 bytes of its Content-Length.';
    const responsePayload = { start: 'one', bytes: 3 };
    for (const end of ends) {
      const api = await makeApi();
      const url = await serveBehind(api, (_, response) => end(response));
      const leaving = new AbortController();
      await fetch(url, { headers: KEY, signal: leaving.signal });
      await expect.poll(api.calls).toMatchObject([{ statusCode: 500, errorMessage: message, responsePayload }]);
      leaving.abort();
    }
  });

  test('may have a length without a body: to HEAD, and with 304', async () => {
    const length = { 'content-length': '30' };
    expect(await logged((_, response) => response.writeHead(200, length).end(), { method: 'HEAD' })).toMatchObject({
      statusCode: 200,
      errorMessage: null,
    });
    expect(await logged((_, response) => response.writeHead(304, length).end())).toMatchObject({
      statusCode: 304,
      errorMessage: null,
    });
  });

  test('is whole where an end was refused and another sent it', async () => {
    const call = await logged((_, response) => {
      expect(() => response.end(123)).toThrow();
      response.write('one ');
      response.end('two');
    });
    expect(call).toMatchObject({ responsePayload: 'one two', errorMessage: null });
  });
});

describe('The error of a call', () => {
  test.each([
    ['what its JSON says', 422, 'application/json', '{"error":"Age is missing"}', 'Age is missing'],
    [
      'what its JSON says deeper',
      500,
      'application/json',
      '{"error":{"code":5,"message":"Out of gifts"}}',
      'Out of gifts',
    ],
    [
      'the first of a list, as FastAPI answers',
      422,
      'application/json',
      '{"detail":[{"type":"missing","loc":["body","age"],"msg":"Field required"},{"msg":"Not this"}]}',
      'Field required',
    ],
    [
      'the first of a list of texts',
      400,
      'application/json',
      '{"message":["age must be a number","not this"],"error":"Bad Request"}',
      'age must be a number',
    ],
    ['the first of its errors', 400, 'application/json', '{"errors":[{"message":"No such gift"}]}', 'No such gift'],
    ['the name of its status where a list says nothing', 400, 'application/json', '{"errors":[]}', 'Bad Request'],
    ['the name of its status', 404, 'text/html', '<h1>Not Found</h1>', 'Not Found'],
    ['the number of its status', 499, '', '', 'Status 499'],
  ])('is %s', async (_, status, type, body, message) => {
    const api = await makeApi();
    const url = await serveBehind(api, (_request, response) => {
      response.writeHead(status, { 'content-type': type }).end(body);
    });
    await ask(url);
    expect(await api.calls()).toMatchObject([{ statusCode: status, errorMessage: message }]);
  });

  test('is what the program says it is, before all else', async () => {
    const api = await makeApi();
    const url = await serveBehind(api, (request, response) => {
      api.logger.describe(request, { error: new Error('The model is asleep'), route: '/models/:name' });
      response.writeHead(500).end('{"error":"internal"}');
    });
    await ask(url);
    expect(await api.calls()).toMatchObject([{ errorMessage: 'The model is asleep', apiRoute: '/models/:name' }]);
  });
});

describe('What a handler throws', () => {
  test.each<[string, unknown, string]>([
    ['an error', new Error('Asleep'), 'Asleep'],
    ['a plain object with a message', { status: 400, message: 'plain' }, 'plain'],
    ['a word', 'asleep', 'asleep'],
    ['an error without a message', Object.assign(new TypeError(), { message: undefined }), 'TypeError'],
    ['what cannot be told', Object.create(null), 'An error that cannot be told.'],
  ])('is told where it is %s', async (_, error, message) => {
    const api = await makeApi();
    const url = await serveBehind(api, (request, response) => {
      api.logger.noteError(error, request, response, () => undefined);
      api.logger.describe(request, { route: '', error: undefined });
      response.writeHead(500).end();
    });
    await ask(`${url}/models/7`);
    expect(await api.calls()).toMatchObject([{ errorMessage: message, apiRoute: '/models/:id' }]);
  });
});

describe('Whatever goes wrong with the log', () => {
  test('the responses go on; calls wait while it cannot be written to, and are written after', async () => {
    const api = await makeApi();
    const url = await serveBehind(api, answerUser);
    runSql(api.path, 'ALTER TABLE user_api_call_log RENAME TO away');
    for (let index = 0; index < 5; index += 1) expect((await ask(url)).status).toBe(200);
    await api.logger.flush();
    expect(api.errors[0]).toMatchObject({ name: 'PresentsError', message: expect.stringContaining('no table') });
    expect(api.logger.counts()).toMatchObject({ logged: 0, lost: 0, waiting: 5 });
    runSql(api.path, 'ALTER TABLE away RENAME TO user_api_call_log');
    expect(await api.calls()).toHaveLength(5);
    expect(api.logger.counts()).toMatchObject({ logged: 5, lost: 0, waiting: 0 });
  });

  test('no response waits while another program holds the lock, however long', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await openServerStore(path);
    const logger = httpLogger(store, { signals: [] });
    const url = await serve((request, response) => logger(request, response, () => response.end('ok')));
    const other = new Database(path);
    other.exec('BEGIN IMMEDIATE');
    for (let index = 0; index < 250; index += 1) expect((await ask(url)).status).toBe(200);
    expect(logger.counts()).toMatchObject({ logged: 0, lost: 0 });
    other.exec('COMMIT');
    other.close();
    await logger.close();
    expect(logger.counts()).toMatchObject({ logged: 250, waiting: 0 });
    await store.close();
  });

  test('a call of a user who was removed meanwhile costs only itself', async () => {
    const api = await makeApi();
    const { apiKey } = await api.store.users.create('brief');
    const url = await serveBehind(api, (request, response) => {
      // Its call is not logged before it is answered.
      if (userOf(request).username === 'brief') runSql(api.path, `DELETE FROM "user" WHERE username = 'brief'`);
      answerUser(request, response);
    });
    await ask(url);
    await ask(url, { headers: { 'api-key': apiKey } });
    await ask(url);
    expect(await api.calls()).toHaveLength(2);
    expect(api.errors).toMatchObject([{ field: 'userId' }]);
    expect(api.logger.counts()).toMatchObject({ logged: 2, lost: 1 });
  });

  test('a reporter or a route that throws harms nobody', async () => {
    const onError = () => {
      throw new Error('reporter');
    };
    const route = () => {
      throw new Error('route');
    };
    const api = await makeApi({ onError, route });
    const url = await serveBehind(api, answerUser);
    expect((await ask(url)).status).toBe(200);
    expect(await api.calls()).toMatchObject([{ apiRoute: '/', statusCode: 200 }]);
    expect(api.logger.counts()).toMatchObject({ logged: 1, lost: 0 });
  });

  test('a description that is none is refused with the name of what is wrong, and the call is logged all the same', async () => {
    const api = await makeApi();
    const { describe: tell } = api.logger;
    const refusals: unknown[] = [];
    const url = await serveBehind(api, (request, response) => {
      const wrong: readonly [unknown, unknown][] = [
        [request, 5],
        [request, null],
        [request, '/gifts'],
        [request, []],
        [request, new Error('thrown')],
        [request, { route: 5 }],
        [request, { route: null }],
        [request, { rout: '/gifts' }],
        [undefined, { route: '/gifts' }],
      ];
      for (const [whose, description] of wrong) {
        try {
          tell(whose as never, description as never);
          refusals.push('taken');
        } catch (error) {
          refusals.push(error instanceof PresentsError ? error.field : error);
        }
      }
      tell(request, { route: '/gifts', error: undefined });
      response.end('{}');
    });
    expect((await ask(url)).status).toBe(200);
    expect(refusals).toEqual([
      ...['description', 'description', 'description', 'description', 'description'],
      ...['route', 'route', 'rout', 'request'],
    ]);
    expect(await api.calls()).toMatchObject([{ apiRoute: '/gifts', statusCode: 200 }]);
  });

  test('a route that is no text is told by its name', async () => {
    const api = await makeApi({ route: () => 5 as never });
    await ask(await serveBehind(api, answerUser));
    await api.logger.flush();
    expect(api.errors).toMatchObject([{ name: 'PresentsError', field: 'route' }]);
  });

  test('a middleware that is called without a next is refused at once, and not by an end of the process', async () => {
    const { logger } = await makeApi();
    expect(() => logger({} as never, {} as never, undefined as never)).toThrow(
      expect.objectContaining({ field: 'next' }),
    );
  });

  test('a reporter that rejects harms nobody', async () => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await openTestStore(path);
    const failing = { ...store, users: { ...store.users, authenticate: () => Promise.reject(new Error('gone')) } };
    let reports = 0;
    const logger = httpLogger(failing, {
      signals: [],
      onError: async () => {
        reports += 1;
        throw new Error('Nobody listens.');
      },
    });
    const url = await serve((request, response) => logger(request, response, () => expect.unreachable()));
    expect((await ask(url)).status).toBe(503);
    await nextTurn();
    expect(reports).toBe(1);
  });

  test('what waits takes no more memory than it may, whatever it is made of', async () => {
    const { store } = await makeApi();
    // Nothing is ever written: what was taken to be so, and what waits behind it, are three calls at most each.
    const held = { ...store, apiLogs: { ...store.apiLogs, logMany: () => new Promise<never>(() => undefined) } };
    const logger = httpLogger(held, { signals: [], waitingBytes: 20_000 });
    const url = await serveBehind({ logger }, (request, response) => {
      Object.assign(request, { body: { text: 'x'.repeat(3_000) } });
      response.writeHead(200, { 'content-type': `image/${'x'.repeat(3_000)}` }).end('x');
    });
    for (let count = 0; count < 20; count += 1) await ask(url);
    expect(logger.counts().waiting).toBeLessThan(4);
    expect(logger.counts().lost).toBeGreaterThanOrEqual(14);
  });

  test('a size that is none is refused before any request comes', async () => {
    const { store } = await makeApi();
    for (const options of [{ waitingBytes: Number.NaN }, { payloadBytes: -1 }]) {
      expect(() => httpLogger(store, options)).toThrow('must be a whole number');
    }
  });

  test('where keys cannot be checked the answer is 503, which tells the client nothing of the database', async () => {
    const fault = new PresentsError('The database /srv/secret.db is locked by another program.', { code: 'busy' });
    const errors: unknown[] = [];
    const store = { users: { authenticate: () => Promise.reject(fault) }, apiLogs: {} };
    const logger = httpLogger(store as never, { signals: [], onError: (error) => errors.push(error) });
    const url = await serve((request, response) => logger(request, response, () => expect.unreachable()));
    const response = await fetch(url, { headers: KEY });
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await response.text()).not.toContain('secret');
    expect(errors).toEqual([fault]);
  });
});

test('Requests over one connection, one after the other, are each logged with their own payload', async () => {
  const api = await makeApi();
  const url = await serveBehind(api, (request, response) => request.pipe(response));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let index = 0; index < 20; index += 1) {
    const { promise, resolve } = Promise.withResolvers<void>();
    httpRequest(url, { agent, method: 'POST', headers: KEY }, (response) => response.resume().on('end', resolve)).end(
      `{"n":${index}}`,
    );
    await promise;
  }
  agent.destroy();
  const calls = await api.calls();
  expect(calls.map(({ requestPayload }) => requestPayload)).toEqual(Array.from({ length: 20 }, (_, n) => ({ n })));
  expect(calls.map(({ responsePayload }) => responsePayload)).toEqual(
    calls.map(({ requestPayload }) => requestPayload),
  );
});

test('A server made by createServer takes the logger in three lines', async () => {
  const api = await makeApi();
  const server = createServer((request, response) => {
    api.logger(request, response, () => answerUser(request, response));
  });
  expect((await ask(await serve(server))).status).toBe(200);
});
