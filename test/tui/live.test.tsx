import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { renderConsole } from '../helpers/console.tsx';
import { waitForIndex } from '../helpers/statistics-index.ts';
import { aCall, aUser, buildDatabase, runSql, temporaryFolder } from '../helpers/store.ts';

const insertCall = (dateTime: string, userId = 1, status = 200): string => `
  INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
  VALUES (${userId}, '${dateTime}', '/api/predict', ${status}, 10)`;

/** A database whose newest call is so old that no age on the screen changes for a day. */
const quietDatabase = (): string =>
  buildDatabase({
    users: ['alfa', 'bravo', 'charlie'].map((name) => aUser(name)),
    calls: [aCall({ dateTime: '2026-11-10 08:00:00' })],
  });

describe('While nobody writes', () => {
  test('calls fall out of a live window all the same, at most a minute later', async () => {
    const database = buildDatabase({
      users: [aUser('shop')],
      calls: [aCall({ dateTime: '2026-11-20 11:30:00', statusCode: 500 })],
    });
    const { app, advance } = await renderConsole({ database, theme: 'none' });
    for (const key of ['1', '3', '2']) await app.press(key, 't', 'k', 'k', 'enter');
    expect(app.screen()).toMatch(/Calls +1 /);
    await advance(29 * 60_000);
    expect(app.screen()).toMatch(/Calls +1 /);
    await advance(2 * 60_000);
    expect(app.screen()).toMatch(/Calls +0 /);
    expect(app.screen()).toContain('Last 1 h   Fri 20 Nov 12:31 – 13:31 CET');
    await app.press('3');
    expect(app.screen()).toContain('No call failed in the last 1 h.');
    await app.press('1');
    expect(app.screen()).toMatch(/shop +● active +1 h ago +– /);
  });

  test('a screen that comes back after a while shows the window of now', async () => {
    const database = buildDatabase({ users: [aUser('shop')], calls: [aCall({ dateTime: '2026-11-20 11:30:00' })] });
    const { app, advance } = await renderConsole({ database, theme: 'none' });
    await app.press('2', 't', 'k', 'k', 'enter', '4');
    await advance(40 * 60_000);
    await app.press('2');
    expect(app.screen()).toMatch(/Calls +0 /);
  });

  test('a paused screen stays as it is', async () => {
    const database = buildDatabase({ users: [aUser('shop')], calls: [aCall({ dateTime: '2026-11-20 11:30:00' })] });
    const { app, advance } = await renderConsole({ database, theme: 'none' });
    await app.press('2', 't', 'k', 'k', 'enter', 'p');
    await advance(40 * 60_000);
    expect(app.screen()).toMatch(/Calls +1 /);
    expect(app.screen()).toContain('Last 1 h   Fri 20 Nov 12:00 – 13:00 CET');
  });
});

describe('While another program writes', () => {
  test.each([
    ['WAL', quietDatabase],
    ['DELETE', undefined],
  ])('what it wrote is shown within a second, in the journal mode %s', async (_, makeDatabase) => {
    const { app, path, advance } = await renderConsole(makeDatabase ? { database: makeDatabase() } : {});
    const other = new Database(path);
    other.exec(
      `INSERT INTO "user" (username, api_key) VALUES ('newcomer', 'hash'); ${insertCall('2026-11-20 12:00:00')}`,
    );
    other.close();
    await advance(1000);
    expect(app.screen()).toContain('newcomer');
    expect(app.screen()).toMatch(/call (now|1 s ago)/);
  });

  test('the selection stays on its user when the order changes, in every single frame', async () => {
    const database = buildDatabase({
      users: ['alfa', 'bravo', 'charlie'].map((name) => aUser(name)),
      calls: [1, 1, 1, 2, 2, 3].map((userId) => aCall({ userId, dateTime: '2026-11-20 11:00:00' })),
    });
    const { app, path, advance } = await renderConsole({ database });
    const selected = () =>
      app
        .lines()
        .find((line) => line.includes('❯'))
        ?.trim()
        .split(/ +/)[1];
    await app.press('j');
    expect(selected()).toBe('bravo');
    await advance(2000);
    const seen: (string | undefined)[] = [];
    const stop = app.onFrame(() => seen.push(selected()));
    runSql(path, Array.from({ length: 9 }, () => insertCall('2026-11-20 11:30:00', 3)).join(';'));
    await advance(1000);
    stop();
    const order = app
      .lines()
      .filter((line) => line.includes('● active'))
      .map((line) => line.slice(3).split(' ')[0]);
    expect(order).toEqual(['charlie', 'alfa', 'bravo']);
    expect(new Set(seen)).toEqual(new Set(['bravo']));
  });

  test('rows stay where they are while a dialog is open or the cursor moved in the last second, and follow then', async () => {
    const { app, path, advance } = await renderConsole({ database: quietDatabase() });
    await app.press('?');
    runSql(path, `INSERT INTO "user" (username, api_key) VALUES ('delta', 'd')`);
    await advance(5000);
    await app.press('escape');
    expect(app.screen()).toContain('delta');
    await app.press('j');
    runSql(path, `INSERT INTO "user" (username, api_key) VALUES ('echo', 'e')`);
    await advance(900);
    expect(app.screen()).not.toContain('echo');
    await advance(600);
    expect(app.screen()).toContain('echo');
  });

  test('a pause keeps the rows, counts the new calls, and ends with all of them', async () => {
    const { app, path, advance, watch } = await renderConsole({ database: quietDatabase() });
    await app.press('p');
    watch.forget();
    for (let call = 1; call <= 17; call++) runSql(path, insertCall('2026-11-20 12:00:00', 2));
    await advance(42_000);
    expect(app.screen()).toContain('⏸ paused 0:42 · 17 new calls');
    expect(app.screen()).not.toContain(' 17  ');
    expect(new Set(watch.questions)).toEqual(new Set(['apiLogs.newest']));
    await app.press('p');
    expect(app.screen()).toContain('● live');
    expect(app.screen()).toMatch(/bravo .* 17 /);
  });

  test('R reads again, also where nothing moved', async () => {
    const { app, watch } = await renderConsole({ database: quietDatabase() });
    watch.forget();
    await app.press('R');
    expect(watch.questions).toContain('users.overview');
    expect(app.screen()).toContain('✓ Read again from the log.');
  });

  test('R compares old calls with the log, and shows what another program changed in them', async () => {
    const calls = ['07:10:00', '08:10:00', '10:00:00'].map((time) => aCall({ dateTime: `2026-11-20 ${time}` }));
    const database = buildDatabase({ users: [aUser('shop')], calls });
    const statisticsIndex = { folder: join(temporaryFolder(), 'presents'), builds: true, verifyPauses: 1e5 };
    const { app, store, advance } = await renderConsole({ database, statisticsIndex, theme: 'none' });
    await waitForIndex(store);
    await app.press('2');
    expect(app.screen()).toMatch(/Errors +0 /);
    await app.press('R');
    expect(app.screen()).toContain('✓ Compared with the log: no old call had changed.');
    runSql(database, 'UPDATE user_api_call_log SET response_status_code = 500 WHERE id = 1');
    await advance(1000);
    expect(app.screen()).toMatch(/Errors +0 /);
    await app.press('R');
    expect(app.screen()).toContain('Old calls had changed: read again from the log.');
    expect(app.screen()).toMatch(/Errors +1 /);
  });
});

describe('While nothing happens', () => {
  test.each(['1', '2', '3', '4'])('thirty checks cost no question, no frame and no byte on screen %s', async (key) => {
    const { app, watch, advance } = await renderConsole({ database: quietDatabase() });
    await app.press(key);
    await advance(2000);
    watch.forget();
    const { frames, bytesWritten } = app;
    for (let check = 0; check < 30; check++) await advance(500);
    expect(watch.questions).toEqual([]);
    expect([app.frames - frames, app.bytesWritten - bytesWritten]).toEqual([0, 0]);
  });

  test('only the age of a fresh call goes on, and nothing is asked for it', async () => {
    const { app, watch, path, advance } = await renderConsole({ database: quietDatabase() });
    runSql(path, insertCall('2026-11-20 12:00:00'));
    await advance(1000);
    watch.forget();
    await advance(6000);
    expect(app.lines()[0]).toContain('newest call 7 s ago');
    expect(watch.questions).toEqual([]);
  });

  test('hidden screens ask nothing when the data moves, and look once when they are shown again', async () => {
    const { app, watch, path, advance } = await renderConsole({ database: quietDatabase() });
    for (const key of ['2', '3', '4', '1', 'enter']) await app.press(key);
    await advance(2000);
    watch.forget();
    runSql(path, insertCall('2026-11-20 12:00:00'));
    await advance(1000);
    const asked = new Set(watch.questions);
    expect(asked).toContain('apiLogs.newest');
    for (const hidden of [
      'users.overview',
      'apiLogs.systemStats',
      'products.stats',
      'products.list',
      'errorGroups.list',
    ])
      expect(asked).not.toContain(hidden);
    // Those of the user, who is shown.
    expect(watch.questions.filter((name) => name === 'apiLogs.errors')).toHaveLength(1);
    watch.forget();
    await app.press('2');
    expect(watch.questions.filter((name) => name === 'apiLogs.systemStats')).toHaveLength(1);
    watch.forget();
    await app.press('3', '2');
    expect(watch.questions.filter((name) => name === 'apiLogs.systemStats')).toHaveLength(0);
  });
});

describe('When the data cannot be read', () => {
  test('the last good rows stay, marked stale with the reason and the age, until it can be read again', async () => {
    const { app, watch, advance, path } = await renderConsole({ database: quietDatabase() });
    watch.failWith(new Error('The database is locked.'));
    runSql(path, `INSERT INTO "user" (username, api_key) VALUES ('delta', 'd')`);
    await advance(500);
    await advance(12_000);
    expect(app.lines()[0]).toContain('▲ stale 12 s: The database is locked');
    expect(app.screen()).toContain('alfa');
    expect(app.screen()).not.toContain('delta');
    watch.failWith(null);
    await advance(1000);
    expect(app.lines()[0]).toContain('● live');
    expect(app.screen()).toContain('delta');
  });

  test('a screen that was never read says why, and fills when it can be read', async () => {
    const { app, watch, advance } = await renderConsole({ database: quietDatabase() });
    watch.failWith(new Error('The database is locked.'));
    await app.press('3');
    expect(app.screen()).toContain('Cannot read the database: The database is locked.');
    watch.failWith(null);
    await advance(1000);
    expect(app.screen()).toContain('No call failed in the last 24 h.');
    expect(app.lines()[0]).toContain('● live');
  });

  test('a real writer that holds the file in the journal mode DELETE makes it stale, and its end makes it live', async () => {
    const { app, path, advance } = await renderConsole();
    const other = new Database(path);
    other.exec('BEGIN EXCLUSIVE');
    await advance(1000);
    expect(app.lines()[0]).toContain('▲ stale');
    expect(app.screen()).toContain('client1');
    other.exec('COMMIT');
    other.close();
    await advance(1000);
    expect(app.lines()[0]).toContain('● live');
  });
});
