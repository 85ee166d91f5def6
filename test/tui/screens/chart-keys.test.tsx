import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../helpers/console.tsx';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** A call every ten minutes of the day before noon of 20 November, 60 at 06:20 and 30 at 09:40, of two users. */
function withPeaks(): string {
  const steady = Array.from({ length: 143 }, (_, at) => {
    const minutes = 12 * 60 + 10 + at * 10;
    const day = minutes < 24 * 60 ? 19 : 20;
    return `2026-11-${day} ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00`;
  });
  const burst = (time: string, count: number, userId: number) =>
    Array.from({ length: count }, (_, at) =>
      aCall({ userId, dateTime: `2026-11-20 ${time}:${two(at % 60)}`, statusCode: at % 2 === 0 ? 422 : 200 }),
    );
  return buildDatabase({
    users: [aUser('shop'), aUser('other')],
    calls: [
      ...steady.map((dateTime) => aCall({ userId: 2, dateTime })),
      ...burst('06:21', 60, 1),
      ...burst('09:41', 30, 2),
    ],
  });
}

/** Ten calls a day ago, and forty since, half of each of two routes. */
function withDayBefore(): string {
  const calls = (day: number, count: number) =>
    Array.from({ length: count }, (_, at) =>
      aCall({ dateTime: `2026-11-${day} 10:${two(at)}:00`, apiRoute: at % 2 === 0 ? '/api/health' : '/api/predict' }),
    );
  return buildDatabase({ users: [aUser('shop')], calls: [...calls(19, 10), ...calls(20, 40)] });
}

async function dashboard(keys: readonly string[], options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', database: withPeaks(), ...options });
  await console.app.press(...keys);
  const line = (at: number) => () => console.app.lines().at(at) ?? '';
  return { ...console, title: line(2), message: line(-2) };
}

describe('A chart over time', () => {
  test('has its cursor taken to the highest peak by n, to the next in time after that, and back by N', async () => {
    const { app, message } = await dashboard(['2', 'n']);
    expect(app.screen()).toMatch(/07:\d\d–07:\d\d {2}6\d calls/);
    expect(message()).toMatch(/Peak 1 of 2, the highest: \d+ × the average\./);
    await app.press('n');
    expect(app.screen()).toMatch(/10:\d\d–10:\d\d {2}3\d calls/);
    expect(message()).toContain('Peak 2 of 2:');
    await app.press('N');
    expect(app.screen()).toMatch(/07:\d\d–07:\d\d {2}6\d calls/);
  });

  test('says that no bar stands out where none does', async () => {
    const { message } = await dashboard(['2', 'n'], { database: buildDatabase({ users: [aUser('shop')] }) });
    expect(message()).toContain('No bar stands out: none is above average + 3 standard deviations.');
  });

  test('answers which user and route made the biggest peak, and with what payload, in four keys', async () => {
    const { app, title } = await dashboard(['2', 'n', 'enter']);
    expect(title()).toMatch(/ Calls {3}6\d from Fri 20 Nov 07:/);
    expect(app.screen()).toMatch(/shop +\d+ +\/api\/predict/);
    await app.press('enter');
    expect(title()).toMatch(/ Call #\d+ +\d+ \/api\/predict/);
  });

  test('is zoomed into the bar by z, again and again down to a minute, and Esc leads back in steps to where it was live', async () => {
    const { app, title, message } = await dashboard(['2', 'z']);
    expect(message()).toContain('Select a bar with ← and →, or a peak with n, to zoom into it.');
    await app.press('n', 'z');
    expect(title()).toMatch(/AT +\d+ min +07:\d\d–07:\d\d CET/);
    await app.press('n', 'z', 'left', 'z');
    expect(title()).toMatch(/AT +1 min +07:2\d–07:2\d CET/);
    await app.press('left', 'z');
    expect(message()).toContain('This is the closest look: a minute.');
    await app.press('escape', 'escape');
    expect(title()).toMatch(/AT +20 min +07:\d\d–07:\d\d CET/);
    await app.press('escape', 'escape');
    expect(title()).toContain('Last 24 h');
  });

  test('has its keys on the screen of a user, too, and opens the calls of user and bar', async () => {
    const { app, title } = await dashboard(['1', 'enter']);
    const name = /^ (\w+)/.exec(title())?.[1] ?? '';
    await app.press('n', 'enter');
    expect(title()).toMatch(new RegExp(`^ Calls {3}\\d+ (of [\\d,]+ )?from Fri 20 Nov .*user:${name} ×`));
    await app.press('escape', 'm');
    expect(app.screen()).toMatch(/─ Errors per \d+ (min|h)/);
    await app.press('m', 'm', 'm', '{');
    expect(title()).not.toContain('last 24 h');
    await app.press('}');
    expect(title()).toContain('last 24 h');
    await app.press('left', '=');
    expect(app.screen()).toContain('only time:2026-11-20');
  });

  test.each([
    [120, 36],
    [80, 24],
  ])(
    'is compared with the window before by c at %ix%i: a ghost line, changes in the lists, and against what',
    async (columns, rows) => {
      const { app, message } = await dashboard(['2', 'c'], { columns, rows, database: withDayBefore() });
      expect(message()).toContain('Compared with Wed 18 Nov 13:00 – Thu 19 Nov 13:00 CET.');
      expect(app.screen()).toContain('Δ calls');
      expect(app.screen()).toMatch(/shop +40 +\+300 %/);
      expect(app.screen()).toMatch(/⠒⠒ 10 before/);
      expect(app.screen()).toMatch(/[⣀⠤⠒⠉]/);
      await app.press('c');
      expect(app.screen()).not.toContain('Δ calls');
      expect(message()).toContain('No longer compared.');
    },
  );

  test('is compared with the same weekdays where the window has a week or more, and under a filter', async () => {
    const { app, message, title } = await dashboard(['2', 't', 'G', 'j', 'j', 'j', 'enter', 'c'], {
      database: withDayBefore(),
    });
    expect(title()).toContain('Last 30 d');
    expect(message()).toContain('Compared with Wed 16 Sep 14:00 – Fri 16 Oct 14:00 CEST.');
    await app.press('escape', '2', '2', '/');
    await app.type('route:/api/health\r');
    await app.press('c');
    expect(app.screen()).toMatch(/\/api\/health +20 +\+300 %/);
  });

  test('of a user is compared, too, with totals and endpoints', async () => {
    const { app } = await dashboard(['1', 'enter', 'c'], { database: withDayBefore() });
    expect(app.screen()).toMatch(/Calls +40 +\+300 %/);
    expect(app.screen()).toMatch(/\/api\/health +20 +\+300 %/);
    expect(app.screen()).toMatch(/⠒⠒ 10 before/);
  });

  test.each([
    [120, 36],
    [80, 24],
  ])('shows p95 of each route over time in four keys at %ix%i', async (columns, rows) => {
    const calls = Array.from({ length: 24 }, (_, hour) =>
      ['/api/predict', '/api/health'].map((apiRoute, route) =>
        aCall({
          dateTime: `2026-11-${hour < 12 ? 20 : 19} ${two(hour)}:05:00`,
          apiRoute,
          responseTimeMs: route === 0 ? 100 : hour === 3 ? 800 : 10,
        }),
      ),
    ).flat();
    const database = buildDatabase({ users: [aUser('shop')], calls });
    const { app } = await dashboard(['2', 'm', 'm', 'm'], { columns, rows, database });
    expect(app.screen()).toMatch(/p95 ms +over time/);
    const bars = (route: string) => new RegExp(`${route} .* ([▁▂▃▄▅▆▇█]+) `).exec(app.screen())?.[1];
    expect(bars('/api/predict')).toMatch(/^█+$/);
    expect(bars('/api/health')).toMatch(/^▁+█▁+$/);
  });
});
