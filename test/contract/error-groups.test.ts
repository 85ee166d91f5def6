import { describe, expect, test } from 'vitest';
import type { GroupPage } from '../../src/model/error-group.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import type { GroupPageRequest, Store } from '../../src/store/store.ts';
import { waitForIndex } from '../helpers/statistics-index.ts';
import { aCall, aUser, REFERENCE_NOW, temporaryFolder } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestEngine } from './test-database.ts';

const HOUR_MS = 3_600_000;
const day = { from: new Date('2026-11-19T12:00:00Z'), to: null };

function request(parts: Partial<GroupPageRequest> = {}): GroupPageRequest {
  const place = { filter: '', offset: 0, limit: 20, anchorId: null };
  return { ...place, sort: 'state', descending: false, window: day, bucketCount: 4, ...parts };
}

/** Failed calls with one message, so many hours before now. */
function failures(message: string | null, hoursAgo: readonly number[], overrides: Partial<CallValues> = {}) {
  return hoursAgo.map((hours) => {
    const dateTime = new Date(REFERENCE_NOW.getTime() - hours * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');
    return aCall({ dateTime, errorMessage: message, statusCode: 422, ...overrides });
  });
}

const times = (count: number, hours: number): readonly number[] =>
  Array.from({ length: count }, (_, place) => hours + place / 1000);
const everyHour = (from: number, to: number): readonly number[] =>
  Array.from({ length: from - to }, (_, place) => from - place - 0.5);

const CALLS = [
  aCall({ dateTime: '2026-10-20 12:00:00' }),
  ...failures('steady', everyHour(400, 0)),
  ...failures('old and new in the window', [3]),
  ...failures('seen today', [5, 4]),
  ...failures('seen once today', [5]),
  ...failures('rises', [...everyHour(300, 2), ...times(40, 1.3)], { userId: 2 }),
  ...failures('back after silence', [400, 6, 5]),
];
const users = [aUser('acme'), aUser('other')];
const openCalls = ({ openBuilt }: TestEngine) => openBuilt({ users, calls: CALLS });

const statesOf = ({ rows }: GroupPage) => rows.map(({ message, state }) => [message, state]);

async function groupNamed(store: Store, message: string) {
  const { rows } = await store.errorGroups.list(request());
  const group = rows.find((row) => row.message === message);
  if (group === undefined) throw new Error(`No group says “${message}”.`);
  return group;
}

describe.each(engines)('The list of groups ($name)', (engine) => {
  test('shows the strongest state of each group, and of a state the group with the most calls first', async () => {
    const { errorGroups } = await openCalls(engine);
    expect(statesOf(await errorGroups.list(request()))).toEqual([
      ['back after silence', 'regressed'],
      ['rises', 'rising'],
      ['seen today', 'new'],
      ['steady', 'steady'],
      ['old and new in the window', 'steady'],
      ['seen once today', 'steady'],
    ]);
  });

  test('says who is behind a group, where, since when, and what is usual', async () => {
    const { errorGroups } = await openCalls(engine);
    const { rows, ...page } = await errorGroups.list(request({ sort: 'count', descending: true, limit: 1 }));
    expect(rows).toMatchObject([
      {
        message: 'rises',
        statusCode: 422,
        callCount: 62,
        userCount: 1,
        routes: ['/api/predict'],
        topRoute: '/api/predict',
        topUser: 'other',
        topUserShare: 1,
        firstSeenAt: new Date(REFERENCE_NOW.getTime() - 299.5 * HOUR_MS),
        trend: [6, 6, 6, 44],
      },
    ]);
    expect(rows[0]?.usualPerHour).toBeCloseTo((166 + 40) / 168);
    expect(page).toEqual({
      offset: 0,
      total: 6,
      unfilteredTotal: 6,
      anchorIndex: null,
      callCount: 62 + 24 + 2 + 2 + 1 + 1,
      ignoredCount: 0,
      ungroupedCount: 0,
      historyShare: 1,
      historyFrom: new Date('2026-10-20T12:00:00Z'),
    });
  });

  test('is the same from the statistics index', async () => {
    const database = await engine.build({ users, calls: CALLS });
    const indexed = await database.open({ statisticsIndex: { folder: undefined, builds: true } });
    const plain = await database.open();
    await waitForIndex(indexed);
    const { id } = await groupNamed(plain, 'steady');
    for (const { errorGroups } of [indexed, plain])
      await errorGroups.triage(id, { resolvedAt: new Date('2026-11-20T10:00:00Z') });
    for (const filter of ['', 'is:rising,regressed', 'user:other OR -is:resolved']) {
      const asked = request({ filter, window: { from: new Date('2026-11-18T12:00:00Z'), to: null } });
      const page = await indexed.errorGroups.list(asked);
      expect(page).toEqual(await plain.errorGroups.list(asked));
      expect(page.rows[0]?.state).toBe('regressed');
    }
  });

  test('says when a group was seen last: by the calls of the window that fit', async () => {
    const { errorGroups } = await openCalls(engine);
    const lastSeen = async (parts: Partial<GroupPageRequest>) => {
      const { rows } = await errorGroups.list(request({ ...parts, sort: 'last', descending: true }));
      return rows.map(({ message, lastSeenAt }) => [message, lastSeenAt?.toISOString().slice(11, 16)]);
    };
    expect((await lastSeen({})).slice(0, 2)).toEqual([
      ['steady', '11:30'],
      ['rises', '10:42'],
    ]);
    const until = new Date('2026-11-20T08:00:00Z');
    expect((await lastSeen({ window: { ...day, to: until } }))[0]).toEqual(['steady', '07:30']);
    expect((await lastSeen({ filter: 'time:<2026-11-20T08:00Z message:st*' }))[0]).toEqual(['steady', '07:30']);
  });

  test('holds what fits a filter, and pages around a group by its id', async () => {
    const store = await openCalls(engine);
    const { errorGroups } = store;
    const found = await errorGroups.list(request({ filter: 'message:*window* OR user:other' }));
    expect([found.rows.map(({ message }) => message), found.total, found.unfilteredTotal, found.callCount]).toEqual([
      ['rises', 'old and new in the window'],
      2,
      6,
      63,
    ]);
    const { id } = await groupNamed(store, 'seen today');
    const page = await errorGroups.list(request({ limit: 1, anchorId: id }));
    expect([page.rows[0]?.id, page.anchorIndex]).toEqual([id, 2]);
  });
});

describe.each(engines)('One group ($name)', (engine) => {
  test('is found by its id, also where the window holds none of its calls', async () => {
    const store = await openCalls(engine);
    const { id } = await groupNamed(store, 'old and new in the window');
    expect(await store.errorGroups.find(id, day)).toMatchObject({ id, callCount: 1, state: 'steady' });
    const later = { from: new Date('2026-11-20T11:59:00Z'), to: null };
    expect(await store.errorGroups.find(id, later)).toMatchObject({
      id,
      message: 'old and new in the window',
      state: 'quiet',
      callCount: 0,
      lastSeenAt: new Date('2026-11-20T09:00:00Z'),
      topUser: '',
      topUserShare: 0,
    });
    expect(await store.errorGroups.find('00000000', day)).toBeUndefined();
  });

  test('that was resolved is regressed as soon as it came twice since', async () => {
    const database = await engine.build({ users, calls: CALLS });
    const store = await database.open();
    const { id, triage } = await groupNamed(store, 'steady');
    expect(triage).toEqual({ resolvedAt: null, ignoredAt: null, note: '' });
    await store.errorGroups.triage(id, { resolvedAt: new Date('2026-11-20T11:40:00Z'), note: 'fixed in 1.2' });
    const stateNow = async () => (await groupNamed(store, 'steady')).state;
    const comes = (time: string) =>
      database.run(`INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, error_message)
        VALUES (1, '2026-11-20 ${time}', '/api/predict', 422, 'steady')`);
    expect(await stateNow()).toBe('steady');
    await comes('11:41:00');
    expect(await stateNow()).toBe('steady');
    // A clock is wrong there.
    await comes('16:00:00');
    await comes('16:00:00');
    expect(await stateNow()).toBe('steady');
    await comes('11:41:00');
    expect(await stateNow()).toBe('regressed');
  });

  test('gives back what was decided before, so that it can be undone', async () => {
    const store = await openCalls(engine);
    const { errorGroups } = store;
    const { id } = await groupNamed(store, 'steady');
    const ignoredAt = new Date('2026-11-20T11:00:00Z');
    expect(await errorGroups.triage(id, { ignoredAt })).toEqual({ resolvedAt: null, ignoredAt: null, note: '' });
    const before = await errorGroups.triage(id, { note: 'known' });
    expect(before).toEqual({ resolvedAt: null, ignoredAt, note: '' });
    await errorGroups.triage(id, before);
    expect((await groupNamed(store, 'steady')).triage).toEqual(before);
  });

  test('has no note that is too long, and nothing is decided about one that is not there', async () => {
    const store = await openCalls(engine);
    const { id } = await groupNamed(store, 'steady');
    await expect(store.errorGroups.triage(id, { note: 'x'.repeat(501) })).rejects.toThrow('at most 500 characters');
    await expect(store.errorGroups.triage('00000000', { note: 'x' })).rejects.toThrow('There is no group 00000000.');
    await expect(store.errorGroups.triage('nothing', { note: 'x' })).rejects.toThrow('8 hex digits');
  });
});

describe.each(engines)('Decisions ($name)', (engine) => {
  test('are kept for the next program, and shown by one that runs: its version changes', async () => {
    const database = await engine.build({ users, calls: CALLS });
    const triageFolder = `${temporaryFolder()}/groups`;
    const [running, other] = [await database.open({ triageFolder }), await database.open({ triageFolder })];
    const { id } = await groupNamed(running, 'steady');
    const version = await running.version();
    await other.errorGroups.triage(id, { note: 'seen by all' });
    expect(await running.version()).not.toBe(version);
    expect((await groupNamed(running, 'steady')).triage.note).toBe('seen by all');
    expect(await running.errorGroups.keepsTriage()).toBe(true);
    const next = await database.open({ triageFolder });
    expect((await groupNamed(next, 'steady')).triage.note).toBe('seen by all');
  });

  test('last as long as the store where there is no folder for them, which it says', async () => {
    const store = await openCalls(engine);
    const { id } = await groupNamed(store, 'steady');
    const version = await store.version();
    await store.errorGroups.triage(id, { note: 'for now' });
    expect(await store.version()).not.toBe(version);
    expect((await groupNamed(store, 'steady')).triage.note).toBe('for now');
    expect(await store.errorGroups.keepsTriage()).toBe(false);
  });
});

describe.each(engines)('A filter of groups ($name)', (engine) => {
  test.each([
    ['is:new', ['seen today']],
    ['is:rising', ['rises']],
    ['is:regressed', ['back after silence']],
    ['is:new,rising -message:seen*', ['rises']],
    ['-is:regressed message:back*', []],
    ['is:ignored', []],
  ])('%s fits the calls of %j', async (filter, messages) => {
    const { errorGroups, apiLogs } = await openCalls(engine);
    const { rows, callCount } = await errorGroups.list(request({ filter }));
    expect(rows.map(({ message }) => message)).toEqual(messages);
    expect((await apiLogs.totals(day, { filter })).totalCalls).toBe(callCount);
  });

  test('finds a group by the first digits of its id, in every question about calls', async () => {
    const store = await openCalls(engine);
    const { id } = await groupNamed(store, 'rises');
    const filter = `group:${id.slice(0, 5)}`;
    expect((await store.errorGroups.list(request({ filter }))).rows.map((group) => group.id)).toEqual([id]);
    expect((await store.apiLogs.totals(day, { filter })).totalCalls).toBe(62);
    expect((await store.apiLogs.totals(day, { filter: `-${filter} is:error` })).totalCalls).toBe(30);
    expect(await store.apiLogs.recentErrors({ filter, limit: 3 })).toHaveLength(3);
  });

  test('knows which groups people resolved, and which they ignore until they rise anew', async () => {
    const database = await engine.build({ users, calls: CALLS });
    const store = await database.open();
    const { errorGroups } = store;
    const [steady, rises] = [await groupNamed(store, 'steady'), await groupNamed(store, 'rises')];
    const messagesOf = async (filter: string) =>
      (await errorGroups.list(request({ filter, sort: 'message' }))).rows.map(({ message }) => message);
    await errorGroups.triage(steady.id, { resolvedAt: REFERENCE_NOW, ignoredAt: REFERENCE_NOW });
    expect([await messagesOf('is:resolved'), await messagesOf('is:ignored')]).toEqual([['steady'], ['steady']]);
    expect(statesOf(await errorGroups.list(request())).at(-1)).toEqual(['steady', 'steady']);
    expect(await groupNamed(store, 'steady')).toMatchObject({ isResolved: true, isIgnored: true });
    await errorGroups.triage(rises.id, { ignoredAt: REFERENCE_NOW });
    expect(await messagesOf('is:ignored')).toEqual(['rises', 'steady']);
    await errorGroups.triage(rises.id, { ignoredAt: new Date('2026-11-20T09:59:00Z') });
    expect(await messagesOf('is:ignored')).toEqual(['steady']);
  });
});
