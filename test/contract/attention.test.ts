import { describe, expect, test } from 'vitest';
import type { Attention, AttentionLine } from '../../src/model/attention.ts';
import type { LocalOptions } from '../../src/store/open.ts';
import { waitForIndex } from '../helpers/statistics-index.ts';
import { aCall, aUser, REFERENCE_NOW, type TestCall, temporaryFolder } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestEngine } from './test-database.ts';

const HOUR_MS = 3_600_000;
const textAt = (hoursAgo: number) =>
  new Date(REFERENCE_NOW.getTime() - hoursAgo * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');

/** So many calls, spread evenly over the hours between two times before now. */
function calls(count: number, from: number, to: number, overrides: Partial<TestCall> = {}): readonly TestCall[] {
  return Array.from({ length: count }, (_, place) =>
    aCall({ dateTime: textAt(from - ((from - to) * (place + 0.5)) / count), ...overrides }),
  );
}

/** The same in the last hour, and in the same hour on each of so many days before. */
const daily = (count: number, days: number, overrides: Partial<TestCall> = {}) =>
  Array.from({ length: days }, (_, day) => calls(count, (day + 1) * 24 + 1, (day + 1) * 24, overrides)).flat();

const failed = { statusCode: 500, errorMessage: 'ranker is down' };
const users = [
  aUser('acme', { createdAt: textAt(24 * 60) }),
  aUser('shop', { createdAt: textAt(24 * 60) }),
  aUser('gone', { createdAt: textAt(24 * 60), isActive: false }),
  aUser('unused', { createdAt: textAt(24 * 15) }),
  aUser('young', { createdAt: textAt(24 * 13) }),
  aUser('idle', { createdAt: textAt(24 * 200) }),
  aUser('switched-off', { createdAt: textAt(24 * 200), isActive: false }),
];

/** A log of 100 days in which nothing is wrong. */
const calm: readonly TestCall[] = [
  aCall({ dateTime: textAt(24 * 100), userId: 6 }),
  aCall({ dateTime: textAt(24 * 89), userId: 2 }),
  ...calls(40, 24 * 8, 24, { userId: 1 }),
  ...daily(120, 7),
  ...calls(120, 1, 0),
];

const idsOf = ({ lines }: Attention) => lines.map(({ id }) => id);
const lineOf = (attention: Attention, id: string): AttentionLine | undefined =>
  attention.lines.find((line) => line.id === id);

async function look(engine: TestEngine, rows: readonly TestCall[], options: LocalOptions = {}): Promise<Attention> {
  const store = await engine.openBuilt({ users, calls: rows }, options);
  if (options.statisticsIndex !== undefined) await waitForIndex(store);
  return store.attention.list();
}

const quiet = ['never used', 'idle'];

describe.each(engines)('Attention ($name)', (engine) => {
  test('tells apart what is wrong from what is near it', async () => {
    const attention = await look(engine, [
      ...calm,
      ...calls(12, 2, 0, failed),
      ...calls(60, 5, 0, { userId: 2, statusCode: 422, errorMessage: 'age is missing' }),
      ...calls(3, 4, 0, { userId: 3, statusCode: 401, errorMessage: 'key is refused' }),
      ...calls(120, 1, 0, { apiRoute: '/api/slow', responseTimeMs: 90 }),
      ...daily(30, 4, { apiRoute: '/api/slow', responseTimeMs: 40 }),
    ]);
    expect(lineOf(attention, 'user errors 2')).toMatchObject({
      username: 'shop',
      danger: 'bad',
      callCount: 60,
      errorCount: 60,
      usual: { callCount: 0, errorCount: 0 },
      since: new Date('2026-11-20T07:00:00Z'),
    });
    expect(lineOf(attention, 'dead key 3')).toMatchObject({ username: 'gone', callCount: 3, danger: 'raised' });
    expect(lineOf(attention, 'route /api/slow')).toMatchObject({
      p95ResponseMs: 90,
      usualP95Ms: 40,
      dayCount: 4,
      callCount: 120,
      since: new Date('2026-11-20T11:00:00Z'),
    });
    expect(lineOf(attention, 'never used')).toMatchObject({ userCount: 1, usernames: ['unused'], days: 14 });
    expect(lineOf(attention, 'idle')).toMatchObject({ userCount: 1, usernames: ['idle'], days: 90 });
    const groups = attention.lines.filter(({ kind }) => kind === 'group');
    expect(groups).toMatchObject([
      { state: 'new', callCount: 12, danger: 'raised' },
      { state: 'new', callCount: 60, danger: 'low' },
      { state: 'new', callCount: 3 },
    ]);
    expect(idsOf(attention)).not.toContain('route /api/predict');
    expect(attention).toMatchObject({ isComplete: true, historyShare: 1, at: REFERENCE_NOW });
  });

  test('says the same by the statistics index', async () => {
    const rows = [
      ...calm,
      ...calls(60, 5, 0, { userId: 2, ...failed }),
      ...calls(3, 4, 0, { userId: 3, statusCode: 403 }),
    ];
    const ofLog = await look(engine, rows);
    const ofIndex = await look(engine, rows, { statisticsIndex: { folder: temporaryFolder(), builds: true } });
    expect(ofIndex).toEqual(ofLog);
    expect(idsOf(ofIndex)).toEqual(expect.arrayContaining(['user errors 2', 'dead key 3']));
  });

  test('finds nothing in a calm log but keys that nobody uses, and says what it looked at', async () => {
    const attention = await look(engine, calm);
    expect(idsOf(attention)).toEqual(quiet);
    expect(attention.looks.filter(({ subject }) => subject !== 'growth')).toEqual([
      { subject: 'groups', state: 'done', count: 0 },
      { subject: 'routes', state: 'done', count: 1 },
      { subject: 'keys', state: 'done', count: 5 },
      { subject: 'users', state: 'done', count: 1 },
      { subject: 'cache', state: 'done', count: 0 },
    ]);
  });

  test('says of a user whose calls succeed again since when that is so, and calls it no danger any more', async () => {
    const rows = [...calm, ...calls(60, 12, 8, { userId: 2, ...failed }), ...calls(20, 3, 1, { userId: 2 })];
    expect(lineOf(await look(engine, rows), 'user errors 2')).toMatchObject({
      danger: 'low',
      since: new Date('2026-11-20T00:00:00Z'),
      overSince: new Date('2026-11-20T04:00:00Z'),
    });
  });

  test('says that a refused key is used only of what was refused since it last was good', async () => {
    const refused = (from: number, to: number) => calls(3, from, to, { userId: 3, statusCode: 401 });
    const good = (from: number) => calls(1, from, from - 0.1, { userId: 3 });
    const deactivatedToday = await look(engine, [...calm, ...refused(20, 10), ...good(4)]);
    expect(idsOf(deactivatedToday)).not.toContain('dead key 3');
    const goesOn = await look(engine, [...calm, ...refused(20, 12), ...good(8), ...refused(5, 2)]);
    expect(lineOf(goesOn, 'dead key 3')).toMatchObject({ callCount: 3, since: new Date('2026-11-20T07:00:00Z') });
  });

  test('has the groups in the states that the list of groups and the filters say', async () => {
    const rows = [
      ...calm,
      ...calls(12, 2, 0, failed),
      ...calls(40, 1, 0, { ...failed, errorMessage: 'rises' }),
      ...calls(20, 200, 100, { ...failed, errorMessage: 'rises' }),
      ...[400, 6, 5].map((hours) => aCall({ ...failed, errorMessage: 'is back', dateTime: textAt(hours) })),
      ...calls(30, 24 * 8, 0, { statusCode: 422, errorMessage: 'steady' }),
    ];
    const store = await engine.openBuilt({ users, calls: rows });
    const { lines } = await store.attention.list();
    const found = lines.flatMap((line) => (line.kind === 'group' ? [[line.group, line.state]] : []));
    const request = { offset: 0, limit: 50, anchorId: null, sort: 'state', descending: false, bucketCount: 1 } as const;
    const window = { from: new Date(REFERENCE_NOW.getTime() - 24 * HOUR_MS), to: null };
    const list = async (filter: string) => (await store.errorGroups.list({ ...request, window, filter })).rows;
    const listed = (await list('')).filter(({ state }) => state !== 'steady').map(({ id, state }) => [id, state]);
    expect(new Set(found)).toEqual(new Set(listed));
    for (const word of ['new', 'rising', 'regressed']) {
      expect((await list(`is:${word}`)).map(({ id, state }) => [id, state])).toEqual(
        found.filter(([, state]) => state === word),
      );
    }
    expect(found.map(([, state]) => state).sort()).toEqual(['new', 'regressed', 'rising']);
  });

  test('claims nothing about users, routes and growth of a young log', async () => {
    const attention = await look(engine, [
      ...calls(300, 20, 0),
      ...calls(200, 2, 0, { userId: 2, statusCode: 422, responseTimeMs: 900 }),
    ]);
    expect(idsOf(attention).filter((id) => !quiet.includes(id))).toEqual([]);
    const states = attention.looks.map(({ subject, state }) => [subject, state]);
    expect(states).toEqual(
      expect.arrayContaining([
        ['users', 'young'],
        ['routes', 'young'],
        ['growth', 'young'],
      ]),
    );
  });

  test('says that nobody calls where at this hour there always were calls', async () => {
    const attention = await look(engine, [...calm.filter(({ dateTime }) => dateTime < textAt(1)), ...calls(5, 10, 9)]);
    expect(attention.lines[0]).toMatchObject({ kind: 'silence', danger: 'bad', usualCallCount: 120, dayCount: 7 });
    const alwaysQuiet = await look(engine, [...calls(900, 24 * 8, 24 * 7.5), ...calls(9, 24 * 7, 2)]);
    expect(idsOf(alwaysQuiet)).not.toContain('silence');
  });

  test('judges a log that ended days ago by its end', async () => {
    const ended = calls(120, 24 * 6 + 1, 24 * 6);
    const attention = await look(engine, [aCall({ dateTime: textAt(24 * 95.5), userId: 6 }), ...ended]);
    expect(attention.at.getTime()).toBeLessThan(REFERENCE_NOW.getTime() - 24 * 6 * HOUR_MS + 2000);
    // On that day the key of idle had been used 89.5 days before, and that of unused was 9 days old.
    expect(idsOf(attention)).toEqual(['never used']);
    expect(attention.lines[0]).toMatchObject({ usernames: ['acme', 'shop'].slice(1) });
  });

  test('leaves a line out that was set aside until it gets worse, for a day at most', async () => {
    const database = await engine.build({ users, calls: calm });
    const triageFolder = temporaryFolder();
    const store = await database.open({ triageFolder });
    const [line] = (await store.attention.list()).lines;
    if (line === undefined) throw new Error('There is no line.');
    const { id, danger, measure } = line;
    await store.attention.setAside(id, { at: REFERENCE_NOW, danger, measure });
    const without = await store.attention.list();
    expect([idsOf(without), without.aside.map((aside) => aside.id)]).toEqual([['idle'], ['never used']]);
    const elsewhere = await database.open({ triageFolder });
    expect(idsOf(await elsewhere.attention.list())).toEqual(['idle']);
    const dayLater = await database.open({ triageFolder, now: () => new Date(REFERENCE_NOW.getTime() + 24 * HOUR_MS) });
    expect(idsOf(await dayLater.attention.list())).toContain('never used');
    await store.users.deactivate('unused');
    await store.attention.setAside(id, null);
    expect(idsOf(await store.attention.list({ maxAgeMs: 0 }))).toEqual(['idle']);
  });

  test('tells what is known so far to who has no patience, and goes on at the next question', async () => {
    const store = await engine.openBuilt({ users, calls: calm });
    const first = await store.attention.list({ patienceMs: 0 });
    expect(first.isComplete).toBe(false);
    expect(first.looks.map(({ state }) => state)).toContain('not yet');
    let answer = first;
    while (!answer.isComplete) answer = await store.attention.list({ patienceMs: 0 });
    expect(idsOf(answer)).toEqual(quiet);
  });
});
