import { once } from 'node:events';
import { createServer, request as httpRequest, type Server } from 'node:http';
import { connect as connectHttp2, createServer as createHttp2Server, type Http2Server } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { FailedKeys, type FailedKeysOptions } from '../../../src/integration/logging/failed-keys.ts';
import { httpLogger } from '../../../src/integration/logging/http-logger.ts';
import { networkOf } from '../../../src/integration/logging/network-of.ts';
import type { Store } from '../../../src/store/store.ts';
import { ask, makeApi, serve } from '../servers.ts';

const stays = () => undefined;

describe('The answers to failed keys', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Makes the keys of a source fail, one after the other, and returns how long each answer waited. */
  const timesOf = async (failed: FailedKeys, source: string, count: number) => {
    const times: number[] = [];
    for (let index = 0; index < count; index += 1) {
      const begun = performance.now();
      const answered = failed.wait(source, stays).then(() => times.push(performance.now() - begun));
      await vi.runAllTimersAsync();
      await answered;
    }
    return times;
  };
  /** Makes a key of a source fail, and returns whether its answer waits. */
  const waits = (failed: FailedKeys, source: string, whenGone: (release: () => void) => void = stays) => {
    const before = failed.counts.slowed;
    const answered = failed.wait(source, whenGone);
    return { answered, isWaiting: failed.counts.slowed > before };
  };
  const make = (options: FailedKeysOptions = {}) => new FailedKeys(options);

  test('come at once for the first few, then later and later up to a limit', async () => {
    const failed = make({ free: 2, firstMs: 100, slowestMs: 500 });
    expect(await timesOf(failed, '1.2.3.4', 7)).toEqual([0, 0, 100, 200, 400, 500, 500]);
    expect(failed.counts).toEqual({ slowed: 5, sources: 1 });
  });

  test('wait as long as is told where nothing else is said', async () => {
    const times = await timesOf(make(), '1.2.3.4', 20);
    expect(times).toEqual([...Array(10).fill(0), 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000, 5_000]);
  });

  test('wait no longer than the limit, after however many', async () => {
    const times = await timesOf(make({ free: 0, firstMs: 1, slowestMs: 3 }), 'x', 2_000);
    expect(times.slice(0, 3).concat(times.slice(-1))).toEqual([1, 2, 3, 3]);
    expect(await timesOf(make({ free: 0, firstMs: 0 }), 'x', 100)).toEqual(Array(100).fill(0));
  });

  test('of one source are none of the business of another', async () => {
    const failed = make({ free: 1 });
    await timesOf(failed, '1.2.3.4', 5);
    expect(await timesOf(failed, '1.2.3.5', 1)).toEqual([0]);
  });

  test('come at once again when nothing has failed for a while', async () => {
    const failed = make({ free: 1, forgetMs: 60_000 });
    expect(await timesOf(failed, 'a', 2)).toEqual([0, 100]);
    await vi.advanceTimersByTimeAsync(59_899);
    expect(waits(failed, 'a').isWaiting).toBe(true);
    await vi.advanceTimersByTimeAsync(60_001);
    expect(waits(failed, 'a').isWaiting).toBe(false);
  });

  test('are remembered of so many sources, and the one that failed longest ago is forgotten', async () => {
    const failed = make({ free: 1, sources: 3 });
    for (const source of ['a', 'b', 'c', 'a', 'd']) waits(failed, source);
    expect(failed.counts.sources).toBe(3);
    expect(['a', 'c', 'd'].map((source) => waits(failed, source).isWaiting)).toEqual([true, true, true]);
    expect(waits(failed, 'b').isWaiting).toBe(false);
  });

  test('leave nothing behind of sources that have failed long ago', async () => {
    const failed = make({ forgetMs: 1_000 });
    for (let source = 0; source < 500; source += 1) waits(failed, `s${source}`);
    await vi.advanceTimersByTimeAsync(1_000);
    waits(failed, 'new');
    expect(failed.counts.sources).toBe(1);
  });

  test('come at once where too many wait already', async () => {
    const failed = make({ free: 0, waiting: 2 });
    expect(['a', 'b', 'c'].map((source) => waits(failed, source).isWaiting)).toEqual([true, true, false]);
    await vi.runAllTimersAsync();
    expect(waits(failed, 'd').isWaiting).toBe(true);
  });

  test('wait no longer than their client, and make room for others', async () => {
    const failed = make({ free: 0, waiting: 1 });
    let leave = stays as () => void;
    const { answered } = waits(failed, 'a', (release) => {
      leave = release;
    });
    leave();
    await answered;
    expect(vi.getTimerCount()).toBe(0);
    expect(waits(failed, 'b').isWaiting).toBe(true);
  });

  test('are let go at the end, and wait no more behind it', async () => {
    const failed = make({ free: 0 });
    const all = ['a', 'b', 'c'].map((source) => waits(failed, source).answered);
    failed.release();
    await Promise.all(all);
    expect(vi.getTimerCount()).toBe(0);
    expect(waits(failed, 'd').isWaiting).toBe(true);
    failed.close();
    expect([vi.getTimerCount(), waits(failed, 'e').isWaiting]).toEqual([0, false]);
  });
});

test('An answer that waits keeps no process alive', async () => {
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const failed = new FailedKeys({ free: 0, firstMs: 60_000, slowestMs: 60_000 });
  const answered = failed.wait('a', stays);
  expect(timers.mock.results.map(({ value }) => value.hasRef())).toEqual([false]);
  timers.mockRestore();
  failed.close();
  await answered;
});

test.each([
  ['1.2.3.4', '1.2.3.4'],
  ['::ffff:1.2.3.4', '1.2.3.4'],
  ['::FFFF:0102:0304', '1.2.3.4'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['a-tenant', 'a-tenant'],
  ['', ''],
])('The address %s counts as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

describe('Over HTTP', () => {
  const guess = { headers: { 'api-key': 'guess' } };
  const slow: FailedKeysOptions = { free: 1, firstMs: 600_000, slowestMs: 600_000 };
  const serveWith = async (options: Parameters<typeof makeApi>[0]) => {
    const api = await makeApi(options);
    const url = await serve((request, response) => api.logger(request, response, () => response.end('ok')));
    const slowed = () => api.logger.counts().slowed;
    return { ...api, url, slowed };
  };

  test('a failed key waits, a valid one of the same source does not, nor does a missing one, and the end lets it go', async () => {
    const { url, logger, slowed } = await serveWith({ failedKeys: slow });
    expect((await fetch(url, guess)).status).toBe(401);
    const waiting = fetch(url, guess);
    await expect.poll(slowed).toBe(1);
    expect((await ask(url)).status).toBe(200);
    expect((await fetch(url)).status).toBe(401);
    expect(logger.counts()).toMatchObject({ sources: 1, refused: 3, refusedBy: { missing: 1, unknown: 2 } });
    await logger.close();
    expect((await waiting).status).toBe(401);
  });

  test('a client that does not wait makes room for the next', async () => {
    const { url, logger, slowed } = await serveWith({ failedKeys: { ...slow, free: 0, waiting: 1 } });
    const leaving = new AbortController();
    const left = fetch(url, { ...guess, signal: leaving.signal });
    await expect.poll(slowed).toBe(1);
    expect((await fetch(url, guess)).status).toBe(401);
    leaving.abort();
    await expect(left).rejects.toThrow();
    // Those that come before the server sees it are answered at once.
    const waiting: Promise<unknown>[] = [];
    await expect
      .poll(() => {
        waiting.push(fetch(url, guess));
        return slowed();
      })
      .toBe(2);
    await logger.close();
    await Promise.all(waiting);
  });

  test.each<[string, () => Server | Http2Server, (url: string) => { destroy(): unknown }]>([
    ['HTTP/1', createServer, (url) => httpRequest(url, guess).on('error', stays).end()],
    [
      'HTTP/2',
      createHttp2Server,
      (url) => {
        const session = connectHttp2(url).on('error', stays);
        session.request(guess.headers).on('error', stays);
        return session;
      },
    ],
  ])('a client that left while its key was looked up is not waited for, over %s', async (_, create, request) => {
    const { store } = await makeApi();
    const looking = Promise.withResolvers<void>();
    const authenticate = async (key: string, options: { readonly reason: true }) => {
      await looking.promise;
      return store.users.authenticate(key, options);
    };
    const users = { ...store.users, authenticate: authenticate as Store['users']['authenticate'] };
    const errors: unknown[] = [];
    const loggers = [{}, { source: () => 'proxied' }].map((options) =>
      httpLogger(
        { ...store, users },
        {
          ...options,
          signals: [],
          failedKeys: { ...slow, free: 0 },
          onError: (error) => errors.push(error),
        },
      ),
    );
    const server = create();
    const arrived = once(server, 'request');
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => {
      server.close();
    });
    const asked = request(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const [incoming, outgoing] = await arrived;
    const begun = loggers.map((logger) => logger.begin(incoming, outgoing));
    const closed = once(outgoing, 'close');
    asked.destroy();
    await closed;
    looking.resolve();
    expect(await Promise.all(begun)).toEqual([undefined, undefined]);
    expect(errors).toEqual([]);
    await Promise.all(loggers.map((logger) => logger.close()));
  });

  test('an answer that waits does not hold up a server that is told to end', async () => {
    process.on('SIGUSR2', stays);
    onTestFinished(() => {
      process.off('SIGUSR2', stays);
    });
    const { url, slowed } = await serveWith({ failedKeys: { ...slow, free: 0 }, signals: ['SIGUSR2'] });
    const waiting = fetch(url, guess);
    await expect.poll(slowed).toBe(1);
    process.emit('SIGUSR2', 'SIGUSR2');
    expect((await waiting).status).toBe(401);
  });

  test('sources are told apart by what the program says, behind a proxy', async () => {
    const { url, logger, slowed } = await serveWith({
      failedKeys: slow,
      source: ({ headers }) => headers['x-forwarded-for']?.toString().split(',')[0],
    });
    const from = (address: string) => fetch(url, { headers: { ...guess.headers, 'x-forwarded-for': address } });
    for (const address of ['1.2.3.4', '1.2.3.5', '2001:db8::1']) expect((await from(address)).status).toBe(401);
    expect(logger.counts()).toMatchObject({ slowed: 0, sources: 3 });
    const waiting = from('2001:db8::2');
    await expect.poll(slowed).toBe(1);
    await logger.close();
    expect((await waiting).status).toBe(401);
  });

  test('a source that throws is told, and the remote address counts', async () => {
    const { url, errors, logger } = await serveWith({
      source: () => {
        throw new Error('source');
      },
    });
    expect((await fetch(url, guess)).status).toBe(401);
    expect(errors).toMatchObject([{ message: 'source' }]);
    expect(logger.counts().sources).toBe(1);
  });

  test('nothing is counted or slowed down where that is turned off', async () => {
    const { url, logger } = await serveWith({ failedKeys: false });
    for (let count = 0; count < 15; count += 1) expect((await fetch(url, guess)).status).toBe(401);
    expect(logger.counts()).toMatchObject({ slowed: 0, sources: 0, refused: 15 });
  });

  test('the key of an inactive user and the key of nobody wait alike', async () => {
    for (const key of ['key of gone', 'guess']) {
      const { url, logger, slowed } = await serveWith({ failedKeys: slow });
      await fetch(url, { headers: { 'api-key': key } });
      const waiting = fetch(url, { headers: { 'api-key': key } });
      await expect.poll(slowed).toBe(1);
      await logger.close();
      expect(await (await waiting).json()).toEqual({ error: 'unauthorized', message: 'The API key is not valid.' });
    }
  });
});
