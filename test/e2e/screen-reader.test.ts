import { expect, test } from 'vitest';
import { startPresents } from '../helpers/pty.ts';
import { aCall, aUser, buildDatabase, temporaryFolder } from '../helpers/store.ts';

const secondsAgo = (seconds: number): string =>
  new Date(Date.now() - seconds * 1000).toISOString().slice(0, 19).replace('T', ' ');

/** Frames, blocks, braille and the marks of screens. */
const DRAWN = /[─-◿⠀-⣿❯✓✗⏎⧗⏸≙▲●○]/;

test('with a screen reader the dashboard is sentences below each other, by the same keys', async () => {
  const calls = Array.from({ length: 30 }, (_, at) =>
    aCall({
      dateTime: secondsAgo(600 + at * 600),
      statusCode: at % 3 === 0 ? 422 : 200,
      responseTimeMs: 10 + at,
      ...(at % 3 === 0 && { errorMessage: 'Validation failed: recipient.age' }),
    }),
  );
  const database = buildDatabase({ users: ['acme-shop', 'bücherkönig'].map((name) => aUser(name)), calls });
  const program = startPresents(['--db', database, '--screen-reader'], {
    columns: 200,
    rows: 200,
    env: { XDG_STATE_HOME: temporaryFolder() },
  });
  const { terminal } = program;
  let read = 0;
  // What a key made the program say: the newest text alone counts.
  const hear = async (keys: string, ...sentences: readonly (string | RegExp)[]): Promise<void> => {
    program.type(keys);
    const since = () => terminal.raw.slice(read);
    for (const sentence of sentences) {
      await program.waitFor(() => (typeof sentence === 'string' ? since().includes(sentence) : sentence.test(since())));
    }
    read = terminal.raw.length;
  };
  await hear(
    '',
    'R reads the whole screen again, ? lists all keys.',
    /Data: live, newest call 10 min ago\r\nUsers, 2, 2 active/,
    /Selected: 1\. acme-shop: active, last call 10 min ago, 30 calls, errors 33\.3 %, avg 24\.5 ms/,
    /2\. bücherkönig: active, last call never/,
    /Keys: Enter open, /,
  );
  await hear('j', 'Selected: 2. bücherkönig');
  await hear('x', 'Deactivate bücherkönig?', 'y yes, Esc no');
  await hear('y', 'Done: Deactivated bücherkönig. u undoes it.', /Selected: 2\. bücherkönig: inactive/);
  await hear('u', 'Done: Undone: bücherkönig is active again.');
  await hear('k', 'Selected: 1. acme-shop');
  await hear(
    '\r',
    /Calls per 10 min, last 24 h, 30: highest 1 at \d\d:\d\d, lowest 0 at \d\d:\d\d, now 0/,
    'Errors: 10, 33.3 %',
  );
  await hear('\u001b', 'Users, 2');
  await hear('2', 'System, Last 24 h', /Top users\r\n1\. acme-shop: 30 calls/);
  await hear('3', /Selected: 1\. .*Validation failed: recipient\.age/, /highest \d+ at/);
  await hear('\r', /Selected: 1\. .*user acme-shop, status 422/);
  await hear('/', 'Enter applies', 'Filter: group:');
  await hear('\u001b', '\r\n');
  await hear('p', /Data: paused [\d:]+, 0 new calls/);
  await hear('p', 'Data: live');
  await hear(':', 'Palette', 'Selected: ', 'Palette: ');
  await hear('users', 'users', /Selected: .*Users/);
  await hear('\r', /\r\n(?:.*\r\n)?Users, 2/);
  await hear('R', 'Users, 2', 'Selected: 1. acme-shop');
  program.type('q');
  expect(await program.exit).toMatchObject({ exitCode: 0 });
  expect(terminal.raw).not.toMatch(DRAWN);
  // No alternate screen, no cursor that moves, no colours: pasting in brackets alone.
  expect(new Set(terminal.raw.match(/\u001b[^a-zA-Z]*[a-zA-Z]/g))).toEqual(new Set(['\u001b[?2004h', '\u001b[?2004l']));
});
