import { describe, expect, test } from 'vitest';
import { toTimestamp } from '../../src/store/answers/timestamps.ts';
import type { Store } from '../../src/store/store.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines } from './engines.ts';

const COUNT = 35_000;
const LIMIT = 30;

/** Errors of which many share a second and ids do not follow the time. */
const CALLS = Array.from({ length: COUNT }, (_, index) => {
  const second = Math.floor(((index * 7919) % COUNT) / 5);
  return aCall({
    dateTime: toTimestamp(new Date(Date.parse('2026-11-19T00:00:00Z') + second * 1000)),
    statusCode: 400 + (index % 2) * 100,
  });
});

const ask = (store: Store, place: { readonly offset: number; readonly anchorId: number | null }, descending: boolean) =>
  store.apiLogs.errors({
    window: { from: new Date('2026-11-01T00:00:00Z'), to: null },
    filter: '',
    sort: 'time',
    descending,
    limit: LIMIT,
    ...place,
  });

describe.each(engines)('A long list of errors ($name)', async ({ build }) => {
  const database = await build({ users: [aUser('acme')], calls: CALLS });
  const rows = await database.query('SELECT id FROM user_api_call_log ORDER BY date_time, id');
  const ids = rows.map(({ id }) => Number(id));

  test.each([true, false])('holds on pages from everywhere what stands there, newest first: %s', async (descending) => {
    const store = await database.open();
    const order = descending ? ids.toReversed() : ids;
    for (const offset of [
      0,
      1,
      9_990,
      10_000,
      10_001,
      17_500,
      24_960,
      24_970,
      24_980,
      COUNT - 40,
      COUNT - 5,
      COUNT + 99,
    ]) {
      const from = Math.min(offset, COUNT - LIMIT);
      const page = await ask(store, { offset, anchorId: null }, descending);
      expect([offset, page.offset, page.total, page.unfilteredTotal]).toEqual([offset, from, COUNT, COUNT]);
      expect(page.rows.map(({ id }) => id)).toEqual(order.slice(from, from + LIMIT));
    }
  });

  test.each([true, false])('is found around an anchor wherever that is, newest first: %s', async (descending) => {
    const store = await database.open();
    const order = descending ? ids.toReversed() : ids;
    for (const place of [0, 3, 500, 9_999, 10_000, 17_501, 24_999, 25_001, COUNT - 17, COUNT - 1]) {
      const page = await ask(store, { offset: 0, anchorId: order[place] ?? null }, descending);
      const from = Math.max(0, Math.min(place - LIMIT / 2, COUNT - LIMIT));
      expect([place, page.anchorIndex, page.offset]).toEqual([place, place, from]);
      expect(page.rows.map(({ id }) => id)).toEqual(order.slice(from, from + LIMIT));
    }
    const gone = await ask(store, { offset: 40, anchorId: 987_654 }, descending);
    expect([gone.anchorIndex, gone.offset]).toEqual([null, 40]);
  });
});
