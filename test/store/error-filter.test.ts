import { describe, expect, test } from 'vitest';
import { caselessMatch } from '../../src/filter/text-match.ts';
import type { ErrorSort } from '../../src/model/call.ts';
import type { CallFilter } from '../../src/model/call-filter.ts';
import { arrange } from '../../src/store/answers/pages.ts';
import { toNumber, toText } from '../../src/store/answers/values.ts';
import { buildDatabase, openTestStore, querySql, runSql } from '../helpers/store.ts';

const window = { from: new Date('2026-11-01T00:00:00Z'), to: null };
const SORTS: readonly ErrorSort[] = ['time', 'status', 'route', 'user'];
const TEXTS = [
  `'/Predict/v1'`,
  `'/predict/V1'`,
  `'/ÄPFEL/ölig'`,
  `'/äpfel/ÖLIG'`,
  `'/ΣΊΣΥΦΟΣ'`,
  `'/İstanbul'`,
  `char(8490) || 'elvin'`,
  `'a' || char(0) || 'B'`,
  `'50%_[x]*?'`,
  `'line' || char(10) || 'two'`,
  `x'2f426c6f62ff80'`,
  `''`,
];

/** A log of errors whose texts, times and users are of every kind. */
function oddErrors({ hasOtherTimes }: { readonly hasOtherTimes: boolean }): string {
  const path = buildDatabase({});
  const list = TEXTS.map((text, index) => `(${index}, ${text})`).join();
  const time = hasOtherTimes
    ? `CASE i % 3 WHEN 0 THEN '2026-11-18T10:00:0' || (i % 10) || '+02:00' ELSE datetime('2026-11-18', (i / 2) || ' seconds') END`
    : `datetime('2026-11-18', (i / 2) || ' seconds')`;
  runSql(
    path,
    `INSERT INTO "user" (username, api_key) SELECT column2 || char(46) || column1, 'k' || column1 FROM (VALUES ${list});
     INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, error_message)
       WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 399), texts(k, v) AS (VALUES ${list})
       SELECT 1 + i % 15, ${time}, (SELECT v FROM texts WHERE k = (i * 7) % ${TEXTS.length}),
         CASE i % 7 WHEN 0 THEN 404.5 WHEN 1 THEN 200 ELSE 400 + i % 150 END,
         CASE i % 5 WHEN 0 THEN NULL ELSE (SELECT v FROM texts WHERE k = (i * 5) % ${TEXTS.length}) END
       FROM n ORDER BY (i * 131) % 400`,
  );
  return path;
}

/** The ids as they would stand if all errors were looked at one by one. */
function wanted(path: string, { word, sort, fits = () => true }: Wanted): readonly unknown[] {
  const rows = querySql(
    path,
    `SELECT l.id, l.user_id AS userId, coalesce(u.username, '#' || l.user_id) AS user, l.api_route AS route,
       l.response_status_code AS status, l.error_message AS message
     FROM user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id
     WHERE l.response_status_code >= 400 ORDER BY julianday(l.date_time), l.id`,
  );
  const places = new Map(rows.map(({ id }, place) => [id, place]));
  return arrange(
    rows.filter((row) => fits(row) && (word === undefined || holds(row, word))),
    { filter: '', descending: false },
    {
      id: ({ id }) => Number(id),
      text: () => '',
      key: (row) =>
        sort === 'time'
          ? (places.get(row.id) ?? null)
          : sort === 'status'
            ? toNumber(row.status)
            : (toText(row[sort]) ?? '').toLowerCase(),
    },
  );
}

/** True where a word stands in the user, the route or the message, or in the status where it is a number. */
function holds({ user, route, status, message }: Record<string, unknown>, word: string): boolean {
  const match = caselessMatch({ is: 'contains', text: word });
  const isText = (value: unknown) => typeof value === 'string' && match(value);
  return isText(user) || isText(route) || isText(message) || (/^\d+$/.test(word) && match(String(status)));
}

interface Wanted {
  readonly word?: string;
  readonly sort: ErrorSort;
  readonly fits?: (row: Record<string, unknown>) => boolean;
}

const WORDS = [
  '',
  'predict',
  'V1',
  'ÄPF',
  'äpfel',
  'σίσυφος',
  'i',
  'i̇s',
  'k',
  'kelvin',
  '\u0000b',
  '%_[',
  '*?',
  'line\ntwo',
  '404.5',
  '4',
  '#13',
  '.3',
  '\ufffd',
  'blob',
  'nothing at all',
];

describe.each([false, true])('Errors that are filtered and sorted, with times in other forms: %s', (hasOtherTimes) => {
  const path = oddErrors({ hasOtherTimes });

  test.each(SORTS)('by %s, are those that a look at each of them finds, in both directions', async (sort) => {
    const store = await openTestStore(path);
    const all = wanted(path, { sort }).length;
    for (const word of WORDS) {
      const filter = word === '' ? '' : `"${word}"`;
      const ids = wanted(path, { word, sort });
      for (const descending of [false, true]) {
        const page = await store.apiLogs.errors({
          window,
          filter,
          sort,
          descending,
          offset: 0,
          limit: 500,
          anchorId: null,
        });
        const expected = descending ? ids.toReversed() : ids;
        expect([filter, page.rows.map(({ id }) => id)]).toEqual([filter, expected]);
        expect([page.total, page.unfilteredTotal]).toEqual([ids.length, all]);
      }
    }
  });

  test('fit the user, the route and the statuses that are asked for', async () => {
    const store = await openTestStore(path);
    const request = {
      window,
      filter: '',
      sort: 'time',
      descending: false,
      offset: 0,
      limit: 500,
      anchorId: null,
    } as const;
    const cases: readonly (readonly [CallFilter, (row: Record<string, unknown>) => boolean])[] = [
      [{ username: { id: 3 } }, ({ userId }) => userId === 3],
      [{ route: '/predict/V1' }, ({ route }) => route === '/predict/V1'],
      [{ status: { from: 404, to: 404 } }, ({ status }) => status === 404],
      [
        { status: { from: 500, to: 599 }, username: { id: 1 } },
        ({ status, userId }) => Number(status) >= 500 && userId === 1,
      ],
      [
        { route: '/ÄPFEL/ölig', status: { from: 400, to: 499 } },
        ({ route, status }) => route === '/ÄPFEL/ölig' && Number(status) < 500,
      ],
      [{ route: 'null' }, () => false],
    ];
    for (const [filter, fits] of cases) {
      const ids = wanted(path, { sort: 'time', fits });
      const page = await store.apiLogs.errors({ ...request, ...filter });
      expect([filter, page.rows.map(({ id }) => id)]).toEqual([filter, ids]);
      expect([page.total, page.unfilteredTotal]).toEqual([ids.length, ids.length]);
      const searched = await store.apiLogs.errors({ ...request, ...filter, filter: 'V1' });
      expect(searched.rows.map(({ id }) => id)).toEqual(wanted(path, { word: 'V1', sort: 'time', fits }));
      expect(searched.unfilteredTotal).toBe(ids.length);
      for (const options of [filter, { ...filter, window }]) {
        const recent = await store.apiLogs.recentErrors({ ...options, limit: 500 });
        expect([options, recent.map(({ id }) => id)]).toEqual([options, ids.toReversed()]);
        const few = await store.apiLogs.recentErrors({ ...options, limit: 2 });
        expect(few.map(({ id }) => id)).toEqual(ids.toReversed().slice(0, 2));
      }
    }
  });
});

test('A filter of calls that is none is refused, and says by name what is wrong with it', async () => {
  const store = await openTestStore(buildDatabase({}));
  const ask = (filter: object) => store.apiLogs.recentErrors(filter as CallFilter);
  await expect(ask({ route: 5 })).rejects.toMatchObject({ field: 'route' });
  await expect(ask({ status: 500 })).rejects.toMatchObject({ field: 'status' });
  await expect(ask({ status: { from: 500 } })).rejects.toMatchObject({ field: 'to' });
  await expect(ask({ username: 'nobody' })).rejects.toThrow('There is no user “nobody”.');
});
