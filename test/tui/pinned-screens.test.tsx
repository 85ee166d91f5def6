import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';
import { aCall, aUser, buildDatabase, runSql } from '../helpers/store.ts';

const database = () =>
  buildDatabase({
    users: [aUser('shop')],
    calls: [
      aCall({ dateTime: '2026-11-18 10:00:00', statusCode: 500, errorMessage: 'long ago' }),
      aCall({ dateTime: '2026-11-19 20:00:00' }),
      aCall({ dateTime: '2026-11-20 10:00:00', statusCode: 500, errorMessage: 'this morning' }),
    ],
  });

async function pinned(size: { columns: number; rows: number } = { columns: 120, rows: 30 }) {
  const console = await renderConsole({ database: database(), theme: 'none', ...size });
  // From noon on Friday, in Berlin, to the day before.
  await console.app.press('2', '{');
  return { ...console, header: () => console.app.lines()[0] ?? '', title: () => console.app.lines()[2] ?? '' };
}

describe('A pinned window', () => {
  test('is told in the header of every screen that was opened in it, and of no other', async () => {
    const { app, header, title } = await pinned();
    const pin = '◷ pinned Thu 19 Nov 00:00–24:00 CET';
    expect(header()).toContain(pin);
    expect(title()).toContain('AT  24 h');
    await app.press('j', 'enter');
    expect(title()).toContain(' shop ');
    expect(header()).toContain(pin);
    expect(header()).not.toContain('live');
    for (const key of ['1', '3', '4']) {
      await app.press(key);
      expect(header()).toContain('● live');
    }
    await app.press('2');
    expect(header()).toContain(pin);
  });

  test.each([
    [120, 30],
    [80, 24],
    [60, 16],
    [40, 12],
  ])('is never called live at %ix%i', async (columns, rows) => {
    const { app, header } = await pinned({ columns, rows });
    for (const key of ['m', 'j', 'enter']) {
      await app.press(key);
      expect(header()).toContain('◷ pinned');
      expect(header().replace('back to live', '')).not.toContain('live');
    }
  });

  test('is left with Esc, after what is typed or selected, and then the window is what it was before', async () => {
    const { app, header, title } = await pinned();
    await app.press('escape', 't', 'k', 'enter', 'j', '{', 'left');
    expect(header()).toContain('◷ pinned');
    await app.press('escape');
    expect(header()).toContain('◷ pinned');
    await app.press('escape');
    expect(title()).toContain('Last 6 h');
    expect(header()).toContain('● live');
    await app.press('escape');
    expect(title()).toContain('Last 6 h');
  });

  test('that a screen was opened in is left with it in one step, once what was typed there is cleared', async () => {
    const { app, header, title } = await pinned();
    await app.press('escape', 't', 'k', 'enter', 'left', 'enter');
    expect(title()).toMatch(/Calls {3}\d+ from /);
    expect(header()).toMatch(/◷ pinned .* · Esc back to live$/);
    await app.type('/x\r');
    await app.press('escape');
    expect(title()).toMatch(/Calls {3}\d+ from /);
    expect(header()).toContain('◷ pinned');
    await app.press('escape');
    expect(title()).toContain('Last 6 h');
    expect(header()).toContain('● live');
    expect(app.screen()).toMatch(/–now {2}\d+ calls? so far/);
  });

  test('that was opened from another pinned one goes back to that one, then to now', async () => {
    const { app, header, title } = await pinned();
    await app.press('left', 'enter');
    expect(title()).toMatch(/Calls {3}\d+ from /);
    expect(header()).toMatch(/◷ pinned Thu 19 Nov 23:\d\d–24:00 CET · Esc back$/);
    await app.press('escape');
    expect(header()).toMatch(/◷ pinned Thu 19 Nov 00:00–24:00/);
    await app.press('escape', 'escape');
    expect(header()).toContain('● live');
  });

  test('belongs to its screen: another one opened by its digit keeps its own, and the window it had comes back', async () => {
    const { app, title } = await pinned();
    await app.press('3', 't', 'j', 'enter', '2');
    expect(title()).toContain('AT  24 h');
    await app.press('3');
    expect(title()).toContain('last 7 d');
    await app.press('1');
    expect(title()).toContain('traffic: last 24 h');
  });

  test('stays what it is while new calls come, and does not count them', async () => {
    const { app, path, header, advance } = await pinned();
    const totals = () => /Calls +(\d+)/.exec(app.screen())?.[1];
    const before = totals();
    await app.press('p');
    runSql(
      path,
      `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code)
       VALUES (1, '2026-11-20 12:00:00', '/api/predict', 200)`,
    );
    await advance(2000);
    expect(header()).toMatch(/◷ pinned .* · ⏸ paused 0:02/);
    expect(header()).not.toContain('new call');
    await app.press('p');
    expect(totals()).toBe(before);
  });

  test('has no cursor at a bar that was picked in another one, and Esc has none to clear', async () => {
    const { app, header } = await pinned();
    await app.press('left');
    expect(app.screen()).toMatch(/23:40–24:00 {2}\d+ calls/);
    await app.press('{');
    expect(app.screen()).not.toMatch(/\d calls?\b/);
    await app.press('escape');
    expect(header()).toContain('● live');
  });

  test('forgets what was before it when a live one is chosen', async () => {
    const { app, header, title } = await pinned();
    await app.press('t', 'enter', 'escape');
    expect(title()).toContain('Last 24 h');
    expect(header()).toContain('● live');
  });
});

test('The user in a past window shows the errors of that window alone', async () => {
  const { app } = await renderConsole({ database: database(), theme: 'none', rows: 40 });
  await app.press('2', 'j', 'enter');
  expect(app.screen()).toContain('this morning');
  expect(app.screen()).not.toContain('long ago');
  await app.press('q', '{', 'enter');
  expect(app.screen()).not.toContain('this morning');
  expect(app.screen()).toContain('No call failed in this window.');
  await app.press('q', '{', 'enter');
  expect(app.screen()).toContain('long ago');
  expect(app.screen()).not.toContain('this morning');
});
