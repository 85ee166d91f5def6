import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { beforeAll, describe, expect, test } from 'vitest';
import { reportError } from '../../../src/cli/print/report-error.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import { fileAt } from '../../../src/store/location.ts';
import { openStoreInThread, type ThreadStoreOptions } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { createThreadStore } from '../../../src/store/thread/client.ts';
import { HostCalls } from '../../../src/store/thread/rpc.ts';
import { Host } from '../../../src/store/thread/thread-host.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { copyReference, openTestStore, querySql, REFERENCE_NOW, temporaryFolder } from '../../helpers/store.ts';

async function openWorker(path: string, options: ThreadStoreOptions = {}): Promise<Store> {
  const store = await openStoreInThread(fileAt(path), { now: () => REFERENCE_NOW, actor: 'tester@here', ...options });
  clearLater(() => store.close());
  return store;
}

const page = { filter: '', descending: true, offset: 0, limit: 20, anchorId: 5 };
const window = { from: new Date('2026-11-13T12:00:00Z'), to: null };

const QUESTIONS: Readonly<Record<string, (store: Store) => Promise<unknown>>> = {
  'users.list': (store) => store.users.list({ activeOnly: true }),
  'users.find': (store) => store.users.find('böhm & söhne'),
  'users.find of nobody': (store) => store.users.find('nobody'),
  'users.overview': (store) => store.users.overview({ ...page, sort: 'calls', window, bucketCount: 24 }),
  'apiLogs.userStats': (store) => store.apiLogs.userStats('client1'),
  'apiLogs.systemStats': (store) => store.apiLogs.systemStats(),
  'apiLogs.totals': (store) => store.apiLogs.totals({ days: 7 }),
  'apiLogs.timeline': (store) => store.apiLogs.timeline(window, { bucketSeconds: 3600 }),
  'apiLogs.latencies': (store) => store.apiLogs.latencies({ days: 7 }, { username: 'client1' }),
  'apiLogs.routeTimes': (store) => store.apiLogs.routeTimes(window, { bucketSeconds: 3600, routes: ['/api/predict'] }),
  'apiLogs.latencyHeat': (store) => store.apiLogs.latencyHeat(window, { bucketSeconds: 3600 }),
  'apiLogs.recentErrors': (store) => store.apiLogs.recentErrors({ limit: 20 }),
  'apiLogs.errors': (store) => store.apiLogs.errors({ ...page, sort: 'user', window }),
  'apiLogs.calls': (store) => store.apiLogs.calls({ ...page, filter: 'status:5xx', sort: 'ms', window }),
  'apiLogs.valueCounts': (store) => store.apiLogs.valueCounts(window),
  'apiLogs.payloadPaths': (store) => store.apiLogs.payloadPaths(),
  'apiLogs.find': (store) => store.apiLogs.find(5977),
  'apiLogs.newest': (store) => store.apiLogs.newest(),
  'apiLogs.countOlderThan': (store) => store.apiLogs.countOlderThan(30),
  'products.find': (store) => store.products.find('P0001'),
  'products.getMany': (store) => store.products.getMany(['P0003', 'nix']),
  'products.hash': async (store) => store.products.hash(' X '),
  'products.stats': (store) => store.products.stats(),
  'products.list': (store) => store.products.list({ ...page, sort: 'classified' }),
  'products.countOlderThan': (store) => store.products.countOlderThan(30),
  'audit.list': (store) => store.audit.list(),
  'audit.page': (store) => store.audit.page({ ...page, sort: 'time' }),
};

describe('Behind a worker thread', () => {
  let asked: { readonly behind: Store; readonly here: Store };
  beforeAll(async () => {
    const path = copyReference();
    asked = { behind: await openWorker(path), here: await openTestStore(path) };
  });

  test.each(Object.entries(QUESTIONS))('%s answers the same', async (_, ask) => {
    expect(await ask(asked.behind)).toEqual(await ask(asked.here));
  });

  test('every action does the same', async () => {
    const act = async (store: Store) => {
      const { apiKey, ...created } = await store.users.create('shop');
      const log = { userId: 15, apiRoute: '/', statusCode: 200, responseTimeMs: 1, requestPayload: { a: [1] } };
      return [
        created,
        (await store.users.createMany(['one', 'two'])).map(({ id, username }) => [id, username]),
        (await store.users.authenticate(apiKey))?.username,
        await store.users.authenticate('key of nobody', { reason: true }),
        await store.users.deactivate('client1').then(({ changed }) => changed),
        await store.users.reactivate('client1').then(({ changed }) => changed),
        (await store.users.regenerateKey('shop')).apiKey.length,
        await store.apiLogs.log(log),
        await store.products.put({ productId: 'N', description: 'new' }),
        await store.products.putMany([{ productId: 'M', description: 'more' }]),
        await store.products.invalidate('N'),
        await store.products.restore('N', 'success'),
        await store.products.cleanup({ days: 30 }),
        await store.audit.list(),
      ];
    };
    expect(await act(await openWorker(copyReference()))).toEqual(await act(await openTestStore(copyReference())));
  });

  test('a fault keeps its class, its next step and its exit code', async () => {
    const store = await openWorker(join(temporaryFolder(), 'nothing.db'));
    const error = await store.users.list().catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(PresentsError);
    expect(error).toMatchObject({ nextStep: 'Create it.', command: 'init', option: '--db FILE', exitCode: 1 });
  });

  test('a bug keeps its name, its message and where it happened, and is told as a bug', async () => {
    const path = copyReference();
    const unchecked = createThreadStore(fileAt(path), { now: () => REFERENCE_NOW });
    clearLater(() => unchecked.close());
    const error = await unchecked.apiLogs.timeline(undefined as never, undefined as never).catch((bug: unknown) => bug);
    expect(error).toBeInstanceOf(Error);
    expect(error).not.toBeInstanceOf(PresentsError);
    expect(error).toMatchObject({ name: 'TypeError', message: expect.stringContaining('undefined') });
    expect((error as Error).stack).toMatch(/^TypeError: .*\n +at .*src\/store\//);
    expect(Object.keys(error as Error)).toEqual([]);
    const told: string[] = [];
    const stderr = { write: (text: string) => told.push(text) };
    expect(reportError(error, { stderr, env: {} } as never, [])).toBe(1);
    expect(told.join('')).toContain('This is a bug in presents: ');
    expect(await unchecked.users.list()).toHaveLength(14);
  });

  test('a question that makes no sense is refused before it is asked', async () => {
    const store = await openWorker(copyReference());
    const error = await store.apiLogs.timeline(window, { bucketSeconds: 0 }).catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(PresentsError);
    expect(error).toMatchObject({
      field: 'bucketSeconds',
    });
  });

  test('a cleanup reports its progress and can be stopped', async () => {
    const path = copyReference();
    const store = await openWorker(path);
    const stop = new AbortController();
    const progress: number[] = [];
    const onProgress = (count: number) => {
      progress.push(count);
      stop.abort();
    };
    const deleted = await store.apiLogs.cleanup({ days: 0, onProgress, signal: stop.signal });
    expect(deleted).toBeGreaterThan(0);
    expect(deleted).toBeLessThan(6000);
    expect(progress[0]).toBeGreaterThan(0);
    expect(querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')).toEqual([{ count: 6000 - deleted }]);
    expect(await store.apiLogs.cleanup({ days: 0, signal: AbortSignal.abort() })).toBe(0);
  });

  test('a question is answered while a cleanup is at work', async () => {
    const store = await openWorker(copyReference());
    let during: Promise<unknown> | undefined;
    let isDone = false;
    const cleanup = store.apiLogs.cleanup({
      days: 0,
      onProgress: () => {
        during ??= store.apiLogs.newest().then(() => isDone);
      },
    });
    await cleanup.then(() => {
      isDone = true;
    });
    expect(await during).toBe(false);
  });

  test('nothing is answered any more once it is closed', async () => {
    const store = await openWorker(copyReference());
    await store.users.list();
    await store.close();
    await store.close();
    await expect(store.users.list()).rejects.toThrow('closed');
  });

  test('an idle store lets the process end', () => {
    const source = join(import.meta.dirname, '../../../src/store/open.ts');
    const script = `const { openStoreInThread } = await import(${JSON.stringify(source)});
      const store = await openStoreInThread({ kind: 'file', path: ${JSON.stringify(copyReference())} });
      console.log(String((await store.users.list()).length));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { timeout: 15_000 });
    expect(output.toString().trim()).toBe('14');
  });

  test('keeps its compiled code where the process keeps its own', () => {
    const source = join(import.meta.dirname, '../../../src/store/open.ts');
    const filesAfter = (question: string): readonly string[] => {
      const cache = temporaryFolder();
      const script = `const { enableCompileCache } = await import('node:module');
        enableCompileCache(${JSON.stringify(cache)});
        const { openStoreInThread } = await import(${JSON.stringify(source)});
        const store = await openStoreInThread({ kind: 'file', path: ${JSON.stringify(copyReference())} });
        ${question}
        await store.close();`;
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], { timeout: 15_000 });
      const [version = ''] = readdirSync(cache);
      return readdirSync(join(cache, version));
    };
    // Without a question there is no thread.
    const ofProcess = filesAfter('');
    expect(filesAfter('await store.users.list();').length).toBeGreaterThan(ofProcess.length);
  });
});

describe('A thread that was started ahead', () => {
  test('serves the first store that is given it, and the next one starts its own', async () => {
    const host = new Host({ isAhead: true });
    const path = copyReference();
    const first = await openWorker(path, { host });
    expect(host.isFree).toBe(true);
    expect((await first.users.list()).length).toBe(14);
    expect(host.isFree).toBe(false);
    const second = await openWorker(path, { host });
    expect((await second.users.list()).length).toBe(14);
    await first.close();
    expect((await second.users.list()).length).toBe(14);
  });

  test('and ended before it was asked is replaced', async () => {
    const host = new Host({ isAhead: true });
    await host.worker.terminate();
    const store = await openWorker(copyReference(), { host });
    expect((await store.users.list()).length).toBe(14);
  });

  test('does not keep the process alive', () => {
    const source = join(import.meta.dirname, '../../../src/store/thread/thread-host.ts');
    const script = `const { Host } = await import(${JSON.stringify(source)});
      console.log(String(new Host({ isAhead: true }).isFree));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { timeout: 15_000 });
    expect(output.toString().trim()).toBe('true');
  });
});

describe('A worker that dies', () => {
  const script = `const { parentPort } = require('node:worker_threads');
    parentPort.on('message', ({ id, method }) => {
      if (method === 'die') throw new Error('out of luck');
      if (method === 'live') parentPort.postMessage({ kind: 'answer', id, value: 'alive' });
    });`;
  const call = (method: string) => ({ subject: 'store' as const, method, args: [] });

  test('fails the calls it had, and the next call starts another', async () => {
    let started = 0;
    const calls = new HostCalls(() => {
      started += 1;
      return new Worker(script, { eval: true });
    });
    const waiting = calls.call(call('wait'));
    const dying = calls.call(call('die'));
    await expect(waiting).rejects.toThrow('The thread that reads the database ended: out of luck');
    await expect(dying).rejects.toThrow('out of luck');
    expect(await calls.call(call('live'))).toBe('alive');
    expect(started).toBe(2);
  });

  test('while it is being closed is closed, since its file is let go as well', async () => {
    const calls = new HostCalls(() => new Worker(script.replace("'die'", "'close'"), { eval: true }));
    expect(await calls.call(call('live'))).toBe('alive');
    await expect(calls.close()).resolves.toBeUndefined();
    await expect(calls.call(call('live'))).rejects.toThrow('closed');
  });
});
