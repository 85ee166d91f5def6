import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

/** Two users; every third call failed, and the payloads say who it was for. */
const database = () =>
  buildDatabase({
    users: [aUser('acme'), aUser('shop')],
    calls: Array.from({ length: 60 }, (_, at) =>
      aCall({
        userId: 1 + (at % 2),
        apiRoute: at % 4 === 0 ? '/api/rank' : '/api/predict',
        statusCode: at % 3 === 0 ? 422 : 200,
        responseTimeMs: at + 1,
        errorMessage: at % 3 === 0 ? `Validation failed: age ${at}` : null,
        requestPayload: JSON.stringify({ recipient: { age: at } }),
        dateTime: `2026-11-20 11:${String(at).padStart(2, '0')}:00`,
      }),
    ),
  });

async function opened(options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', database: database(), ...options });
  const { app } = console;
  return {
    ...console,
    title: () => app.lines()[2] ?? '',
    selected: () => app.lines().find((line) => line.includes('❯')) ?? '',
  };
}

describe('A filter', () => {
  test('holds on every screen of calls, says so in chips, and not on the cache', async () => {
    const { app, title } = await opened();
    await app.type('5/status:422 user:acme\r');
    expect(title()).toContain(' Calls   10 of 60 in the last 24 h [status:422 ×] [user:acme ×]');
    await app.press('3', 'o');
    expect(title()).toContain(' Errors   20 in the last 24 h   10 found [status:422 ×] [user:acme ×]');
    await app.press('2');
    expect(title()).toContain('[status:422 ×] [user:acme ×]');
    expect(app.screen()).toMatch(/Errors +10 +100 %/);
    await app.press('1');
    expect(title()).toMatch(/Users {3}2 · 2 active {3}1 found \[status:422 ×\]/);
    await app.press('enter');
    expect(app.screen()).toMatch(/Calls +10 /);
    await app.press('4');
    expect(app.screen()).not.toContain('status:422');
    expect(title()).toContain('not filtered: the filter is of calls');
    await app.press('5');
    expect(title()).toContain(' Calls   10 of 60');
  });

  test('holds for the latest calls and errors of a user, and leaves the screen live', async () => {
    const { app } = await opened({ columns: 120, rows: 44 });
    await app.type('1/user:acme status:422\r');
    await app.press('enter');
    expect(app.lines()[0]).toContain('● live');
    expect(app.screen()).toMatch(/Latest errors[\s\S]*│ 12:54:00 +422 +Validation/);
    await app.press('/');
    await app.type(' req.recipient.age:<30\r');
    expect(app.lines()[0]).toContain('● live');
    expect(app.screen()).toMatch(/Latest errors[\s\S]*│ 12:24:00 +422 +Validation/);
    expect(app.screen()).not.toMatch(/ 12:54:00 +422 /);
  });

  test('is taken apart by Backspace from its end, and cleared by Escape', async () => {
    const { app, title } = await opened();
    await app.type('5/status:422 user:acme\r');
    await app.press('backspace');
    expect(title()).toContain(' Calls   20 of 60 in the last 24 h [status:422 ×]');
    await app.press('escape');
    expect(title()).toContain(' Calls   60 in the last 24 h');
    await app.press('backspace');
    expect(app.lines().at(-2)).toContain('There is no filter.');
  });

  test('is narrowed by the selected row, to it or to all others', async () => {
    const { app, title } = await opened();
    await app.press('5', '=');
    expect(app.screen()).toMatch(/only user:shop[\s\S]*not {2}user:shop[\s\S]*only route:[\s\S]*only status:200/);
    await app.press('j', 'enter');
    expect(title()).toContain('30 of 60 in the last 24 h [-user:shop ×]');
    await app.press('2', 'k', 'k', '=', 'enter');
    expect(title()).toMatch(/\[-user:shop ×\] \[route:\/api\/(rank|predict) ×\]/);
  });

  test('with a time takes the place of the window, and gives way to one that is chosen', async () => {
    const { app, title } = await opened();
    await app.type('5/status:422 time:12:30..12:40\r');
    expect(title()).toMatch(
      /Calls {3}\d of 10 from Fri 20 Nov 12:30 to 12:40 CET \[status:422 ×\] \[time:12:30\.\.12:40 ×\]/,
    );
    expect(app.lines()[0]).toContain('◷ pinned');
    await app.type('2');
    expect(title()).toContain('12:30–12:40');
    await app.press('t', 'enter');
    expect(title()).toContain('[status:422 ×]');
    expect(title()).not.toContain('time:');
  });
});

describe('The line of the filter', () => {
  test('shows a fault below its place, and keeps what was found before', async () => {
    const { app, title } = await opened();
    await app.type('5/user:acme statsu:4');
    expect(title()).toContain(' Calls   30 of 60 in the last 24 h [user:acme ×]');
    const at = (app.lines()[3] ?? '').indexOf('statsu');
    expect((app.lines()[4] ?? '').indexOf('▲')).toBe(at);
    expect(app.lines()[4]).toContain('No field “statsu”. Did you mean “status”? Tab takes it.');
    await app.press('enter');
    expect(app.lines()[3]).toContain('/ user:acme statsu:4');
    await app.press('tab');
    expect(app.lines()[3]).toContain('/ user:acme status:4');
    await app.press('escape');
    expect(title()).toContain(' Calls   60 in');
  });

  test('completes fields, and values with their calls, the chosen one by Return', async () => {
    const { app, title } = await opened();
    await app.type('5/us');
    await app.press('tab');
    expect(app.lines()[3]).toContain('/ user:');
    expect(app.screen()).toMatch(/acme +30 calls\n +shop +30 calls/);
    await app.press('down', 'down', 'enter');
    expect(app.lines()[3]).toContain('/ user:shop');
    await app.press('enter');
    expect(title()).toContain(' Calls   30 of 60 in the last 24 h [user:shop ×]');
  });

  test('completes the paths of payloads', async () => {
    const { app, title } = await opened();
    await app.type('5/req.');
    await app.flush();
    await app.press('tab');
    expect(app.lines()[3]).toContain('/ req.recipient.age:');
    await app.type('<5\r');
    expect(title()).toContain(' Calls   5 of 60');
  });

  test('goes back through the filters of before by ↑ on an empty line, and on by ↓', async () => {
    const { app } = await opened();
    await app.type('5/status:200\r');
    await app.type('5/status:422\r');
    await app.type('5/');
    await app.press('up');
    expect(app.lines()[3]).toContain('/ status:422');
    await app.press('up');
    expect(app.lines()[3]).toContain('/ status:200');
    await app.press('down');
    expect(app.lines()[3]).toContain('/ status:422');
  });

  test('does not ask for what may become the name of a field', async () => {
    const { app, title, watch } = await opened();
    await app.type('5/');
    watch.forget();
    await app.type('stat');
    expect(watch.questions.filter((name) => name === 'apiLogs.calls')).toEqual([]);
    await app.type('us:422');
    expect(title()).toContain(' Calls   20 of 60');
  });

  test('keeps what was typed while the terminal is too small for it', async () => {
    const { app, title } = await opened();
    await app.type('5/status:4');
    await app.resize(30, 5);
    expect(app.screen()).not.toContain('status:4');
    await app.resize(120, 30);
    expect(app.lines()[3]).toContain('/ status:4');
    await app.type('22\r');
    expect(title()).toContain(' Calls   20 of 60 in the last 24 h [status:422 ×]');
  });

  test('takes what was written in other scripts and in quotes, at any width', async () => {
    for (const columns of [200, 80, 60, 40]) {
      const { app } = await opened({ columns, rows: 24, alwaysWraps: true });
      await app.type('5/m:"مرحبا 😀 %_" "x y"');
      expect(app.screen()).toContain('😀');
      await app.press('enter');
      expect(app.terminal.hasWrappedLine).toBe(false);
      expect(app.screen()).toContain('No call matches');
    }
  });
});

describe('Calls', () => {
  test('are sorted by their response time over the whole window', async () => {
    const { app, selected } = await opened();
    await app.press('5', 's', 'j', 'enter');
    expect(selected()).toContain('60.0');
    await app.press('I');
    expect(selected()).toContain('1.0');
  });

  test('are followed while the cursor stands on the first, and else counted', async () => {
    const { app, title, selected, store, advance } = await opened();
    await app.press('5');
    expect(title()).toContain('► following');
    await app.press('p');
    expect(title()).not.toContain('follow');
    await app.press('F');
    expect(app.screen()).toContain('The screen is paused. p resumes it.');
    await app.press('p');
    expect(title()).toContain('► following');
    await app.press('j');
    const row = selected();
    const call = { userId: 1, apiRoute: '/api/new', statusCode: 200, responseTimeMs: 5 };
    await store.apiLogs.logMany([call, call]);
    await advance(2500);
    expect(title()).toContain('2 new · F follows');
    expect(selected()).toBe(row);
    await app.press('F');
    expect(title()).toContain('► following');
    expect(selected()).toContain('/api/new');
    await app.press('{', 'F');
    expect(app.lines().at(-2)).toContain('nothing comes that could be followed');
  });

  test('show the message of the selected one below the list where there is no column for it', async () => {
    const { app } = await opened({ columns: 80, rows: 24 });
    await app.type('5/status:422\r');
    expect(app.lines().at(-3)).toContain('Validation failed: age 57');
    await app.press('j');
    expect(app.lines().at(-3)).toContain('Validation failed: age 54');
  });

  test('are gone through by ] and [ from one that was opened, and the list goes along', async () => {
    const { app, selected } = await opened();
    await app.type('5/status:422\r');
    await app.press('enter', ']', ']');
    expect(app.screen()).toContain('age 51');
    await app.press('[');
    expect(app.screen()).toContain('age 54');
    await app.press('escape');
    expect(selected()).toContain('age 54');
    await app.press('k', 'enter', '[');
    expect(app.lines().at(-2)).toContain('This is the first one of the list.');
  });

  test('of a user are selected and opened on the screen of the user', async () => {
    const { app } = await opened({ columns: 120, rows: 44 });
    await app.type('1/acme\r');
    await app.press('enter');
    expect(app.screen()).toContain('Latest calls');
    await app.press('j', 'enter');
    expect(app.lines()[2]).toMatch(/Calls.*\[user:acme ×\] \[route:\/api\/(rank|predict) ×\]/);
    await app.press('escape', 'escape', 'k', 'enter');
    expect(app.lines()[2]).toContain('Call #');
  });

  test('with the same value in their payload are found from the value of one', async () => {
    const { app, title } = await opened();
    await app.type('5/req.recipient.age:33\r');
    await app.press('enter', 'j', 'j', '=');
    expect(app.screen()).toContain('only req.recipient.age:33');
    await app.press('j', 'enter');
    expect(title()).toContain(' Calls   59 of 60 in the last 24 h [-req.recipient.age:33 ×]');
    await app.press('escape');
    expect(title()).toContain('Call #');
  });
});
