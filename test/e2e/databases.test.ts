import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startPresents } from '../helpers/pty.ts';
import { aUser, buildDatabase, temporaryFolder } from '../helpers/store.ts';

const withUsers = (...names: readonly string[]): string => buildDatabase({ users: names.map((name) => aUser(name)) });

/** A home of its own for what the dashboard remembers, and the config file in it. */
const home = (config = '{}') => {
  const folder = temporaryFolder();
  const path = join(folder, 'config.json');
  writeFileSync(path, config, { mode: 0o600 });
  const env = { HOME: folder, XDG_STATE_HOME: join(folder, 'state'), PRESENTS_CONFIG: path };
  return { folder, env };
};

describe('The dashboard', () => {
  test('starts with --resume where it was left, also by SIGTERM and by SIGHUP, on each database by itself', async () => {
    const { env } = home();
    const [one, other] = [withUsers('acme-shop'), withUsers('other-shop')];
    const first = startPresents(['--db', one], { env });
    await first.waitFor('acme-shop');
    first.type('3t7\r');
    // The question says so, too, before it is answered.
    await first.waitFor(/Errors {3}[^\n]*last 7 h/);
    first.signal('SIGTERM');
    expect((await first.exit).exitCode).toBe(130);

    const second = startPresents(['--db', one, '--resume'], { env });
    await second.waitFor(/Errors.*last 7 h/s);
    // Another database begins at its own place, and what belongs to this one stays with it.
    second.type(':open another\r');
    await second.waitFor('Open another database');
    second.type(`${other}x\r`);
    await second.waitFor('There is no database of the API at');
    second.press('backspace', 'enter');
    await second.waitFor((screen) => screen.includes('other-shop') && screen.includes(basename(other)));
    second.press('5');
    await second.waitFor('Calls');
    second.signal('SIGHUP');
    await second.exit;

    const third = startPresents(['--db', one, '--resume'], { env });
    await third.waitFor(/Errors.*last 7 h/s);
    third.type(':open ');
    // The other one was opened lately.
    await third.waitFor(basename(other));
    third.press('ctrl+c');
    await third.exit;
    const places = readdirSync(join(env.XDG_STATE_HOME, 'presents', 'places'));
    expect(places).toHaveLength(2);
  });

  test('writes nothing to a database that the config file says is read-only, and marks it', async () => {
    const database = withUsers('acme-shop');
    const before = readFileSync(database);
    const live = { location: database, word: 'PRODUCTION', color: 'red', readOnly: true };
    const { env } = home(JSON.stringify({ databases: { live } }));
    const program = startPresents(['--db', 'live'], { env });
    await program.waitFor(' PRODUCTION   READ-ONLY ');
    program.press('x');
    await program.waitFor('the config file says that live is read-only');
    program.press('q');
    expect((await program.exit).exitCode).toBe(0);
    expect(readFileSync(database).equals(before)).toBe(true);
  });
});
