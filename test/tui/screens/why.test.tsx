import { beforeAll, describe, expect, test } from 'vitest';
import { renderConsole } from '../../helpers/console.tsx';
import { click } from '../../helpers/mouse.ts';
import { aCall, aUser, buildDatabase } from '../../helpers/store.ts';

const two = (value: number) => String(value).padStart(2, '0');

/** A call every two minutes of the day before noon of 20 November, and 90 failures of `shop` at 06:20 UTC with an age below zero. */
function withIncident(): string {
  const steady = Array.from({ length: 720 }, (_, at) => {
    const minutes = 12 * 60 + 2 + at * 2;
    const day = minutes < 24 * 60 ? 19 : 20;
    return aCall({
      userId: 1 + (at % 4),
      dateTime: `2026-11-${day} ${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}:00`,
      apiRoute: ['/api/predict', '/api/batch', '/api/health'][at % 3] ?? '',
      requestPayload: JSON.stringify({ recipient: { age: 20 + (at % 40) } }),
    });
  });
  const burst = Array.from({ length: 90 }, (_, at) =>
    aCall({
      userId: 1,
      dateTime: `2026-11-20 06:2${at % 5}:${two(at % 60)}`,
      apiRoute: '/api/predict',
      statusCode: 422,
      errorMessage: 'Validation failed: recipient.age',
      requestPayload: '{"recipient":{"age":-6}}',
    }),
  );
  return buildDatabase({
    users: ['shop', 'ada', 'bob', 'cleo'].map((name) => aUser(name)),
    calls: [...steady, ...burst],
  });
}

// Looking changes nothing.
let database = '';
beforeAll(() => {
  database = withIncident();
});

async function dashboard(keys: readonly string[], options: Parameters<typeof renderConsole>[0] = {}) {
  const console = await renderConsole({ theme: 'none', database, ...options });
  for (const key of keys) {
    await console.app.press(key);
    await settled(console.app);
  }
  return console;
}

type App = Awaited<ReturnType<typeof renderConsole>>['app'];

/** Resolves when nothing is being read any more. */
async function settled(app: App): Promise<void> {
  do await app.flush();
  while (/choosing calls|reading payloads/.test(app.screen()));
}

describe('The screen Why', () => {
  test('says of the bar of a peak what was in its requests, whose they were and on which route, and what they are compared with', async () => {
    const { app } = await dashboard(['2', 'n', 'w']);
    expect(app.screen()).toMatch(/Why {3}\d+ calls {3}07:\d\d–07:\d\d CET/);
    expect(app.screen()).toMatch(/against \d+ others in the \d+ min before and after, without the rest of the peak/);
    expect(app.screen()).toMatch(/❯ req\.recipient\.age < 0 +90\.0 % +█+.? +0 % +only here/);
    expect(app.screen()).toMatch(/also +user shop, route \/api\/predict/);
    expect(app.screen()).toMatch(/missing here: status 200 \(\d+\.\d % \/ 100 %\)/);
  });

  test('has a line selected by a click, and its calls opened by another one', async () => {
    // Half of what a user calls fails, and half of what is called on a route.
    const calls = Array.from({ length: 960 }, (_, at) => {
      const [user, route] = [at % 4, Math.floor(at / 4) % 4];
      const fails = Math.floor(at / 16) % 2 === 0 && (user === 0 || route === 0);
      return aCall({
        userId: user + 1,
        dateTime: `2026-11-20 ${two(Math.floor(at / 120))}:${two(Math.floor(at / 2) % 60)}:00`,
        apiRoute: `/api/${route}`,
        statusCode: fails ? 500 : 200,
      });
    });
    const wider = buildDatabase({ users: ['shop', 'ada', 'bob', 'cleo'].map((name) => aUser(name)), calls });
    const console = await dashboard(['2', 'w'], { database: wider });
    const { app } = console;
    const line = app.lines().findIndex((text) => text.includes(' WHAT ')) + 2;
    expect(app.lines()[line - 1]).toMatch(/❯ (user|route)/);
    await click(console, [20, line]);
    expect(app.lines()[line]).toContain('❯');
    await click(console, 'WHAT');
    expect(app.lines()[line]).toContain('❯');
    await click(console, [20, line]);
    expect(app.lines()[2]).toMatch(/^ Calls .*\[.* ×\]/);
  });

  test('opens the calls of the line in their window by ⏎, and comes back by Esc to where it was', async () => {
    const { app } = await dashboard(['2', 'n', 'w', 'enter']);
    expect(app.screen()).toMatch(
      /Calls {3}90 of 1\d\d from Fri 20 Nov 07:\d\d to 07:\d\d CET \[req\.recipient\.age:<0 ×\]/,
    );
    await app.press('escape');
    expect(app.screen()).toContain('❯ req.recipient.age < 0');
    await app.press('escape');
    expect(app.screen()).toContain('Calls per');
  });

  test('is about the failed calls of the window where nothing is selected on System, and about the filter where there is one', async () => {
    const { app } = await dashboard(['2', 'w']);
    expect(app.screen()).toMatch(
      /Why {3}90 calls \[is:error ×\] {3}.*\n against 719 successful calls of the same time/,
    );
    await app.press('escape');
    await app.press('j', 'w');
    await settled(app);
    expect(app.screen()).toMatch(/Why {3}270 calls \[user:shop ×\] {3}.*\n against 539 others of the same time/);
  });

  test.each([
    ['the user of a row', ['w'], /\[user:shop ×\] .*\n against/],
    ['the selected group of failures', ['3', 'w'], /90 calls \[group:[0-9a-f]{8} ×\] .*\n against/],
    ['the group of the selected failure', ['3', 'o', 'w'], /90 calls \[group:[0-9a-f]{8} ×\] .*\n against/],
    ['the calls of a user', ['enter', 'w'], /270 calls \[user:shop ×\] .*\n against 539 others of the same time/],
    ['all that Calls lists', ['5', 'w'], /809 calls .*CET\n/],
  ])('is about %s', async (_, keys, title) => {
    const { app } = await dashboard(keys);
    expect(app.screen()).toMatch(title);
  });

  test('pins a time in the filter that counts back from now', async () => {
    const { app } = await dashboard(['5', '/']);
    await app.type('time:6h user:shop');
    await app.press('enter', 'w');
    await settled(app);
    expect(app.screen()).toMatch(/◷ pinned 07:00–13:00 CET/);
    expect(app.screen()).toMatch(
      /Why {3}\d+ calls \[user:shop ×\] {3}07:00–13:00 CET\n against \d+ others in the 24 h before/,
    );
  });

  test('says that there is nothing to compare with where all calls are asked about', async () => {
    const { app } = await dashboard(['5', 'w']);
    expect(app.screen()).toContain('There are no others to compare these calls with.');
    expect(app.screen()).toContain('Choose a shorter time, or fewer calls by a filter.');
  });

  test('narrows its calls by = and asks again', async () => {
    const { app } = await dashboard(['2', 'w', '=']);
    expect(app.screen()).toContain('not  req.recipient.age:<0');
    await app.press('j', 'enter');
    await settled(app);
    expect(app.screen()).toMatch(/\[-req\.recipient\.age:<0 ×\]/);
    expect(app.screen()).toContain('There are no calls that fit.');
  });

  test('copies the filter of the line', async () => {
    const { app, copied } = await dashboard(['2', 'w', 'y']);
    expect(copied).toEqual(['req.recipient.age:<0']);
    expect(app.screen()).toContain('filter');
  });

  test.each([
    [80, 24],
    [60, 16],
    [40, 12],
  ])('keeps the line and its shares at %i x %i', async (columns, rows) => {
    const { app } = await dashboard(['2', 'w'], { columns, rows });
    expect(app.screen()).toMatch(/Why {3}90 calls/);
    expect(app.screen()).toMatch(/❯ req\.recipient\.a\S*( < 0)? +100 %/);
  });
});
