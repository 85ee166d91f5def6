import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { fromTimestamp, isCanonical, toTimestamp } from '../../src/store/answers/timestamps.ts';
import { instantOf, isOtherForm, nearBounds } from '../../src/store/sqlite/file/instants.ts';
import { aCall, aUser, buildDatabase, openTestStore, REFERENCE_NOW, runSql } from '../helpers/store.ts';

const SEED = Number(process.env.SEED ?? 1126);
const HOUR_MS = 3_600_000;

/** Numbers from 0 to 1 that are the same for a seed. */
function randomBy(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const random = randomBy(SEED);
const pick = <T>(choices: readonly [T, ...T[]]): T => choices[Math.floor(random() * choices.length)] ?? choices[0];
const two = (most: number) => String(Math.floor(random() * (most + 1))).padStart(2, '0');

/** A text that is a time, or nearly one. */
function aText(): string {
  const day = `${pick(['2026', '2026', '2024', '0000', '9999', '1969', '-001', '202'])}-${two(13)}-${two(33)}`;
  const separator = pick([' ', ' ', 'T', 'T', '  ', '\t', ' T', 'TT', 't', '', '\u00a0', '\n']);
  const clock = pick([
    '',
    `${two(25)}:${two(61)}`,
    `${two(24)}:${two(60)}:${two(60)}`,
    `${two(23)}:${two(59)}:${two(59)}`,
  ]);
  const fraction =
    clock.length > 5 ? pick(['', '', '.', '.5', '.9994', '.9995', '.99999999999', '.1234567', '.0005']) : '';
  const zone = pick([
    '',
    '',
    'Z',
    'z',
    ' Z',
    `+${two(15)}:${two(61)}`,
    ` -${two(15)}:${two(59)}`,
    '+0200',
    '+02',
    ' UTC',
  ]);
  const end = pick(['', '', '', ' ', '\n', '\u00a0', '\0rest', 'x']);
  return pick(['', '', '', '', ' ']) + day + separator + clock + fraction + zone + end;
}

describe('A time', () => {
  const database = new Database(':memory:');
  const read = database.prepare(`SELECT ${instantOf('x')}, ${isOtherForm('x')} FROM (SELECT ? AS x)`).raw();

  test('is the same instant in JavaScript and in SQL, whatever the text', () => {
    let readable = 0;
    for (let count = 0; count < 20_000; count += 1) {
      const text = aText();
      const [julianDay, isOther] = read.get(text) as [number | null, number];
      const ms = julianDay === null ? null : Math.round((julianDay - 2_440_587.5) * 86_400_000);
      if (ms !== null) readable += 1;
      const context = `SEED=${SEED} ${JSON.stringify(text)}`;
      expect([context, fromTimestamp(text)?.getTime() ?? null]).toEqual([context, ms]);
      expect([context, !isCanonical(text)]).toEqual([context, isOther === 1]);
    }
    expect(readable).toBeGreaterThan(1_000);
  });

  test('sorts as text within the bounds of every window that holds it', () => {
    let held = 0;
    for (let count = 0; count < 20_000; count += 1) {
      const text = aText();
      const ms = fromTimestamp(text)?.getTime();
      if (ms === undefined) continue;
      const second = Math.floor(ms / 1000) * 1000;
      const bounds = { from: toTimestamp(new Date(second)), to: toTimestamp(new Date(second + 1000)) };
      const { fromText, toText } = nearBounds(bounds);
      expect([text, text >= fromText, text < toText, SEED]).toEqual([text, true, true, SEED]);
      held += 1;
    }
    expect(held).toBeGreaterThan(1_000);
  });

  test.each([
    'now',
    '12:00',
    '2460000.5',
    '246e-5',
    '',
    'yesterday',
    '2026-11-20 23:59:60',
    '9999-12-31 24:00:00',
    '9999-12-31 24:00:00+00:01',
    20_261_120,
    null,
  ])('is not what %j holds, in JavaScript nor in SQL', (value) => {
    expect(fromTimestamp(value)).toBeNull();
    expect((read.get(value) as unknown[])[0]).toBeNull();
  });
});

/** Forms in which a program may write a time. */
const FORMS: readonly ((ms: number) => string)[] = [
  (ms) => toTimestamp(new Date(ms)),
  (ms) => new Date(ms).toISOString(),
  (ms) => new Date(ms).toISOString().replace('T', ' ').replace('Z', ''),
  (ms) => `${new Date(ms - 8 * HOUR_MS).toISOString().slice(0, 19)}-08:00`,
  (ms) => `${new Date(ms + 14.5 * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ')} +14:30`,
  (ms) => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')}`,
  (ms) => `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')}Z`,
];

const UNREADABLE = ['yesterday', '2026-13-45 10:00:00', '2026-11-20 25:00', '2026-11-20 11:00:00 UTC', '12:00', ''];

/** Two files of the same calls: in the first all times are written the one way, in the second each another way. */
function bothWays() {
  const times = Array.from({ length: 900 }, () => REFERENCE_NOW.getTime() - Math.floor(random() * 60 * 60) * 60_000);
  const calls = times.map((ms, index) =>
    aCall({
      userId: 1 + (index % 3),
      dateTime: toTimestamp(new Date(ms)),
      statusCode: index % 4 === 0 ? 500 : index % 7 === 0 ? 404 : 200,
      responseTimeMs: index,
      apiRoute: `/api/${index % 5}`,
    }),
  );
  const users = ['one', 'two', 'three'].map((name) => aUser(name));
  const plain = buildDatabase({ users, calls });
  const mixed = buildDatabase({
    users,
    calls: calls.map((call, index) => ({
      ...call,
      dateTime: FORMS[index % FORMS.length]?.(times[index] ?? 0) ?? call.dateTime,
    })),
  });
  for (const [index, text] of UNREADABLE.entries()) {
    runSql(
      mixed,
      `INSERT INTO user_api_call_log (id, user_id, date_time, api_route, response_status_code)
      VALUES (${10_000 + index}, 1, '${text}', '/unreadable', 500)`,
    );
  }
  return { plain, mixed };
}

describe.each(['with our indexes', 'without them'])('Calls whose times are written in many ways, %s', (indexes) => {
  const { plain, mixed } = bothWays();
  beforeAll(() => {
    if (indexes !== 'without them') return;
    for (const path of [plain, mixed]) {
      runSql(path, 'DROP INDEX idx_api_log_window; DROP INDEX idx_api_log_errors; DROP INDEX idx_api_log_user_date');
    }
  });
  const window = (fromHours: number, toHours: number | null) => ({
    from: new Date(REFERENCE_NOW.getTime() - fromHours * HOUR_MS),
    to: toHours === null ? null : new Date(REFERENCE_NOW.getTime() - toHours * HOUR_MS),
  });
  const windows = [window(1, null), window(24, null), window(30, 6), window(8, 7), window(50, 40), window(2000, null)];
  const request = { filter: '', descending: true, offset: 0, limit: 1000, anchorId: null } as const;

  test.each(windows)('count in the windows in which they were (%#)', async (wanted) => {
    const [one, other] = await Promise.all([plain, mixed].map((path) => openTestStore(path)));
    const ask = async (store: typeof one) => ({
      system: await store?.apiLogs.systemStats(wanted),
      totals: await store?.apiLogs.totals(wanted),
      user: await store?.apiLogs.userStats('two', wanted),
      timeline: await store?.apiLogs.timeline(wanted, { bucketSeconds: 1800 }),
      ofUser: await store?.apiLogs.timeline(wanted, { bucketSeconds: 600, username: 'three' }),
      latencies: await store?.apiLogs.latencies(wanted),
      overview: await store?.users
        .overview({ ...request, sort: 'calls', window: wanted, bucketCount: 12 })
        .then(({ rows }) =>
          rows.map(({ username, callCount, errorCount, callsByBucket }) => ({
            username,
            callCount,
            errorCount,
            callsByBucket,
          })),
        ),
    });
    expect(await ask(other)).toEqual(await ask(one));
  });

  test.each(windows)('are listed and sorted by the instant (%#)', async (wanted) => {
    const [one, other] = await Promise.all([plain, mixed].map((path) => openTestStore(path)));
    const idsOf = async (store: typeof one) => {
      const minutes = (rows: readonly { readonly dateTime: Date | null }[] = []) =>
        rows.map(({ dateTime }) => Math.floor((dateTime?.getTime() ?? 0) / 60_000));
      const pages = await store?.apiLogs.errors({ ...request, sort: 'time', window: wanted });
      const upwards = await store?.apiLogs.errors({ ...request, sort: 'time', descending: false, window: wanted });
      return {
        newestFirst: minutes(pages?.rows),
        oldestFirst: minutes(upwards?.rows),
        total: pages?.total,
        recent: minutes(await store?.apiLogs.recentErrors({ window: wanted, limit: 50 })),
        ofAllTime: minutes(await store?.apiLogs.recentErrors({ limit: 50 })),
        ofUser: minutes(await store?.apiLogs.recentErrors({ limit: 20, username: 'one' })),
        ofUserAndWindow: minutes(await store?.apiLogs.recentErrors({ limit: 20, username: 'one', window: wanted })),
      };
    };
    expect(await idsOf(other)).toEqual(await idsOf(one));
  });

  test('are cleaned up by the instant, as many as were announced, and none that cannot be read', async () => {
    const [one, other] = await Promise.all([plain, mixed].map((path) => openTestStore(path)));
    const { matching } = (await one?.apiLogs.countOlderThan(1)) ?? {};
    expect(matching).toBeGreaterThan(100);
    expect(await other?.apiLogs.countOlderThan(1)).toEqual({ matching, total: 900 + UNREADABLE.length });
    expect(await other?.apiLogs.cleanup({ days: 1 })).toBe(matching);
    expect(await one?.apiLogs.cleanup({ days: 1 })).toBe(matching);
    const all = window(2000, null);
    expect(await other?.apiLogs.totals(all)).toEqual(await one?.apiLogs.totals(all));
    expect(
      (await other?.apiLogs.recentErrors({ limit: 1000 }))?.filter(({ dateTime }) => dateTime === null),
    ).toHaveLength(UNREADABLE.length);
  });
});

describe('A time that cannot be read', () => {
  test('is handed over as it stands, sorts last both ways, and is no time of a window', async () => {
    const path = buildDatabase({
      users: [
        aUser('early'),
        aUser('late', { createdAt: '2026-11-02T00:00:00+01:00' }),
        aUser('odd', { createdAt: 'soon' }),
      ],
      calls: [
        aCall({ statusCode: 500, dateTime: 'a minute ago' }),
        aCall({ statusCode: 500, dateTime: '2026-11-19 23:00:00' }),
        aCall({ statusCode: 500, dateTime: '2026-11-19T22:00:00-08:00' }),
      ],
    });
    runSql(path, `UPDATE "user" SET created_at = NULL WHERE username = 'early'`);
    const store = await openTestStore(path);
    const errors = await store.apiLogs.recentErrors();
    expect(errors.map(({ dateTime, dateTimeText }) => dateTimeText ?? dateTime?.toISOString())).toEqual([
      '2026-11-20T06:00:00.000Z',
      '2026-11-19T23:00:00.000Z',
      'a minute ago',
    ]);
    expect(await store.apiLogs.find(1)).toMatchObject({ dateTime: null, dateTimeText: 'a minute ago' });
    const users = await store.users.list();
    expect(users.map(({ username, createdAtText }) => [username, createdAtText])).toEqual([
      ['late', undefined],
      ['odd', 'soon'],
      ['early', undefined],
    ]);
    const all = { from: new Date(0), to: null };
    expect(await store.apiLogs.totals(all)).toMatchObject({ totalCalls: 2 });
    for (const descending of [true, false]) {
      const page = { filter: '', descending, offset: 0, limit: 9, anchorId: null } as const;
      const { rows } = await store.users.overview({ ...page, sort: 'created', window: all, bucketCount: 1 });
      expect(rows[0]?.username).toBe('late');
    }
  });
});

describe('A call later than now', () => {
  const future = ['9999-01-01 00:00:00', '9999-01-01T00:00:00Z', '2026-11-20T12:00:00-08:00'];

  test.each(future)('never hides the newest real one: %s', async (dateTime) => {
    const path = buildDatabase({
      users: [aUser('someone'), aUser('visitor')],
      calls: [aCall(), aCall({ dateTime }), aCall({ dateTime, userId: 2 })],
    });
    const store = await openTestStore(path);
    const real = new Date('2026-11-20T11:59:00Z');
    expect(await store.apiLogs.newest()).toEqual({ id: 3, dateTime: real });
    expect(await store.apiLogs.userStats('someone')).toMatchObject({
      firstCallAt: real,
      lastCallAt: real,
      totalCalls: 2,
    });
    const lastCall = fromTimestamp(dateTime);
    expect(await store.apiLogs.userStats('visitor')).toMatchObject({ firstCallAt: lastCall, lastCallAt: lastCall });
    const window = { from: new Date(REFERENCE_NOW.getTime() - HOUR_MS), to: null };
    expect(await store.apiLogs.totals(window)).toMatchObject({ totalCalls: 3 });
  });
});

describe('The cache of products', () => {
  test('is sorted, counted by age and cleaned up by the instant', async () => {
    const path = buildDatabase({});
    const times = [
      '2026-10-21T12:00:00-08:00',
      '2026-10-21 12:00:00',
      '2026-10-21T12:00:00+08:00',
      '2026-10-20',
      'long ago',
      '9999-01-01',
    ];
    const rows = times.map((time, index) => `('p${index}', 'h${index}', '${time}')`);
    runSql(path, `INSERT INTO product_attributes (product_id, product_hash, classified_at) VALUES ${rows.join()}`);
    const store = await openTestStore(path);
    const page = { filter: '', offset: 0, limit: 9, anchorId: null, sort: 'classified' } as const;
    const ids = async (descending: boolean) =>
      (await store.products.list({ ...page, descending })).rows.map(({ productId }) => productId);
    expect(await ids(true)).toEqual(['p5', 'p0', 'p1', 'p2', 'p3', 'p4']);
    expect(await ids(false)).toEqual(['p3', 'p2', 'p1', 'p0', 'p5', 'p4']);
    const { oldestEntry, newestEntry, ages } = await store.products.stats();
    expect([oldestEntry, newestEntry]).toEqual([new Date('2026-10-20'), new Date('2026-10-21T20:00:00Z')]);
    expect(ages.map(({ count }) => count)).toEqual([1, 0, 1, 3, 0]);
    expect(await store.products.countOlderThan(30)).toEqual({ matching: 2, total: 6 });
    expect(await store.products.cleanup({ days: 30 })).toBe(2);
    expect(await ids(true)).toEqual(['p5', 'p0', 'p1', 'p4']);
  });
});

test('The last call of a user in the list goes by the instant, and a call of the future hides no real one', async () => {
  const path = buildDatabase({
    users: ['future', 'offset', 'only-future', 'shifted'].map((name) => aUser(name)),
    calls: [
      aCall({ userId: 1, dateTime: '2026-11-20 11:00:00' }),
      aCall({ userId: 1, dateTime: '9999-01-01 00:00:00' }),
      aCall({ userId: 2, dateTime: '2026-11-20 09:00:00' }),
      aCall({ userId: 2, dateTime: '2026-11-20T10:00:00+14:00' }),
      aCall({ userId: 3, dateTime: '2027-01-01 00:00:00' }),
      aCall({ userId: 4, dateTime: '2026-11-20 03:00:00' }),
      aCall({ userId: 4, dateTime: '2026-11-19T23:00:00-08:00' }),
    ],
  });
  const store = await openTestStore(path);
  const window = { from: new Date('2026-11-19T12:00:00Z'), to: null };
  const request = { filter: '', sort: 'lastCall', descending: true, offset: 0, limit: 50, anchorId: null } as const;
  const lastCalls = async () => {
    const { rows } = await store.users.overview({ ...request, window, bucketCount: 4 });
    return rows.map(({ username, lastCallAt }) => `${username} ${lastCallAt?.toISOString()}`);
  };
  expect(await lastCalls()).toEqual([
    'only-future 2027-01-01T00:00:00.000Z',
    'future 2026-11-20T11:00:00.000Z',
    'offset 2026-11-20T09:00:00.000Z',
    'shifted 2026-11-20T07:00:00.000Z',
  ]);
  for (const username of ['future', 'offset', 'only-future', 'shifted']) {
    const { lastCallAt } = await store.apiLogs.userStats(username);
    expect(await lastCalls()).toContain(`${username} ${lastCallAt?.toISOString()}`);
  }
});
