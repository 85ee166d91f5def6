import { describe, expect, test } from 'vitest';
import { waitForIndex } from '../helpers/statistics-index.ts';
import { aCall, aUser, temporaryFolder } from '../helpers/store.ts';
import { engines } from './engines.ts';

const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };

describe.each(engines)('The values of a window ($name)', async ({ build }) => {
  const calls = [
    ...Array.from({ length: 3 }, () => aCall({ apiRoute: '/b', statusCode: 500 })),
    aCall({ userId: 2, apiRoute: '/a' }),
    aCall({ userId: 2, apiRoute: '/c', statusCode: null }),
    aCall({ userId: 2, dateTime: '2026-11-01 00:00:00', apiRoute: '/old' }),
  ];
  const database = await build({ users: [aUser('acme'), aUser('Ä'), aUser('quiet')], calls });
  const expected = {
    users: [
      { username: 'acme', callCount: 3 },
      { username: 'Ä', callCount: 2 },
    ],
    routes: [
      { apiRoute: '/b', callCount: 3 },
      { apiRoute: '/a', callCount: 1 },
      { apiRoute: '/c', callCount: 1 },
    ],
    statuses: [
      { statusCode: 500, callCount: 3 },
      { statusCode: null, callCount: 1 },
      { statusCode: 200, callCount: 1 },
    ],
  };

  const ofAcme = {
    users: [{ username: 'acme', callCount: 3 }],
    routes: [{ apiRoute: '/b', callCount: 3 }],
    statuses: [{ statusCode: 500, callCount: 3 }],
  };

  test('come with their numbers of calls, most first', async () => {
    const store = await database.open();
    expect(await store.apiLogs.valueCounts(window)).toEqual(expected);
    expect(await store.apiLogs.valueCounts(window, { filter: 'user:acme' })).toEqual(ofAcme);
  });

  test('come from the statistics index, too', async () => {
    const store = await database.open({ statisticsIndex: { folder: temporaryFolder(), builds: true } });
    await waitForIndex(store);
    expect(await store.apiLogs.valueCounts(window)).toEqual(expected);
    expect(await store.apiLogs.valueCounts(window, { filter: 'user:acme' })).toEqual(ofAcme);
  });
});

describe.each(engines)('The paths of payloads ($name)', ({ openBuilt }) => {
  const pathsOf = async (payloads: readonly (string | null)[], options?: { readonly limit: number }) => {
    const calls = payloads.map((requestPayload) => aCall({ requestPayload, responsePayload: '{"ok":true}' }));
    const store = await openBuilt({ users: [aUser('acme')], calls });
    return store.apiLogs.payloadPaths(options);
  };

  test('lead to the values in the newest payloads, as a filter writes them, the most frequent first', async () => {
    const payloads = [
      '{"recipient":{"age":7},"interests":["a","b",{"x y":null}]}',
      '{"recipient":{"age":8}}',
      '[1]',
      'no',
      null,
    ];
    expect(await pathsOf(payloads)).toEqual({
      request: [
        { path: '.recipient.age', count: 2 },
        { path: '.interests[]', count: 1 },
        { path: '.interests[]."x y"', count: 1 },
        { path: '[]', count: 1 },
      ],
      response: [{ path: '.ok', count: 5 }],
    });
    expect((await pathsOf(['{"old":1}', '{"new":1}'], { limit: 1 })).request).toEqual([{ path: '.new', count: 1 }]);
  });

  test('are those of short payloads alone, and not of the depths of a hostile one', async () => {
    const deep = `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`;
    const wide = JSON.stringify(Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`k${index}`, 1])));
    const { request } = await pathsOf([`{"long":"${'x'.repeat(100_000)}"}`, deep, wide, '{"__proto__":{"a":1}}']);
    expect(request.length).toBeLessThanOrEqual(1_001);
    expect(request).toContainEqual({ path: '.__proto__.a', count: 1 });
    expect(request.map(({ path }) => path)).not.toContain('.long');
  });
});
