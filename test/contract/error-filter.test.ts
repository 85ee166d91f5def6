import { describe, expect, test } from 'vitest';
import { caselessMatch } from '../../src/filter/text-match.ts';
import type { ErrorSort } from '../../src/model/call.ts';
import type { CallFilter } from '../../src/model/call-filter.ts';
import { arrange } from '../../src/store/answers/pages.ts';
import { fromTimestamp, toTimestamp } from '../../src/store/answers/timestamps.ts';
import { toNumber, toText } from '../../src/store/answers/values.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines, enginesWithTimes } from './engines.ts';
import type { Row, TestDatabase, TestEngine } from './test-database.ts';

const window = { from: new Date('2026-11-01T00:00:00Z'), to: null };
const SORTS: readonly ErrorSort[] = ['time', 'status', 'route', 'user'];
const TEXTS = [
  '/Predict/v1',
  '/predict/V1',
  '/ÄPFEL/ölig',
  '/äpfel/ÖLIG',
  '/ΣΊΣΥΦΟΣ',
  '/İstanbul',
  '\u212aelvin',
  '50%_[x]*?',
  'line\ntwo',
  '',
];

/** A log of errors whose texts, times and users are of every kind. */
function oddErrors(
  { build, odd }: TestEngine,
  { hasOtherTimes }: { readonly hasOtherTimes: boolean },
): Promise<TestDatabase> {
  const texts = [...TEXTS, ...odd.texts] as string[];
  const textAt = (place: number) => texts[place % texts.length] ?? '';
  const timeOf = (index: number) =>
    hasOtherTimes && index % 3 === 0
      ? `2026-11-18T10:00:0${index % 10}+02:00`
      : toTimestamp(new Date(Date.parse('2026-11-18T00:00:00Z') + Math.floor(index / 2) * 1000));
  const statusOf = (index: number) => (index % 7 === 0 ? odd.status : index % 7 === 1 ? 200 : 400 + (index % 150));
  const users = texts.map((text, place) => aUser(`${text}.${place}`));
  const calls = Array.from({ length: 400 }, (_, place) => {
    // Not in the order of the times.
    const index = (place * 131) % 400;
    return aCall({
      userId: 1 + (index % 15),
      dateTime: timeOf(index),
      apiRoute: textAt(index * 7),
      statusCode: statusOf(index),
      errorMessage: index % 5 === 0 ? null : textAt(index * 5),
    });
  });
  return build({ users, calls });
}

/** The ids as they would stand if all errors were looked at one by one. */
async function wanted(database: TestDatabase, { word, sort, fits = () => true }: Wanted): Promise<readonly unknown[]> {
  const found = await database.query(
    `SELECT l.id, l.user_id AS owner, coalesce(u.username, '#' || l.user_id) AS user_name, l.api_route AS route,
       l.response_status_code AS status, l.error_message AS message, l.date_time AS time
     FROM user_api_call_log l LEFT JOIN "user" u ON u.id = l.user_id
     WHERE l.response_status_code >= 400 ORDER BY l.id`,
  );
  const rows = found
    .map(
      ({ owner, user_name, time, ...row }): Row => ({
        ...row,
        userId: owner,
        user: user_name,
        time: fromTimestamp(time),
      }),
    )
    .sort((a, b) => Number(a.time) - Number(b.time));
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
function holds({ user, route, status, message }: Row, word: string): boolean {
  const match = caselessMatch({ is: 'contains', text: word });
  const isText = (value: unknown) => typeof value === 'string' && match(value);
  return isText(user) || isText(route) || isText(message) || (/^\d+$/.test(word) && match(String(status)));
}

interface Wanted {
  readonly word?: string;
  readonly sort: ErrorSort;
  readonly fits?: (row: Row) => boolean;
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

describe.each(enginesWithTimes)('Errors that are filtered and sorted ($name, $times)', async (engine) => {
  const database = await oddErrors(engine, engine);

  test.each(SORTS)('by %s, are those that a look at each of them finds, in both directions', async (sort) => {
    const store = await database.open();
    const all = (await wanted(database, { sort })).length;
    for (const word of WORDS) {
      const filter = word === '' ? '' : `"${word}"`;
      const ids = await wanted(database, { word, sort });
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
    const store = await database.open();
    const request = {
      window,
      filter: '',
      sort: 'time',
      descending: false,
      offset: 0,
      limit: 500,
      anchorId: null,
    } as const;
    const cases: readonly (readonly [CallFilter, (row: Row) => boolean])[] = [
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
      const ids = await wanted(database, { sort: 'time', fits });
      const page = await store.apiLogs.errors({ ...request, ...filter });
      expect([filter, page.rows.map(({ id }) => id)]).toEqual([filter, ids]);
      expect([page.total, page.unfilteredTotal]).toEqual([ids.length, ids.length]);
      const searched = await store.apiLogs.errors({ ...request, ...filter, filter: 'V1' });
      expect(searched.rows.map(({ id }) => id)).toEqual(await wanted(database, { word: 'V1', sort: 'time', fits }));
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

test.each(engines)(
  'A filter of calls that is none is refused, and says by name what is wrong with it ($name)',
  async ({ openBuilt }) => {
    const store = await openBuilt();
    const ask = (filter: object) => store.apiLogs.recentErrors(filter as CallFilter);
    await expect(ask({ route: 5 })).rejects.toMatchObject({ field: 'route' });
    await expect(ask({ status: 500 })).rejects.toMatchObject({ field: 'status' });
    await expect(ask({ status: { from: 500 } })).rejects.toMatchObject({ field: 'to' });
    await expect(ask({ username: 'nobody' })).rejects.toThrow('There is no user “nobody”.');
  },
);
