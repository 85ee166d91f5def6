import { beforeAll, describe, expect, test } from 'vitest';
import type { Location } from '../../src/model/location.ts';
import { PresentsError } from '../../src/model/presents-error.ts';
import { type CountedStore, openServerStore } from '../../src/store/library.ts';
import { locationWords } from '../../src/store/location.ts';
import { clearLater } from '../helpers/leftovers.ts';
import { aUser } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestDatabase } from './test-database.ts';

type Called = readonly [name: string, call: (...args: readonly unknown[]) => unknown];

const WRONG = [[], ['\0', null], [{}, {}], [Symbol('s')], [[null], [null]]] as const;
/** Words that only a command line, or the dashboard, knows. */
const OF_COMMAND_LINE = /--[a-z]|\bpresents [a-z]+ [a-z-]+|Ctrl|⏎|\bpress\b/;

async function open(location: Location): Promise<CountedStore> {
  const store = await openServerStore(locationWords(location)[1] ?? '');
  clearLater(() => store.close());
  return store;
}

/** The functions of a store that ask its database, by their names. */
function functionsOf(store: CountedStore): readonly Called[] {
  const { counters: _, products, ...parts } = store;
  const { hash: _hash, ...asked } = products;
  return Object.entries({ ...parts, products: asked }).flatMap(([part, value]): readonly Called[] =>
    typeof value === 'function'
      ? [[part, value as Called[1]]]
      : Object.entries(value).map(([name, call]) => [`${part}.${name}`, call as Called[1]]),
  );
}

const faultOf = async (call: Called[1], args: readonly unknown[]): Promise<unknown> => {
  try {
    await call(...args);
  } catch (error) {
    return error;
  }
  return undefined;
};

describe.each(engines)('The library over $name', ({ build }) => {
  let database: TestDatabase;
  let store: CountedStore;

  beforeAll(async () => {
    database = await build({ users: [aUser('shop')] });
    store = await open(database.location);
  });

  test('rejects with a PresentsError, which speaks of no command line, whatever wrong it is given', async () => {
    const asked = functionsOf(store).filter(([name]) => name !== 'close');
    let count = 0;
    for (const args of WRONG) {
      const faults = await Promise.all(asked.map(async ([name, call]) => [name, await faultOf(call, args)] as const));
      for (const [name, fault] of faults) {
        if (fault === undefined) continue;
        count += 1;
        expect([name, args, fault]).toEqual([name, args, expect.any(PresentsError)]);
        const { code, message, nextStep } = fault as PresentsError;
        expect([name, args, code, message]).toEqual([
          name,
          args,
          expect.stringMatching(/^(invalid|not_found)$/),
          message,
        ]);
        expect(`${message} ${nextStep}`).not.toMatch(OF_COMMAND_LINE);
      }
    }
    expect(count).toBeGreaterThan(100);
  });

  test('says by a code what kind of fault it is', async () => {
    await expect(store.users.deactivate('nobody')).rejects.toMatchObject({ code: 'not_found' });
    await expect(store.users.create('shop')).rejects.toMatchObject({ code: 'exists', field: 'username' });
    await expect(store.users.create(' ')).rejects.toMatchObject({ code: 'invalid', field: 'username' });
    await expect(store.products.invalidate('none')).rejects.toMatchObject({ code: 'not_found' });
    const call = { userId: 9_999, apiRoute: '/a', statusCode: 200, responseTimeMs: 1 };
    await expect(store.apiLogs.log(call)).rejects.toMatchObject({ code: 'invalid', field: 'userId' });
  });

  test('names the line of the caller, wherever the fault was made, and each caller of a batch its own', async () => {
    const call = { userId: 9_999, apiRoute: '/a', statusCode: 200, responseTimeMs: 1 };
    const first = async () => await store.apiLogs.log(call);
    const second = async () => await store.apiLogs.log(call);
    const asked = [
      first,
      second,
      async () => await store.users.deactivate('nobody'),
      async () => await store.apiLogs.userStats('nobody'),
      async () => await store.users.create('shop'),
      async () => await store.users.find(JSON.parse('7')),
    ];
    const faults = await Promise.all(asked.map((ask) => faultOf(ask, [])));
    for (const fault of faults) expect((fault as Error).stack).toMatch(/\n {4}at .*library-errors\.test\.ts:\d+:\d+/);
    const lineOf = (fault: unknown) => /library-errors\.test\.ts:(\d+)/.exec((fault as Error).stack ?? '')?.[1];
    expect(new Set(faults.map(lineOf)).size).toBe(asked.length);
  });

  test('gives back what a function of the caller throws, and lives on', async () => {
    const calls = Array.from({ length: 3 }, () => ({ userId: 1, apiRoute: '/a', dateTime: new Date(0) }));
    await store.apiLogs.logMany(calls.map((call) => ({ ...call, statusCode: 200, responseTimeMs: 1 })));
    const mine = new TypeError('mine');
    const onProgress = () => {
      throw mine;
    };
    await expect(store.apiLogs.cleanup({ days: 0, onProgress })).rejects.toBe(mine);
    expect(await store.users.list()).toHaveLength(1);
  });

  test('says that a rule of the database refused something', async () => {
    await database.refuseInserts('"user"', 'by order of the board');
    await expect(store.users.create('new')).rejects.toMatchObject({ code: 'refused' });
  });

  // The last, since it closes the store of all.
  test('rejects with “closed” whatever a closed store is asked, even without its arguments', async () => {
    await store.close();
    const asked = functionsOf(store).filter(([name]) => name !== 'close');
    const faults = await Promise.all(asked.map(async ([name, call]) => [name, await faultOf(call, [])] as const));
    expect(asked.length).toBeGreaterThan(40);
    for (const [name, fault] of faults)
      expect([name, fault]).toEqual([name, expect.objectContaining({ name: 'PresentsError', code: 'closed' })]);
    await expect(store.close()).resolves.toBeUndefined();
  });
});
