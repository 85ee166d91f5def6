import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingMessage, RequestListener } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { httpLogger, userOf } from '../../../src/integration/logging/http-logger.ts';
import type { HttpLoggerOptions } from '../../../src/integration/logging/http-logger-options.ts';
import { traceIdIn } from '../../../src/integration/logging/trace-id.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import { querySql } from '../../helpers/store.ts';
import { ask, KEY, makeApi, post, serve } from '../servers.ts';

const answer: RequestListener = async (request, response) => {
  await text(request);
  response.statusCode = Number(/status=(\d+)/.exec(request.url ?? '')?.[1] ?? 200);
  response.setHeader('content-type', 'application/json').end('{"ok":true}');
};

/** Serves behind a logger with these options. */
async function serveWith(options: HttpLoggerOptions, handle: RequestListener = answer) {
  const api = await makeApi(options);
  const url = await serve((request, response) => api.logger(request, response, () => handle(request, response)));
  return { ...api, url };
}

/** Returns the request payload that is stored for one request. */
async function payloadOf(options: HttpLoggerOptions, path: string, init: RequestInit = {}) {
  const { url, calls, path: file } = await serveWith(options);
  await ask(url + path, init);
  await calls();
  return querySql(file, 'SELECT request_payload FROM user_api_call_log')[0]?.request_payload;
}

describe('Options', () => {
  /** Makes a logger with these options, and returns what it throws. */
  const faultOf = (options: object): unknown => {
    try {
      return httpLogger({ users: {}, apiLogs: {} } as never, options);
    } catch (error) {
      return error;
    }
  };

  test.each<[string, unknown]>([
    ['key', 'api-key'],
    ['skip', true],
    ['sample', 1.5],
    ['sample', Number.NaN],
    ['sample', '50%'],
    ['route', 'path'],
    ['query', 1],
    ['requestId', 'x-request-id'],
    ['traceId', 'traceparent'],
    ['fields', {}],
    ['refuse', 'json'],
    ['onRefused', 'log'],
    ['source', 'x-forwarded-for'],
    ['failedKeys', true],
    ['failedKeys', null],
  ])('a %s that is none is refused by its name', (field, value) => {
    expect(faultOf({ [field]: value })).toMatchObject({ name: 'PresentsError', code: 'invalid', field });
  });

  test.each([
    ['an unknown one', { sampel: 0.5 }, 'sampel'],
    ['an unknown one of failed keys', { failedKeys: { fre: 1 } }, 'fre'],
    ['a limit of failed keys that is none', { failedKeys: { free: -1 } }, 'free'],
    ['a signal that is none', { signals: ['SIGNAL'] }, 'signals[0]'],
    ['a key header that is no name of a header', { keyHeader: 'api key' }, 'keyHeader'],
    ['a header beside a function that reads keys', { key: () => 'x', keyHeader: 'x-key' }, 'keyHeader'],
  ])('%s is refused by its name', (_, options, field) => {
    expect(faultOf(options)).toMatchObject({ code: 'invalid', field });
  });
});

describe('A key that the program reads', () => {
  test('is that of the user, and what gives none is refused without the name of a header', async () => {
    const key = (request: IncomingMessage) =>
      new URL(request.url ?? '', 'http://x').searchParams.get('key') ?? undefined;
    const { url, calls } = await serveWith({ key });
    expect((await fetch(`${url}/a?key=key%20of%20shop`)).status).toBe(200);
    const refused = await fetch(`${url}/a?key=`, { headers: KEY });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'ApiKey']);
    expect(await refused.json()).toEqual({ error: 'unauthorized', message: 'An API key is missing.' });
    expect(await calls()).toMatchObject([{ username: 'shop' }]);
  });

  test('is blanked wherever the call repeats it', async () => {
    const { url, calls } = await serveWith({
      key: (request) => request.url?.split('/')[1]?.replaceAll('+', ' '),
      route: (_request, pattern) => pattern,
    });
    await fetch(`${url}/key+of+shop/gifts`);
    expect(JSON.stringify(await calls())).not.toContain('of shop');
  });

  test.each<[string, HttpLoggerOptions]>([
    [
      'throws',
      {
        key: () => {
          throw new Error('no key');
        },
      },
    ],
    ['gives what is no text', { key: () => 5 as never }],
    ['gives a promise', { key: (async () => 'key of shop') as never }],
  ])('by a function that %s is answered 500, told, and never reaches the handler', async (_, options) => {
    const { url, errors, logger } = await serveWith(options, () => expect.unreachable());
    const response = await fetch(url, { headers: KEY });
    expect([response.status, await response.json()]).toEqual([
      500,
      { error: 'internal', message: 'The request could not be checked.' },
    ]);
    expect(errors).toHaveLength(1);
    expect(logger.counts()).toMatchObject({ refused: 0, lost: 0 });
  });
});

describe('A request that is skipped', () => {
  const skip = ({ url = '' }: IncomingMessage) => url.startsWith('/health');

  test('passes without a key and without a user, is neither logged nor counted as refused', async () => {
    const { url, calls, logger } = await serveWith({ skip }, (request, response) => {
      response.end(Reflect.has(request, 'user') ? userOf(request).username : 'nobody');
    });
    expect(await (await fetch(`${url}/health`)).text()).toBe('nobody');
    expect((await ask(`${url}/health`)).body).toBe('nobody');
    expect((await fetch(`${url}/other`)).status).toBe(401);
    expect((await ask(`${url}/other`)).body).toBe('shop');
    expect(await calls()).toMatchObject([{ apiRoute: '/other' }]);
    expect(logger.counts()).toMatchObject({ skipped: 2, refused: 1, logged: 1 });
  });

  test('by a function that throws, or returns a promise, is not let in', async () => {
    const skips = [
      () => {
        throw new Error('skip');
      },
      (async () => false) as never,
    ];
    for (const skipping of skips) {
      const { url, errors } = await serveWith({ skip: skipping }, () => expect.unreachable());
      expect((await ask(url)).status).toBe(500);
      expect(errors).toHaveLength(1);
    }
  });

  test('is null from begin, which gives undefined for one that it has answered', async () => {
    const { logger } = await makeApi({ skip });
    const begun: unknown[] = [];
    const url = await serve(async (request, response) => {
      begun.push(await logger.begin(request, response));
      response.end();
    });
    await fetch(`${url}/health`);
    await fetch(`${url}/other`);
    expect(begun).toEqual([null, undefined]);
  });
});

describe('A sample', () => {
  test('is logged of the successful calls, and every failed one', async () => {
    const drawn = vi.spyOn(Math, 'random');
    onTestFinished(() => drawn.mockRestore());
    const { url, calls, logger } = await serveWith({ sample: 0.5 });
    for (const value of [0.49, 0.5, 0.99, 0]) {
      drawn.mockReturnValue(value);
      await ask(`${url}/ok/${String(value).replace('.', '-')}`);
    }
    drawn.mockReturnValue(0.99);
    for (const status of [304, 400, 401, 503]) await ask(`${url}/failed?status=${status}`);
    expect((await calls()).map(({ apiRoute, statusCode }) => [apiRoute, statusCode])).toEqual([
      ['/ok/0-49', 200],
      ['/ok/:id', 200],
      ...[400, 401, 503].map((status) => ['/failed', status]),
    ]);
    expect(logger.counts()).toMatchObject({ logged: 5, lost: 0, sampledOut: 3, underWay: 0 });
  });

  test('of none leaves out what succeeded, and keeps what was broken off', async () => {
    const { url, calls } = await serveWith({ sample: 0 }, (request, response) => {
      if (request.url === '/broken') response.destroy();
      else response.end('ok');
    });
    await ask(`${url}/fine`);
    await expect(ask(`${url}/broken`)).rejects.toThrow();
    expect(await calls()).toMatchObject([{ apiRoute: '/broken', statusCode: 500 }]);
  });

  test('keeps a call whose error was told, whatever its status', async () => {
    const api = await makeApi({ sample: 0 });
    const url = await serve((request, response) =>
      api.logger(request, response, () => {
        api.logger.describe(request, { error: new Error('half of it') });
        response.end();
      }),
    );
    await ask(url);
    expect(await api.calls()).toMatchObject([{ statusCode: 200, errorMessage: 'half of it' }]);
  });
});

describe('The route', () => {
  test('has the method before it where that is wanted', async () => {
    const { url, calls } = await serveWith({ route: 'method' });
    await ask(`${url}/items/17?x=1`);
    await ask(`${url}/items/18`, post({}));
    await ask(`${url}/items/19`, { method: 'HEAD' });
    expect((await calls()).map(({ apiRoute }) => apiRoute)).toEqual([
      'GET /items/:id',
      'POST /items/:id',
      'HEAD /items/:id',
    ]);
  });

  test('has OTHER in place of a method that a client made up', async () => {
    const api = await makeApi({ route: 'method' });
    const server = createHttp2Server((request, response) =>
      api.logger(request as never, response as never, () => response.end()),
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => {
      client.close();
      server.close();
    });
    for (const method of ['GET', 'MADE-UP']) {
      const stream = client.request({ ':method': method, ':path': '/a', ...KEY });
      stream.resume().end();
      await new Promise((resolve) => stream.once('close', resolve));
    }
    await expect.poll(async () => (await api.calls()).map(({ apiRoute }) => apiRoute)).toEqual(['GET /a', 'OTHER /a']);
  });

  test('by a function is made of the pattern that is known, and stays that pattern where it gives none', async () => {
    const route = ({ url = '' }: IncomingMessage, pattern: string) =>
      url.startsWith('/v2') ? `v2 of ${pattern}` : url.startsWith('/empty') ? '' : undefined;
    const { url, calls } = await serveWith({ route });
    for (const path of ['/v2/items/5', '/items/5', '/empty/5']) await ask(url + path);
    expect((await calls()).map(({ apiRoute }) => apiRoute)).toEqual([
      'v2 of /v2/items/:id',
      '/items/:id',
      '/empty/:id',
    ]);
  });

  test('by a function is given what a framework has told of it', async () => {
    const patterns: string[] = [];
    const api = await makeApi({
      route: (_request, pattern) => {
        patterns.push(pattern);
        return undefined;
      },
    });
    const url = await serve((request, response) =>
      api.logger(request, response, () => {
        api.logger.describe(request, { route: '/told/:name' });
        response.end();
      }),
    );
    await ask(`${url}/told/x`);
    expect(await api.calls()).toMatchObject([{ apiRoute: '/told/:name' }]);
    expect(patterns).toEqual(['/told/:name']);
  });

  test.each<[string, () => never]>([
    [
      'throws',
      () => {
        throw new Error('route');
      },
    ],
    ['gives what is no text', () => 5 as never],
  ])('by a function that %s is the pattern, and the fault is told', async (_, route) => {
    const { url, calls, errors, logger } = await serveWith({ route });
    await ask(`${url}/items/5`);
    expect(await calls()).toMatchObject([{ apiRoute: '/items/:id' }]);
    expect(errors).toHaveLength(1);
    expect(logger.counts()).toMatchObject({ logged: 1, lost: 0 });
  });
});

describe('The record of a request', () => {
  const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
  const traced = { traceparent: `00-${trace}-00f067aa0ba902b7-01` };

  test('has its id, its trace, its query and the fields of the program, beside a body that stays to the letter', async () => {
    const options: HttpLoggerOptions = {
      requestId: true,
      traceId: true,
      query: true,
      fields: (request) => ({ tenant: 7, of: userOf(request).username }),
    };
    const body = '{"n": 12345678901234567890123.50, "recipient": {"age": 7}}';
    const init = { method: 'POST', body, headers: { 'x-request-id': 'r-1', ...traced } };
    expect(await payloadOf(options, '/items?a=1&a=2&token=secret-x#no', init)).toBe(
      `{"n": 12345678901234567890123.50, "recipient": {"age": 7},"_request":{"id":"r-1","traceId":"${trace}",` +
        '"query":{"a":["1","2"],"token":"[blanked]"},"tenant":7,"of":"shop"}}',
    );
  });

  test('is found by the filter, and bodies by the same filter as without it', async () => {
    const { url, calls, store } = await serveWith({ requestId: true });
    await ask(url, {
      ...post({ recipient: { age: 7 } }),
      headers: { 'content-type': 'application/json', 'x-request-id': 'r-1' },
    });
    await ask(url, {
      ...post({ recipient: { age: 8 } }),
      headers: { 'content-type': 'application/json', 'x-request-id': 'r-2' },
    });
    const [first] = await calls();
    const window = { from: new Date(Date.now() - 60_000), to: new Date(Date.now() + 60_000) };
    const page = { window, sort: 'time', descending: true, offset: 0, limit: 5, anchorId: null } as const;
    for (const filter of ['req._request.id:r-1', 'req.recipient.age:7'])
      expect((await store.apiLogs.calls({ ...page, filter })).rows.map(({ id }) => id)).toEqual([first?.id]);
  });

  test.each<[string, HttpLoggerOptions, RequestInit, string, unknown]>([
    ['nothing is wanted of it', {}, { headers: traced }, '/?a=1', null],
    ['nothing wanted is there', { query: true, requestId: true, traceId: true }, {}, '/?', null],
    [
      'everything wanted is turned off',
      { query: false, requestId: false, traceId: false },
      { headers: traced },
      '/?a',
      null,
    ],
    ['there is no body', { query: true }, {}, '/?a=1', '{"_request":{"query":{"a":"1"}}}'],
    [
      'the body is a list',
      { query: true },
      { method: 'POST', body: '[1.0]' },
      '/?a=1',
      '{"body":[1.0],"_request":{"query":{"a":"1"}}}',
    ],
    [
      'the body is text',
      { query: true },
      { method: 'POST', body: 'hi' },
      '/?a=1',
      '{"body":"hi","_request":{"query":{"a":"1"}}}',
    ],
    [
      'the body has a member of its name, however that is written',
      { query: true },
      { method: 'POST', body: '{"\\u005frequest":{"id":"mine"}}' },
      '/?a=1',
      '{"body":{"\\u005frequest":{"id":"mine"}},"_request":{"query":{"a":"1"}}}',
    ],
    [
      'the body is cut',
      { query: true, payloadBytes: 4 },
      { method: 'POST', body: '123456' },
      '/?a=1',
      '{"start":"1234","bytes":6,"_request":{"query":{"a":"1"}}}',
    ],
    [
      'the body is left out',
      { query: true },
      { method: 'POST', body: 'x', headers: { 'content-type': 'image/png' } },
      '/?a=1',
      '{"leftOut":"image/png","bytes":1,"_request":{"query":{"a":"1"}}}',
    ],
    [
      'no bodies are logged',
      { query: true, payloadBytes: 0 },
      post({ a: 1 }),
      '/?a=1',
      '{"_request":{"query":{"a":"1"}}}',
    ],
  ])('where %s', async (_, options, init, path, payload) => {
    expect(await payloadOf(options, path, init)).toBe(payload);
  });

  test.each([
    ['of another version', `cc-${trace}-00f067aa0ba902b7-01-more`, trace],
    ['of no version', `ff-${trace}-00f067aa0ba902b7-01`, undefined],
    ['with more than there may be', `00-${trace}-00f067aa0ba902b7-01-more`, undefined],
    ['that is zero', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, undefined],
    ['of a parent that is zero', `00-${trace}-0000000000000000-01`, undefined],
    ['in capitals', `00-${trace.toUpperCase()}-00f067aa0ba902b7-01`, undefined],
    ['that is short', `00-${trace.slice(1)}-00f067aa0ba902b7-01`, undefined],
    ['given twice', `00-${trace}-00f067aa0ba902b7-01, 00-${trace}-00f067aa0ba902b7-01`, undefined],
  ])('has a trace only if its header is valid: one %s', (_, traceparent, traceId) => {
    expect(traceIdIn(traceparent)).toBe(traceId);
  });

  test('has no trace of a header that is not valid', async () => {
    expect(await payloadOf({ traceId: true }, '/', { headers: { traceparent: `00-${trace}` } })).toBeNull();
  });

  test('has the trace of the context that the request arrived in', async () => {
    const context = new AsyncLocalStorage<string>();
    const api = await makeApi({ traceId: () => context.getStore() });
    const url = await serve((request, response) =>
      context.run(`trace of ${request.url}`, () => api.logger(request, response, () => response.end())),
    );
    await Promise.all([ask(`${url}/a`), ask(`${url}/b`)]);
    const traces = (await api.calls()).map(({ requestPayload }) => requestPayload);
    expect(traces).toEqual(
      expect.arrayContaining(['/a', '/b'].map((path) => ({ _request: { traceId: `trace of ${path}` } }))),
    );
  });

  test('has the id and the trace that functions give, or the framework tells', async () => {
    expect(await payloadOf({ requestId: () => 'own', traceId: () => 'span' }, '/', { headers: traced })).toBe(
      '{"_request":{"id":"own","traceId":"span"}}',
    );
    const api = await makeApi({ requestId: true });
    const url = await serve((request, response) =>
      api.logger(request, response, () => {
        api.logger.describe(request, { requestId: 'req-7' });
        response.end();
      }),
    );
    await ask(url, { headers: { 'x-request-id': 'sent' } });
    expect(await api.calls()).toMatchObject([{ requestPayload: { _request: { id: 'req-7' } } }]);
  });

  test('of functions that throw is left out and told, and the call is logged all the same', async () => {
    const fail = () => {
      throw new Error('no');
    };
    const wrong = { requestId: fail, traceId: () => 5 as never, fields: (async () => ({})) as never };
    const { url, calls, errors, logger } = await serveWith(wrong);
    await ask(url, post({ a: 1 }));
    expect(await calls()).toMatchObject([{ requestPayload: { a: 1 } }]);
    expect(errors.map((error) => (error instanceof PresentsError ? error.field : String(error)))).toEqual([
      'traceId',
      'Error: no',
      'fields',
    ]);
    expect(logger.counts()).toMatchObject({ logged: 1, lost: 0 });
  });

  test('takes none of the time that the call is logged with', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => {
      vi.useRealTimers();
    });
    const fields = () => {
      vi.advanceTimersByTime(1_000);
      return {};
    };
    const { url, calls } = await serveWith({ fields });
    await ask(url);
    expect(await calls()).toMatchObject([{ responseTimeMs: 0 }]);
  });

  test('is no longer than it may be, whatever a client sends', async () => {
    const payload = String(
      await payloadOf({ requestId: true, query: true }, `/?${'a'.repeat(9_000)}`, {
        headers: { 'x-request-id': 'r'.repeat(3_000) },
      }),
    );
    expect(payload.length).toBeLessThan(5_000);
    expect(JSON.parse(payload)).toMatchObject({ _request: { id: 'r'.repeat(200), query: { bytes: 9_000 } } });
  });

  test('has no secrets of the call, in whichever part of it they were named', async () => {
    const payload = String(
      await payloadOf(
        { query: true, fields: () => ({ note: 'of s3cret-value', password: 'other-secret' }) },
        '/?q=key+of+shop&w=other-secret',
        {
          ...post({ token: 's3cret-value' }),
        },
      ),
    );
    expect(payload).not.toMatch(/s3cret|other-secret|of shop/);
  });
});

describe('A refused request', () => {
  test('is told to the program with its reason, and counted by it', async () => {
    const told: unknown[] = [];
    const { url, logger } = await serveWith({ onRefused: (request, reason) => told.push([request.url, reason]) });
    await fetch(`${url}/a`);
    await fetch(`${url}/b`, { headers: { 'api-key': 'guess' } });
    await fetch(`${url}/c`, { headers: { 'api-key': 'key of gone' } });
    expect(told).toEqual([
      ['/a', 'missing'],
      ['/b', 'unknown'],
      ['/c', 'inactive'],
    ]);
    expect(logger.counts()).toMatchObject({
      refused: 3,
      refusedBy: { missing: 1, unknown: 1, inactive: 1, unavailable: 0 },
    });
  });

  test('is answered as it would be where the function that is told of it throws or rejects, and that is told', async () => {
    const faults = [
      () => {
        throw new Error('told');
      },
      async () => {
        throw new Error('told');
      },
    ];
    for (const onRefused of faults) {
      const { url, errors } = await serveWith({ onRefused });
      expect((await fetch(url)).status).toBe(401);
      await expect.poll(() => errors).toHaveLength(1);
    }
  });

  test('is answered in the form of FastAPI, or by the program itself', async () => {
    const detail = await serveWith({ refuse: 'detail' });
    expect(await (await fetch(detail.url)).json()).toEqual({
      detail: 'The header api-key with an API key is missing.',
    });
    const skip = () => undefined as never;
    const fault = await serveWith({ refuse: 'detail', skip });
    expect(await (await fetch(fault.url)).json()).toEqual({ detail: 'The request could not be checked.' });
    const own = await serveWith({
      refuse: ({ statusCode, reason }, request, response) =>
        response.writeHead(statusCode, { 'x-reason': reason }).end(`no ${request.url}`),
    });
    const response = await fetch(`${own.url}/x`);
    expect([response.status, response.headers.get('x-reason'), await response.text()]).toEqual([
      401,
      'missing',
      'no /x',
    ]);
  });

  test.each<[string, () => unknown]>([
    [
      'throws',
      () => {
        throw new Error('answer');
      },
    ],
    ['rejects', () => Promise.reject(new Error('answer'))],
  ])('is answered by the logger where the function that answers it %s', async (_, refuse) => {
    const { url, errors } = await serveWith({ refuse });
    expect((await fetch(url)).status).toBe(401);
    expect(errors).toMatchObject([{ message: 'answer' }]);
  });
});
