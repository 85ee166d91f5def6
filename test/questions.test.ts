import { describe, expect, test } from 'vitest';
import { toTimestamp } from '../src/store/answers/timestamps.ts';
import { formatBriefInstant } from '../src/text/format.ts';
import { startPresents } from './helpers/pty.ts';
import { aCall, aUser, buildDatabase, runSql } from './helpers/store.ts';

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

const before = (minutes: number) => toTimestamp(new Date(Date.now() - minutes * MINUTE_MS));

/**
 * A day of `shop` with 40 calls, 8 of them failed, with two messages, against one of 20 with 2; one slow call of each minute of the last half hour; a
 * user who called 40 days ago and one who never did.
 */
function database(): string {
  const hourly = Array.from({ length: 40 }, (_, at) =>
    aCall({
      userId: 1,
      dateTime: before(40 + at * 30),
      statusCode: at % 5 === 0 ? 422 : 200,
      responseTimeMs: 20 + at,
      errorMessage: at % 5 === 0 ? (at === 20 ? 'Budget is missing' : 'Validation failed: recipient.age') : null,
      requestPayload: JSON.stringify({ recipient: { age: at % 5 === 0 ? -6 : 34 }, budget: 50 }),
    }),
  );
  const dayBefore = Array.from({ length: 20 }, (_, at) =>
    aCall({ userId: 1, dateTime: before(DAY_MINUTES + 60 + at * 60), statusCode: at < 2 ? 500 : 200 }),
  );
  const slow = Array.from({ length: 30 }, (_, at) =>
    aCall({ userId: 2, dateTime: before(1 + at), responseTimeMs: 1000 + at, apiRoute: '/api/rank' }),
  );
  const idle = aCall({ userId: 3, dateTime: before(40 * DAY_MINUTES) });
  return buildDatabase({
    users: ['shop', 'ranker', 'idle', 'never'].map((name) => aUser(name)),
    calls: [idle, ...dayBefore, ...hourly, ...slow],
  });
}

/** A call every four minutes of four users, and 120 within ten minutes, three hours ago, of `shop` on one route with an age below zero. */
function withPeak(): string {
  const steady = Array.from({ length: 340 }, (_, at) =>
    aCall({
      userId: 1 + (at % 4),
      dateTime: before(5 + at * 4),
      apiRoute: ['/api/predict', '/api/rank', '/api/health'][at % 3] ?? '',
      requestPayload: JSON.stringify({ recipient: { age: 20 + (at % 50) } }),
    }),
  );
  const peak = Array.from({ length: 120 }, (_, at) =>
    aCall({
      userId: 1,
      dateTime: before(180 + at / 12),
      apiRoute: '/api/predict',
      statusCode: 422,
      requestPayload: '{"recipient":{"age":-6}}',
    }),
  );
  return buildDatabase({
    users: ['shop', 'ranker', 'ada', 'bob'].map((name) => aUser(name)),
    calls: [...steady, ...peak],
  });
}

/** The dashboard at its root; keys are pressed one by one, each when the screen before it stands. */
async function dashboard(path: string) {
  const program = startPresents(['--db', path], { columns: 120, rows: 36 });
  await program.waitFor(/● live[\s\S]*shop/);
  return program;
}

describe('From the root of the dashboard, an operator learns', () => {
  test('the calls and the error rate of the last 24 hours against the day before, by 1 key', async () => {
    const program = await dashboard(database());
    program.press('2');
    // 70 calls against 20; 8 of 70 failed against 2 of 20.
    await program.waitFor(
      /change against the 24 h before[\s\S]*Calls +70 +\+250 %[\s\S]*Errors +8 +11\.4 % +\+1\.4 pp/,
    );
  });

  test('p95 of each route over time, by 4 keys', async () => {
    const program = await dashboard(database());
    program.press('2');
    await program.waitFor(/Calls per \d+ min/);
    program.press('m', 'm', 'm');
    await program.waitFor(/p95 ms +over time[\s\S]*\/api\/predict .*[▁▂▃▄▅▆▇█][\s\S]*\/api\/rank .*█/);
  });

  test('the slowest calls of the window, by 4 keys', async () => {
    const program = await dashboard(database());
    program.press('5');
    await program.waitFor('► following');
    program.press('s');
    await program.waitFor('Sort by');
    program.press('j', 'enter');
    await program.waitFor(/MS ↓[\s\S]*❯ .*1,029[\s\S]*1,028[\s\S]*1,027/);
  });

  test('all calls of a user with a status in one hour, by a typed filter and 3 keys', async () => {
    const program = await dashboard(database());
    program.press('5');
    await program.waitFor('► following');
    program.press('/');
    await program.waitFor('⏎ applies');
    program.type('user:shop status:422 time:60m');
    await program.waitFor('status:422 time:60m');
    program.press('enter');
    await program.waitFor(/Calls {3}1 of \d+ in the last 1 h \[user:shop ×\] \[status:422 ×\] \[time:60m ×\]/);
  });

  test('the users idle for 30 days, by 4 keys', async () => {
    const program = await dashboard(database());
    program.press('s');
    await program.waitFor('Sort by');
    program.press('k', 'enter');
    await program.waitFor('LAST CALL ↓');
    program.press('I');
    await program.waitFor(/LAST CALL ↑[\s\S]*never .*never[\s\S]*idle .*40 d ago[\s\S]*shop/);
  });

  test('the payload of a failing call beside a similar good one, by 4 keys', async () => {
    const program = await dashboard(database());
    program.press('3');
    await program.waitFor('recipient.age');
    program.press('enter');
    await program.waitFor(/Calls .*\[group:/);
    program.press('enter');
    await program.waitFor(/Call #[\s\S]*age +-6/);
    program.press('d');
    await program.waitFor(/recipient\.age +-6 → 34/);
  });

  test('which user and route caused the biggest peak, and with what payload, by 3 keys', async () => {
    const program = await dashboard(withPeak());
    program.press('2');
    await program.waitFor(/Calls per[\s\S]*█/);
    program.press('n');
    await program.waitFor('× the average');
    program.press('w');
    await program.waitFor(/❯ req\.recipient\.age < 0 [\s\S]*also +user shop, route \/api\/predict/);
  });

  test('the error messages in groups, the worst first, by 1 key, and first and last time of one of them by 2', async () => {
    const program = await dashboard(database());
    program.press('3');
    await program.waitFor(
      /Errors {3}8 in 2 groups[\s\S]* 7 .*Validation failed: recipient\.age[\s\S]* 1 .*Budget is missing/,
    );
    program.press('j');
    await program.waitFor(/❯ .*Budget is missing/);
    const time = formatBriefInstant(
      new Date(`${before(40 + 20 * 30).replace(' ', 'T')}Z`),
      { now: new Date(), utc: false },
      12,
    );
    await program.waitFor(new RegExp(` first ${time.slice(0, -3)}\\S* · last ${time.slice(0, -3)}`));
  });

  test('the calls that match a filter as they come, by a typed filter and 3 keys', async () => {
    const path = database();
    const program = await dashboard(path);
    program.press('5');
    await program.waitFor('► following');
    program.press('/');
    await program.waitFor('⏎ applies');
    program.type('route:/api/rank ms:>=1000');
    await program.waitFor('ms:>=1000');
    program.press('enter');
    await program.waitFor(/Calls {3}30 of 70 in the last 24 h \[route:\/api\/rank ×\] \[ms:>=1000 ×\] .*► following/);
    const insert = (route: string, ms: number) =>
      runSql(
        path,
        `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
         VALUES (2, datetime('now'), '${route}', 200, ${ms})`,
      );
    insert('/api/predict', 2222);
    insert('/api/rank', 3333);
    await program.waitFor(/Calls {3}31 of 72[\s\S]*❯ .*3,333/);
    expect(program.screen()).not.toContain('2,222');
  });
});
