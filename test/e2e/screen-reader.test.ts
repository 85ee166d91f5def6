import { expect, test } from 'vitest';
import { startPresents } from '../helpers/pty.ts';
import { aUser, buildDatabase, temporaryFolder } from '../helpers/store.ts';

test('with a screen reader the dashboard only writes line after line, also on a terminal that can do no more', async () => {
  const database = buildDatabase({ users: ['acme-shop', 'other-shop'].map((name) => aUser(name)) });
  const env = { XDG_STATE_HOME: temporaryFolder(), TERM: 'dumb', INK_SCREEN_READER: 'true' };
  const program = startPresents(['--db', database], { columns: 200, env });
  await program.waitFor(/Data: live[\s\S]+Selected: 1\. [a-z-]+: active[\s\S]+Keys: /);
  program.press('j');
  await program.waitFor(/Selected: 2\. [a-z-]+: active/);
  program.press('a');
  await program.waitFor('Username:');
  program.type('new');
  await program.waitFor('Username: new');
  program.press('ctrl+c');
  expect(await program.exit).toMatchObject({ exitCode: 0 });
  // No alternate screen, no cursor that moves, no colours: pasting in brackets alone.
  const { raw } = program.terminal;
  expect(new Set(raw.match(/\u001b[^a-zA-Z]*[a-zA-Z]/g))).toEqual(new Set(['\u001b[?2004h', '\u001b[?2004l']));
  expect(raw.endsWith('\n') || raw.endsWith('l')).toBe(true);
});
