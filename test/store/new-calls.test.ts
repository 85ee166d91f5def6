import type Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { NewApiCall } from '../../src/model/call.ts';
import { fileAt } from '../../src/store/location.ts';
import { openStoreInThread } from '../../src/store/open.ts';
import { DatabaseFile } from '../../src/store/sqlite/file/database.ts';
import type { Store } from '../../src/store/store.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { aUser, buildDatabase, copyReference, openTestStore, querySql } from '../helpers/store.ts';

const call: NewApiCall = { userId: 1, apiRoute: '/api/predict', statusCode: 200, responseTimeMs: 12.5 };
const countCalls = (path: string) => querySql(path, 'SELECT COUNT(*) AS count FROM user_api_call_log')[0]?.count;

const cycle: Record<string, unknown> = {};
cycle.self = cycle;
const throwing = { toJSON: () => ({ value: 1n }) };

const WRONG: readonly (readonly [keyof NewApiCall, unknown])[] = [
  ['userId', 99],
  ['userId', 1.5],
  ['userId', '1'],
  ['apiRoute', ''],
  ['apiRoute', 7],
  ['statusCode', '200'],
  ['statusCode', Number.NaN],
  ['statusCode', 42],
  ['responseTimeMs', -1],
  ['responseTimeMs', Number.POSITIVE_INFINITY],
  ['requestPayload', cycle],
  ['requestPayload', { id: 1n }],
  ['responsePayload', throwing],
  ['errorMessage', new Error('x')],
  ['dateTime', '2026-11-20'],
  ['dateTime', new Date('no time')],
];

const STORES: Readonly<Record<string, (path: string) => Promise<Store>>> = {
  'in this thread': (path) => openTestStore(path),
  'in a worker': async (path) => {
    const store = await openStoreInThread(fileAt(path));
    clearLater(() => store.close());
    return store;
  },
};

describe.each(Object.entries(STORES))('A store %s', (_, open) => {
  test('logs many calls in one transaction and gives their ids in order', async () => {
    const path = buildDatabase({ users: [aUser('shop'), aUser('other')] });
    const store = await open(path);
    const ids = await store.apiLogs.logMany([call, { ...call, userId: 2, requestPayload: { a: [1] } }]);
    expect(ids).toEqual([1, 2]);
    expect(await store.apiLogs.find(2)).toMatchObject({ username: 'other', requestPayload: { a: [1] } });
    expect(await store.apiLogs.logMany([])).toEqual([]);
  });

  test('refuses what is no call at all', async () => {
    const store = await open(buildDatabase({ users: [aUser('shop')] }));
    await expect(store.apiLogs.log(null as never)).rejects.toMatchObject({ name: 'UserError', field: 'call' });
    await expect(store.apiLogs.logMany([call, 5] as never)).rejects.toMatchObject({ field: 'call' });
  });

  test.each(WRONG)('refuses a call whose %s is %o, and then logs none of the others', async (field, value) => {
    const path = buildDatabase({ users: [aUser('shop')] });
    const store = await open(path);
    const wrong = { ...call, [field]: value };
    const refusal = { name: 'UserError', field, exitCode: 1 };
    await expect(store.apiLogs.log(wrong)).rejects.toMatchObject({
      ...refusal,
      message: expect.stringMatching(
        `^The call was not logged: (?:${field} (?:must be|is|cannot be)|no user has this ${field}\\.$)`,
      ),
    });
    await expect(store.apiLogs.logMany([call, wrong, call])).rejects.toMatchObject({
      ...refusal,
      message: expect.stringMatching(`^None of 3 calls was logged: .*${field}.* \\(call 2\\)\\.$`),
    });
    expect(countCalls(path)).toBe(0);
  });
});

describe('What survives a loss of power', () => {
  const synchronousOf = (path: string, isDurable: boolean) => {
    const file = new DatabaseFile(path, { busyTimeoutMs: 0, keepWriter: true });
    clearLater(() => file.close());
    return file.write(({ database }) => database.pragma('synchronous', { simple: true }), { isDurable });
  };
  const FULL = 2;
  const NORMAL = 1;

  test('is every action of an administrator, whatever the journal mode', () => {
    expect(synchronousOf(buildDatabase({}), true)).toBe(FULL);
    expect(synchronousOf(copyReference(), true)).toBe(FULL);
  });

  test('is the log only up to a moment ago, and only where the file itself is safe', () => {
    expect(synchronousOf(buildDatabase({}), false)).toBe(NORMAL);
    expect(synchronousOf(copyReference(), false)).toBe(FULL);
  });

  test('is an action also where the log was written over the same connection', () => {
    const path = buildDatabase({});
    const file = new DatabaseFile(path, { busyTimeoutMs: 0, keepWriter: true });
    clearLater(() => file.close());
    const synchronous = ({ database }: { database: Pick<Database.Database, 'pragma'> }) =>
      database.pragma('synchronous', { simple: true });
    const seen = [false, true, false].map((isDurable) => file.write(synchronous, { isDurable }));
    expect(seen).toEqual([NORMAL, FULL, NORMAL]);
  });
});
