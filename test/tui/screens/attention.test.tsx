import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../helpers/console.tsx';
import { aCall, aUser, buildDatabase, REFERENCE_NOW, type TestCall } from '../../helpers/store.ts';

const HOUR_MS = 3_600_000;
const textAt = (hoursAgo: number) =>
  new Date(REFERENCE_NOW.getTime() - hoursAgo * HOUR_MS).toISOString().slice(0, 19).replace('T', ' ');
const calls = (count: number, from: number, to: number, overrides: Partial<TestCall> = {}): readonly TestCall[] =>
  Array.from({ length: count }, (_, place) =>
    aCall({ dateTime: textAt(from - ((from - to) * (place + 0.5)) / count), ...overrides }),
  );

const users = [
  aUser('acme', { createdAt: textAt(24 * 60) }),
  aUser('shop', { createdAt: textAt(24 * 60) }),
  aUser('unused', { createdAt: textAt(24 * 15) }),
];
const calm = [
  ...calls(60, 24 * 9, 0),
  ...Array.from({ length: 7 }, (_, day) => calls(30, (day + 1) * 24 + 1, (day + 1) * 24)).flat(),
  ...calls(30, 1, 0),
];
const troubled = () =>
  buildDatabase({
    users,
    calls: [...calm, ...calls(60, 5, 0, { userId: 2, statusCode: 503, errorMessage: 'ranker is down' })],
  });
const untroubled = () =>
  buildDatabase({ users: users.slice(0, 2), calls: calm.map((call, n) => ({ ...call, userId: 1 + (n % 2) })) });

type App = Awaited<ReturnType<typeof renderConsole>>['app'];

/** Waits until everything was looked at. */
const complete = (app: App): Promise<void> =>
  app.waitFor((screen) => / Attention/.test(screen) && !/looking: |Looking …|Nothing so far/.test(screen));

async function opened(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', database: troubled(), ...options });
  const { app } = console;
  await app.press('0');
  await complete(app);
  return {
    ...console,
    rows: () => app.lines().filter((line) => /[▲●○] +(bad|raised|low)/.test(line)),
    title: () => app.lines().find((line) => line.startsWith(' Attention')) ?? '',
  };
}

describe('Attention', () => {
  test('lists what is wrong, the worst first, with its evidence, and says what was looked at', async () => {
    const { app, rows, title } = await opened();
    expect(title()).toMatch(/^ Attention {3}3 lines/);
    expect(rows()[0]).toMatch(/❯ ▲ bad +shop: 100 % of calls fail +60 of 60 calls failed in 24 h · no calls/);
    expect(rows()[1]).toMatch(/● raised +NEW 503 ranker is down/);
    expect(rows()[2]).toMatch(/○ low +1 active key was never used/);
    expect(app.screen()).toContain('Looked at 1 group of failed calls');
  });

  test.each([
    [0, / Calls {3}60 .*user:shop.*is:error/],
    [1, / Calls {3}60 .*group:/],
    [2, / Users .*is:never/],
  ])('opens exactly what line %i is about, and comes back to it', async (line, expected) => {
    const { app, rows } = await opened({ columns: 160 });
    for (let at = 0; at < line; at += 1) await app.press('j');
    await app.press('enter');
    expect(app.screen()).toMatch(expected);
    await app.press('q');
    expect(rows()[line]).toContain('❯');
  });

  test('sets a line aside, which is undone by u, and lists it again', async () => {
    const { app, rows, title } = await opened();
    await app.press('G', 'i');
    expect(title()).toContain('2 lines · 1 set aside');
    expect(app.screen()).toContain('Set “never used” aside until it gets worse, or for a day.');
    await app.press('u');
    expect(title()).toMatch(/3 lines +CET *$/);
    await app.press('i', 'i');
    expect(title()).toMatch(/3 lines +CET *$/);
    expect(rows()).toHaveLength(3);
  });

  test('sets all marked lines aside at once, and takes that back at once', async () => {
    const { app, title } = await opened({ columns: 160 });
    await app.press('*');
    expect(app.screen()).toContain('i set aside 3');
    await app.press('i');
    expect(title()).toContain('3 set aside');
    expect(app.screen()).toContain('Set 3 lines aside until they get worse, or for a day.');
    await app.press('u');
    expect(title()).toContain('3 lines');
  });

  test('offers its lines for a file, as the command prints them', async () => {
    const { app } = await opened({ columns: 160 });
    await app.press('E');
    expect(app.screen()).toContain('CSV');
    expect(app.screen()).toMatch(/all 3 lines|3 lines .*CSV|CSV .*3 lines/s);
  });

  test('asks why of calls, and says why not of a line about none', async () => {
    const { app } = await opened({ columns: 160 });
    await app.press('j', 'w');
    expect(app.screen()).toMatch(/ Why .*/);
    expect(app.screen()).toContain('group:');
    await app.press('q', 'j', 'w');
    expect(app.screen()).toContain('Why compares calls, and this line is about none.');
  });

  test('says that all is well, and how it knows', async () => {
    const { app, title } = await opened({ database: untroubled() });
    expect(title().trim()).toBe('Attention');
    expect(app.screen()).toContain('All is well: nothing wants attention.');
    expect(app.screen()).toContain('2 active keys');
  });

  test('says what could not be judged in a young log, and of a log that ended long ago as of when it is judged', async () => {
    const young = await opened({ database: buildDatabase({ users, calls: calls(20, 3, 0) }) });
    expect(young.app.screen()).toContain('Not judged, since the log is too young to say what is usual');
    const ended = await opened({ database: buildDatabase({ users, calls: calls(20, 80, 73) }) });
    expect(ended.title()).toContain('as of the newest call, 3 d ago');
  });

  test.each([
    [200, 60],
    [120, 36],
    [80, 24],
    [60, 16],
    [40, 12],
  ])('fits a terminal of %ix%i and keeps what is wrong in sight', async (columns, rows) => {
    const { app, rows: lines } = await opened({ columns, rows, alwaysWraps: true });
    expect(app.lines()).toHaveLength(rows);
    expect(lines()[0]).toMatch(/▲ bad +shop: 100 % of/);
    expect(app.screen()).toContain('q quit');
  });

  test('counts its lines in the header once the index is ready, once a minute', async () => {
    const { app, watch, advance } = await renderConsole({
      theme: 'none',
      database: troubled(),
      indexState: () => ({ state: 'ready', progress: 1, readyFrom: null }),
    });
    await advance(1000);
    await app.waitFor('0 Attention 3');
    const asked = () => watch.questions.filter((question) => question === 'attention.list').length;
    expect(asked()).toBe(1);
    await advance(30_000);
    expect(asked()).toBe(1);
    await advance(60_000);
    expect(asked()).toBe(2);
  });

  test('asks nothing while it is shown and nothing moves, but once a minute', async () => {
    const { watch, advance } = await opened();
    watch.forget();
    await advance(29_000);
    expect(watch.questions).toEqual([]);
    await advance(60_000);
    expect(watch.questions.filter((question) => question === 'attention.list')).toHaveLength(1);
  });
});
