import { expect, test } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { buildDatabase, openTestStore, querySql, runSql } from '../helpers/store.ts';

const COUNT = 35_000;
const LIMIT = 30;

/** A log of errors of which many share a second and ids do not follow the time. */
function manyErrors(): string {
  const path = buildDatabase({});
  runSql(
    path,
    `INSERT INTO "user" (username, api_key) VALUES ('acme', 'x');
     INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code)
       WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNT - 1})
       SELECT 1, datetime('2026-11-19', ((i * 7919) % ${COUNT} / 5) || ' seconds'), '/x', 400 + i % 2 * 100 FROM n`,
  );
  return path;
}

const path = manyErrors();
const ids = querySql(path, 'SELECT id FROM user_api_call_log ORDER BY date_time, id').map(({ id }) => Number(id));

const ask = (store: Store, place: { readonly offset: number; readonly anchorId: number | null }, descending: boolean) =>
  store.apiLogs.errors({
    window: { from: new Date('2026-11-01T00:00:00Z'), to: null },
    filter: '',
    sort: 'time',
    descending,
    limit: LIMIT,
    ...place,
  });

test.each([true, false])('Pages from everywhere hold what stands there, newest first: %s', async (descending) => {
  const store = await openTestStore(path);
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

test.each([true, false])('A page is found around its anchor wherever that is, newest first: %s', async (descending) => {
  const store = await openTestStore(path);
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
