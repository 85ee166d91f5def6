import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderConsole } from '../../../helpers/console.tsx';
import { aCall, aUser, buildDatabase, runSql, temporaryFolder } from '../../../helpers/store.ts';

const call = (minutesAgo: number, errorMessage: string | null, values: Parameters<typeof aCall>[0] = {}) =>
  aCall({
    dateTime: new Date(Date.UTC(2026, 10, 20, 12) - minutesAgo * 60_000).toISOString().slice(0, 19).replace('T', ' '),
    statusCode: 422,
    errorMessage,
    ...values,
  });

/** Four groups of a day: 4 + 3 + 2 + 1 calls, of two users. */
const database = () =>
  buildDatabase({
    users: [aUser('acme'), aUser('other')],
    calls: [
      ...[10, 20, 30, 40].map((at) => call(at, `Item ${at} is sold out`)),
      ...[11, 21, 31].map((at) => call(at, 'Upstream timeout', { statusCode: 504, userId: 2 })),
      ...[12, 22].map((at) => call(at, null, { statusCode: 404, apiRoute: '/api/nothing' })),
      call(50, 'Rate limit exceeded', { statusCode: 429 }),
      // None of them is new.
      call(3 * 24 * 60, 'Item 7 is sold out'),
      call(3 * 24 * 60, 'Upstream timeout', { statusCode: 504, userId: 2 }),
      call(3 * 24 * 60, null, { statusCode: 404, apiRoute: '/api/nothing' }),
    ],
  });

async function groups(options: Parameters<typeof renderConsole>[0] = {}) {
  const triageFolder = join(temporaryFolder(), 'groups');
  const console = await renderConsole({ theme: 'none', database: database(), columns: 140, triageFolder, ...options });
  await console.app.press('3');
  const { app } = console;
  return {
    ...console,
    title: () => app.lines()[2] ?? '',
    rows: () => {
      const listed = app.lines().slice(5, 15);
      const end = listed.findIndex((line) => line.trim() === '');
      return end < 0 ? listed : listed.slice(0, end);
    },
    selected: () => app.lines().find((line) => line.includes('❯')) ?? '',
    message: () => app.lines().at(-2) ?? '',
    facts: () => app.lines().at(-3) ?? '',
  };
}

describe('The groups of errors', () => {
  test('are the first thing that is shown, with their newest message, calls, users and routes', async () => {
    const { title, rows, facts } = await groups();
    expect(title()).toContain(' Errors   10 in 4 groups   last 24 h');
    expect(rows()).toHaveLength(4);
    expect(rows()[0]).toMatch(/❯ .*10 min ago +4 +1 .* 422 +Item 10 is sold out +\/api\/predict/);
    expect(rows()[1]).toMatch(/11 min ago +3 +1 .* 504 +Upstream timeout/);
    expect(rows()[2]).toMatch(/404 +no message · \/api\/nothing/);
    expect(facts()).toContain(' first 17 Nov 13:00 · last 12:50:00 · 100 % acme · usually');
  });

  test('leave the room of a short list to users, routes and newest calls of the selected one', async () => {
    const { app } = await groups({ rows: 45 });
    expect(app.screen()).toMatch(/Newest calls of the group.*Its users/);
    expect(app.screen()).toMatch(/12:50:00 +acme +\/api\/predict +[\d.]+ +Item 10 is sold out.*│/);
    expect(app.screen()).toMatch(/│ acme +█+ +4 +100 %/);
    await app.press('j');
    expect(app.screen()).toMatch(/│ other +█+ +3 +100 %/);
    expect(app.screen()).not.toMatch(/12:50:00 +acme/);
    await app.resize(80, 24);
    expect(app.screen()).not.toContain('Its users');
    expect(app.screen()).toContain('Calls of the selected group');
  });

  test('turn to every error by itself by o, and back, also after another screen', async () => {
    const { app, title } = await groups();
    await app.press('o');
    expect(title()).toContain(' Errors   10 in the last 24 h');
    await app.press('x');
    expect(app.lines().at(-2)).toContain('Only a group can be resolved, ignored or noted: o shows the groups.');
    expect(app.lines().at(-1)).toContain('o groups');
    expect(app.lines().at(-1)).not.toContain('x resolve');
    await app.press('2', '3');
    expect(title()).toContain(' Errors   10 in the last 24 h');
    await app.press('o');
    expect(title()).toContain('10 in 4 groups');
  });

  test('lead to their calls by Enter, in the same window, with the filter that held', async () => {
    const { app, title } = await groups();
    await app.type('/user:other\r');
    expect(title()).toContain('3 in 1 group   last 24 h [user:other ×]');
    await app.press('enter');
    expect(title()).toMatch(/Calls {3}3 of 10 in the last 24 h \[user:other ×\] \[group:[0-9a-f]{8} ×\]/);
    expect(app.screen()).toContain('Upstream timeout');
    await app.press('escape');
    expect(title()).toContain('3 in 1 group');
  });

  test('are resolved and reopened by x, undone by u, with the command that does the same', async () => {
    const { app, selected, message } = await groups({ columns: 160 });
    await app.press('j', 'x');
    expect(message()).toMatch(/✓ Resolved “Upstream timeout”\. u undoes it\. +≙ presents errors resolve [0-9a-f]{8}/);
    expect(selected()).toMatch(/✓ resolved .*Upstream timeout/);
    await app.press('u');
    expect(message()).toContain('✓ Undone: “Upstream timeout” is open again.');
    expect(selected()).not.toContain('resolved');
    await app.press('x', 'x');
    expect(message()).toMatch(/✓ Reopened “Upstream timeout”\. u undoes it\. +≙ presents errors reopen/);
    expect(selected()).not.toContain('resolved');
    await app.press('u');
    expect(selected()).toMatch(/✓ resolved .*Upstream timeout/);
  });

  test('say in the footer what their keys do to the selected one now', async () => {
    const { app } = await groups({ columns: 160 });
    const footer = () => app.lines().at(-1) ?? '';
    expect(footer()).toMatch(/⏎ open.*x resolve {3}i ignore {3}a note.*= only\/not/);
    await app.press('j', 'x');
    expect(footer()).toMatch(/x reopen {3}i ignore/);
    await app.press('k');
    expect(footer()).toMatch(/x resolve {3}i ignore/);
    await app.press('j', 'i');
    await app.type('/is:ignored\r');
    expect(footer()).toMatch(/x resolve {3}i reopen/);
  });

  test('leave out of the footer what takes a group while there is none', async () => {
    const { app } = await groups({ database: buildDatabase({ users: [aUser('acme')], calls: [] }), columns: 160 });
    const footer = app.lines().at(-1) ?? '';
    expect(footer).toMatch(/^ s sort {3}t window {3}o list {3}\/ filter {3}w why +p pause/);
  });

  test('have the same one selected after a look at the list, and after its calls', async () => {
    const { app, selected } = await groups();
    await app.press('j', 'j');
    const before = selected();
    await app.press('o', 'j', 'o');
    expect(selected()).toBe(before);
    await app.press('enter', '3');
    expect(selected()).toBe(before);
    expect(app.screen()).not.toContain('[group:');
  });

  test('are hidden by i, which the title says, until the filter asks for them', async () => {
    const { app, title, rows, message } = await groups();
    await app.press('j', 'i');
    expect(message()).toContain('Ignored “Upstream timeout”');
    expect(rows()).toHaveLength(3);
    expect(title()).toContain('7 in 3 groups');
    expect(title()).toContain('1 ignored');
    await app.type('/m:*timeout*\r');
    expect(title()).toContain('1 ignored');
    expect(app.screen()).toContain('All groups that match are ignored. / with is:ignored shows them.');
    await app.press('escape');
    await app.type('/is:ignored\r');
    expect(rows()).toHaveLength(1);
    expect(rows()[0]).toMatch(/○ ignored .*Upstream timeout/);
    await app.press('i', 'escape');
    expect(rows()).toHaveLength(4);
  });

  test('keep a note, which is asked for by a, shown below the list and taken away by an empty one', async () => {
    const { app, facts, message } = await groups();
    await app.press('a');
    expect(app.screen()).toContain('Item 10 is sold out');
    await app.type('ask the shop\r');
    expect(message()).toContain('✓ Noted about “Item 10 is sold out”: “ask the shop”. u undoes it.');
    expect(facts()).toContain('“ask the shop”');
    await app.press('a', 'ctrl+u', 'enter');
    expect(message()).toContain('Took the note about “Item 10 is sold out” away.');
    await app.press('u');
    expect(facts()).toContain('“ask the shop”');
  });

  test('keep the selection on the group when calls come and the order changes', async () => {
    const { app, path, selected, rows, advance } = await groups();
    await app.press('j');
    expect(selected()).toContain('Upstream timeout');
    runSql(
      path,
      Array.from(
        { length: 3 },
        () => `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, error_message)
          VALUES (2, '2026-11-20 11:59:59', '/api/predict', 504, 'Upstream timeout')`,
      ).join(';'),
    );
    await advance(2000);
    expect(selected()).toMatch(/ 6 .*Upstream timeout/);
    expect(rows()[0]).toContain('Upstream timeout');
  });

  test('say how much of the history is known, and follow it while the index is built and the data stands still', async () => {
    let progress = 0.4;
    const { title, facts, advance, watch } = await groups({
      indexState: () => ({ state: progress < 1 ? 'building' : 'ready', progress, readyFrom: null }),
      changeGroups: (page) => ({ ...page, historyShare: progress, ungroupedCount: 3 }),
    });
    expect(title()).toContain('last 24 h   history 40 %   3 calls in too many different groups');
    expect(facts()).toContain(' first known 17 Nov 13:00');
    progress = 0.7;
    await advance(500);
    expect(title()).toContain('history 70 %');
    progress = 1;
    await advance(500);
    expect(title()).not.toContain('history');
    expect(facts()).toContain(' first 17 Nov 13:00');
    watch.forget();
    await advance(5000);
    expect(watch.questions).not.toContain('errorGroups.list');
  });

  test('are not said to be none where there are too many of them', async () => {
    const none = { rows: [], total: 0, callCount: 20, ungroupedCount: 20 };
    const { app, title } = await groups({ changeGroups: (page) => ({ ...page, ...none }) });
    expect(title()).toContain('0 in 0 groups   last 24 h   20 calls in too many different groups');
    expect(app.screen()).toContain('The messages differ too much to group them. o lists the calls one by one.');
  });

  test('are sorted by s, and copied by y', async () => {
    const { app, rows, copied } = await groups();
    await app.press('s', 'j', 'j', 'j', 'enter', 'I');
    expect(rows()[0]).toContain('Rate limit exceeded');
    await app.press('g', 'y');
    expect(copied).toEqual(['Rate limit exceeded']);
  });
});
