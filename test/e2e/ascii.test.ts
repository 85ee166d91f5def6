import { expect, test } from 'vitest';
import { startPresents } from '../helpers/pty.ts';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

const secondsAgo = (seconds: number): string =>
  new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

test('where the locale is not UTF-8, every screen and dialog is drawn with ASCII alone, and no line is out of place', async () => {
  const calls = Array.from({ length: 60 }, (_, at) =>
    aCall({
      dateTime: secondsAgo(60 + at * 1200),
      statusCode: at % 5 === 0 ? 422 : 200,
      responseTimeMs: 5 + at * 7,
      ...(at % 5 === 0 && { errorMessage: 'Validation failed: “age” …' }),
    }),
  );
  const database = buildDatabase({ users: ['acme-shop', 'bücherkönig'].map((name) => aUser(name)), calls });
  const program = startPresents(['--db', database], { columns: 100, env: { LC_ALL: 'C' } });
  for (const [keys, expected] of [
    ['', '* live'],
    ['/', 'Enter applies'],
    ['\u001b', (screen: string) => !screen.includes('Enter applies') && screen.includes('#2  * active')],
    ['x', 'y yes'],
    ['n', 'Enter open'],
    ['?', 'Lists'],
    ['\u001b', (screen: string) => !screen.includes('half a page')],
    ['\r', 'Endpoints'],
    ['2', 'Top routes'],
    ['h', (screen: string) => !screen.includes('h heatmap')],
    ['3', 'Validation failed'],
    ['\r', '[group:'],
    ['\r', 'Call #'],
    ['4', 'The cache is empty'],
  ] as const) {
    program.type(keys);
    await program.waitFor(expected);
    const screen = program.screen();
    for (const line of screen.split('\n')) if (/^[|+].*[|+]$/.test(line)) expect(line.length, screen).toBe(100);
  }
  program.type('q');
  await program.exit;
  expect(program.terminal.raw).not.toMatch(/[^\0-~]/);
});
