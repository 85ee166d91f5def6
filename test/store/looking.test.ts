import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { aUser, buildDatabase, copyReference, openTestStore, REFERENCE_NOW, runSql } from '../helpers/store.ts';

const page = { filter: '', descending: false, offset: 0, limit: 50, anchorId: null };
const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };

async function lookAtEverything(store: Store): Promise<void> {
  await store.version();
  await store.users.list();
  await store.users.find('client1');
  await store.users.authenticate('key');
  await store.users.overview({ ...page, sort: 'calls', window, bucketCount: 24 });
  await store.apiLogs.userStats('client1');
  await store.apiLogs.systemStats();
  await store.apiLogs.totals({ days: 1 });
  await store.apiLogs.timeline(window, { bucketSeconds: 900 });
  await store.apiLogs.latencies({ hours: 24 });
  await store.apiLogs.recentErrors({ username: 'client1' });
  await store.apiLogs.errors({ ...page, filter: 'a', sort: 'user', window });
  await store.apiLogs.find(1);
  await store.apiLogs.newest();
  await store.apiLogs.countOlderThan(30);
  await store.products.find('P0001', 'x');
  await store.products.stats();
  await store.products.list({ ...page, sort: 'product' });
  await store.products.countOlderThan(30);
  await store.audit.list();
  await store.audit.page({ ...page, sort: 'target' });
}

describe('Looking', () => {
  test('never writes: the file and its folder stay as they are', async () => {
    const path = copyReference();
    const before = readFileSync(path);
    const { mtimeMs } = statSync(path);
    const store = await openTestStore(path);
    await lookAtEverything(store);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(statSync(path).mtimeMs).toBe(mtimeMs);
    expect(readdirSync(dirname(path))).toEqual(['reference.db']);
  });

  test('works while another program is in the middle of writing, in both journal modes', async () => {
    for (const path of [copyReference(), buildDatabase({ users: [aUser('client1')] })]) {
      const store = await openTestStore(path, { busyTimeoutMs: 0 });
      const writer = new Database(path);
      writer.exec(`BEGIN IMMEDIATE; UPDATE "user" SET is_active = 0`);
      await lookAtEverything(store);
      expect((await store.users.find('client1'))?.isActive).toBe(true);
      writer.exec('COMMIT');
      writer.close();
      expect((await store.users.find('client1'))?.isActive).toBe(false);
    }
  });

  test('leaves no lock behind, so that a writer in the journal mode DELETE never waits', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    const writer = new Database(path, { timeout: 0 });
    await lookAtEverything(store);
    writer.exec(`UPDATE "user" SET is_active = 0 WHERE id = 1`);
    writer.close();
  });
});

describe.each([
  ['DELETE', () => copyReference()],
  ['WAL', () => buildDatabase({ users: [aUser('client1')] })],
])('The version in the journal mode %s', (_, make) => {
  test('stays while nothing is written and moves with every write, our own or another’s', async () => {
    const path = make();
    const store = await openTestStore(path);
    const versions = [await store.version()];
    await store.users.list();
    await expect(store.users.deactivate('nobody')).rejects.toThrow();
    expect(await store.version()).toBe(versions[0]);
    await store.users.deactivate('client1');
    versions.push(await store.version());
    await store.apiLogs.log({ userId: 1, apiRoute: '/', statusCode: 200, responseTimeMs: 1, dateTime: REFERENCE_NOW });
    versions.push(await store.version());
    runSql(path, `UPDATE "user" SET is_active = 1`);
    versions.push(await store.version());
    expect(await store.version()).toBe(versions[3]);
    expect(new Set(versions).size).toBe(4);
  });

  test('moves with own writes over a connection that stays open', async () => {
    const store = await openTestStore(make(), { keepWriter: true });
    const before = await store.version();
    await store.users.deactivate('client1');
    expect(await store.version()).not.toBe(before);
  });
});

describe('A file that goes away while it is looked at', () => {
  test('is missed, and met again when it comes back', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    await store.version();
    renameSync(path, `${path}.away`);
    const gone = { name: 'PresentsError', message: `There is no database at ${path}.`, exitCode: 1 };
    await expect(store.version()).rejects.toMatchObject(gone);
    await expect(store.users.list()).rejects.toMatchObject(gone);
    await expect(store.users.create('x')).rejects.toMatchObject(gone);
    renameSync(`${path}.away`, path);
    expect(await store.users.list()).toHaveLength(14);
  });

  test('is replaced by another, which is then shown', async () => {
    const path = copyReference();
    const store = await openTestStore(path, { keepWriter: true });
    await store.users.deactivate('client1');
    const before = await store.version();
    renameSync(buildDatabase({ users: [aUser('shop')] }), path);
    expect(await store.version()).not.toBe(before);
    expect((await store.users.list()).map(({ username }) => username)).toEqual(['shop']);
    expect(await store.users.deactivate('shop')).toMatchObject({ changed: true });
  });

  test('becomes something else, and recovers when it is a database again', async () => {
    const path = copyReference();
    const store = await openTestStore(path);
    await store.users.list();
    rmSync(path);
    mkdirSync(path);
    await expect(store.version()).rejects.toThrow('is a directory');
    rmSync(path, { recursive: true });
    renameSync(copyReference(), path);
    expect(await store.users.list()).toHaveLength(14);
  });
});
