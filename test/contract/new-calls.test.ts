import { beforeAll, describe, expect, test } from 'vitest';
import type { NewApiCall } from '../../src/model/call.ts';
import { openStoreInThread } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { aUser } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestDatabase } from './test-database.ts';

const call: NewApiCall = { userId: 1, apiRoute: '/api/predict', statusCode: 200, responseTimeMs: 12.5 };
const countCalls = async (database: TestDatabase) =>
  (await database.query('SELECT COUNT(*) AS count FROM user_api_call_log'))[0]?.count;

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

const OPENERS: Readonly<Record<string, (database: TestDatabase) => Promise<Store>>> = {
  'in this thread': (database) => database.open(),
  'in a worker': async ({ location }) => {
    const store = await openStoreInThread(location);
    clearLater(() => store.close());
    return store;
  },
};

const stores = engines.flatMap(({ name, build }) =>
  Object.entries(OPENERS).map(([kind, open]) => ({ name, build, kind, open })),
);

describe.each(stores)('A store $kind ($name)', ({ build, open }) => {
  // Refusals leave it as it is.
  let untouched: { readonly database: TestDatabase; readonly store: Store };
  beforeAll(async () => {
    const database = await build({ users: [aUser('shop')] });
    untouched = { database, store: await open(database) };
  });

  test('logs many calls in one transaction and gives their ids in order', async () => {
    const database = await build({ users: [aUser('shop'), aUser('other')] });
    const store = await open(database);
    const ids = await store.apiLogs.logMany([call, { ...call, userId: 2, requestPayload: { a: [1] } }]);
    expect(ids).toEqual([1, 2]);
    expect(await store.apiLogs.find(2)).toMatchObject({ username: 'other', requestPayload: { a: [1] } });
    expect(await store.apiLogs.logMany([])).toEqual([]);
  });

  test('refuses what is no call at all', async () => {
    const { store } = untouched;
    await expect(store.apiLogs.log(null as never)).rejects.toMatchObject({ name: 'PresentsError', field: 'call' });
    await expect(store.apiLogs.logMany([call, 5] as never)).rejects.toMatchObject({ field: 'call' });
  });

  test.each(WRONG)('refuses a call whose %s is %o, and then logs none of the others', async (field, value) => {
    const { database, store } = untouched;
    const wrong = { ...call, [field]: value };
    const refusal = { name: 'PresentsError', field, exitCode: 1 };
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
    expect(await countCalls(database)).toBe(0);
  });
});
