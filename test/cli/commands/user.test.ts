import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fileAt } from '../../../src/store/location.ts';
import { openStore } from '../../../src/store/open.ts';
import expected from '../../fixtures/expected.json' with { type: 'json' };
import { referenceFolder, runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';

const keyLine = /^[\w-]{43}\n$/;

async function authenticates(folder: string, key: string): Promise<string | undefined> {
  const store = await openStore(fileAt(join(folder, 'predict_presents.db')));
  const user = await store.users.authenticate(key);
  await store.close();
  return user?.username;
}

describe('user list', () => {
  test.each([
    [[], 0],
    [['--active-only'], 1],
  ])('%j answers as the original did', async (options, at) => {
    const { stdout, exitCode } = await runInProcess(['user', 'list', '--json', ...options], { cwd: referenceFolder() });
    const users = (JSON.parse(stdout) as Record<string, unknown>[]).map((user) => [
      user.id,
      user.username,
      user.isActive,
      user.createdAt,
    ]);
    const original = expected.cases[at]?.expected as unknown as Record<string, string>[];
    const time = (text = '') => `${text.replace(' ', 'T')}.000Z`;
    expect(users).toEqual(
      original.map((user) => [user.id, user.username, Boolean(user.is_active), time(user.created_at)]),
    );
    expect(exitCode).toBe(0);
  });

  test('shows a hostile name as harmless text and exactly in JSON', async () => {
    const cwd = referenceFolder();
    const text = await runInProcess(['user', 'list'], { cwd });
    const json = await runInProcess(['user', 'list', '--json'], { cwd });
    expect(text.stdout).toContain('evil␛[31mred');
    expect(text.stdout + json.stdout).not.toContain('\u001b');
    expect(JSON.parse(json.stdout)).toContainEqual(expect.objectContaining({ username: 'evil\u001b[31mred' }));
  });

  test('is a table for a spreadsheet with --csv', async () => {
    const { stdout } = await runInProcess(['user', 'list', '--csv'], { cwd: referenceFolder() });
    const [header, first] = stdout.split('\r\n');
    expect(header).toBe('id,username,isActive,createdAt,updatedAt');
    expect(first).toBe('14,never-called,true,2026-08-12T12:00:00.000Z,2026-11-20T12:00:00.000Z');
  });

  test('--csv carries no escape sequence, neither to a terminal nor into a file', async () => {
    const cwd = referenceFolder();
    const shown = await runInProcess(['user', 'list', '--csv'], { cwd, isTTY: true });
    const written = await runInProcess(['user', 'list', '--csv'], { cwd });
    expect(shown.stdout).toContain('evil␛[31mred');
    expect(written.stdout).toBe(shown.stdout);
  });

  test('says what comes next where there is nobody', async () => {
    const cwd = temporaryFolder();
    await runInProcess(['init'], { cwd });
    const { stdout } = await runInProcess(['user', 'list'], { cwd });
    expect(stdout).toBe('No users yet. Next: presents user create NAME\n');
  });
});

describe('user create', () => {
  test('prints the key alone on a line of stdout, and everything else on stderr', async () => {
    const cwd = referenceFolder();
    const { stdout, stderr, exitCode } = await runInProcess(['user', 'create', '--username', 'gift-bot'], { cwd });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(keyLine);
    expect(stderr).not.toContain(stdout.trim());
    expect(stderr).toContain('Created gift-bot (id 15).');
    expect(stderr).toContain('the only time the key is shown');
    expect(stderr).toContain('Undo: presents user deactivate gift-bot');
    expect(await authenticates(cwd, stdout.trim())).toBe('gift-bot');
  });

  test('takes the name as an argument too, and gives the key apart on a terminal', async () => {
    const { stdout } = await runInProcess(['user', 'create', 'gift-bot'], { cwd: referenceFolder(), isTTY: true });
    expect(stdout).toMatch(/^\n {4}\S*[\w-]{43}\S*\n\n$/);
  });

  test('answers with id, name and key as JSON', async () => {
    const cwd = referenceFolder();
    const { stdout } = await runInProcess(['user', 'create', 'gift-bot', '--json'], { cwd });
    expect(JSON.parse(stdout)).toEqual({ id: 15, username: 'gift-bot', apiKey: expect.stringMatching(/^[\w-]{43}$/) });
  });

  test('writes the key to a file of its own with --output, and shows it nowhere', async () => {
    const cwd = referenceFolder();
    const argv = ['user', 'create', 'gift-bot', '--output', 'bot.key', '--json'];
    const { stdout, stderr } = await runInProcess(argv, { cwd });
    const key = readFileSync(join(cwd, 'bot.key'), 'utf8');
    expect(key).toMatch(keyLine);
    expect(statSync(join(cwd, 'bot.key')).mode & 0o777).toBe(0o600);
    expect(stdout + stderr).not.toContain(key.trim());
    expect(JSON.parse(stdout)).toEqual({ id: 15, username: 'gift-bot', output: 'bot.key' });
    expect(await authenticates(cwd, key.trim())).toBe('gift-bot');
  });

  test('makes nobody where the key file cannot be made, and no key file where the name is taken', async () => {
    const cwd = referenceFolder();
    const before = readdirSync(cwd);
    const refused = await runInProcess(['user', 'create', 'gift-bot', '--output', 'predict_presents.db'], { cwd });
    const taken = await runInProcess(['user', 'create', 'client1', '--output', 'new.key'], { cwd });
    expect([refused.exitCode, taken.exitCode]).toEqual([2, 1]);
    expect(refused.stderr).toContain('a key never overwrites a file. Nothing was changed.');
    expect(readdirSync(cwd)).toEqual(before);
    const users = await runInProcess(['user', 'list', '--json'], { cwd });
    expect(JSON.parse(users.stdout)).toHaveLength(14);
  });

  test.each(['', '   ', 'a\u001bb', 'x'.repeat(65)])('refuses %j as a name', async (name) => {
    const { exitCode, stdout, stderr } = await runInProcess(['user', 'create', '--username', name], {
      cwd: referenceFolder(),
    });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain('A username');
  });
});

describe('user deactivate and reactivate', () => {
  test('say what they did and the command that undoes it, which does', async () => {
    const cwd = referenceFolder();
    const key = expected.api_keys["o'brien"];
    const off = await runInProcess(['user', 'deactivate', "o'brien"], { cwd });
    expect(off.stderr).toBe("✓ Deactivated o'brien.\n  Undo: presents user reactivate 'o'\\''brien'\n");
    expect(await authenticates(cwd, key)).toBeUndefined();
    const on = await runInProcess(['user', 'reactivate', "o'brien", '--json'], { cwd });
    expect(JSON.parse(on.stdout)).toMatchObject({ username: "o'brien", isActive: true, changed: true });
    expect(await authenticates(cwd, key)).toBe("o'brien");
  });

  test('name the same database in the command that undoes it', async () => {
    const cwd = referenceFolder();
    const file = join(cwd, 'predict_presents.db');
    const { stderr } = await runInProcess(['user', 'deactivate', 'with space', '--db', file], { cwd: '/' });
    expect(stderr).toContain(`Undo: presents user reactivate --db ${file} 'with space'`);
  });

  test('carry the database that the environment named', async () => {
    const cwd = referenceFolder();
    const world = { cwd, env: { DATABASE_PATH: 'predict_presents.db' } };
    const { stderr } = await runInProcess(['user', 'deactivate', 'acme-shop'], world);
    expect(stderr).toContain(`Undo: presents user reactivate --db ${join(cwd, 'predict_presents.db')} acme-shop`);
  });

  test('name the user of a hostile name by id, so that the hint is harmless and exact in every shell', async () => {
    const cwd = referenceFolder();
    const { stderr } = await runInProcess(['user', 'deactivate', 'evil\u001b[31mred'], { cwd });
    expect(stderr).toContain('Undo: presents user reactivate --id=12');
    expect(stderr).not.toContain('\u001b');
  });

  test('say so where there is nothing to change', async () => {
    const { stderr, exitCode } = await runInProcess(['user', 'deactivate', 'client2'], { cwd: referenceFolder() });
    expect([exitCode, stderr]).toEqual([0, '✓ client2 was inactive already; nothing was changed.\n']);
  });

  test.each(['deactivate', 'reactivate', 'regenerate-key'])('%s of an unknown user fails', async (command) => {
    const argv = ['user', command, 'acme-shp', '--yes'];
    const { stderr, stdout, exitCode } = await runInProcess(argv, { cwd: referenceFolder() });
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toBe('✗ There is no user “acme-shp”.\n  Did you mean “acme-shop”?\n');
  });
});

describe('user regenerate-key', () => {
  const argv = ['user', 'regenerate-key', 'client1'];

  test('asks, and after a yes the old key stops working and the new one works', async () => {
    const cwd = referenceFolder();
    const world = { cwd, isTTY: { stdin: true, stderr: true }, answers: ['y'] };
    const { stdout, stderr, exitCode } = await runInProcess(argv, world);
    expect(exitCode).toBe(0);
    expect(stderr).toContain('The old key stops working immediately; this cannot be undone.');
    expect(stdout).toMatch(keyLine);
    expect(await authenticates(cwd, expected.api_keys.client1)).toBeUndefined();
    expect(await authenticates(cwd, stdout.trim())).toBe('client1');
  });

  test.each([
    ['a no', { answers: ['n'] }, 2],
    ['an empty line', { answers: [''] }, 2],
    ['the end of the input', { answers: [null] }, 2],
    ['Ctrl-C', { interruptAt: '[y/N]' }, 130],
  ])('changes nothing after %s', async (_what, answer, code) => {
    const cwd = referenceFolder();
    const result = await runInProcess([...argv, '--output', 'new.key'], { cwd, isTTY: true, ...answer });
    expect(result.exitCode).toBe(code);
    expect(result.stderr).toContain('nothing was changed');
    expect(existsSync(join(cwd, 'new.key'))).toBe(false);
    expect(await authenticates(cwd, expected.api_keys.client1)).toBe('client1');
  });

  test.each([
    { stdin: false, stderr: true },
    { stdin: true, stderr: false },
  ])('is refused where nobody can be asked: %j', async (isTTY) => {
    const cwd = referenceFolder();
    const { stderr, exitCode } = await runInProcess(argv, { cwd, isTTY });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Confirmation needed, but this is not a terminal. Nothing was changed.');
    expect(stderr).toContain('  Use --yes.');
    expect(await authenticates(cwd, expected.api_keys.client1)).toBe('client1');
  });
});

test('no key is ever in the database, its audit log included', async () => {
  const cwd = referenceFolder();
  const made = await runInProcess(['user', 'create', 'gift-bot'], { cwd });
  const remade = await runInProcess(['user', 'regenerate-key', 'gift-bot', '--yes'], { cwd });
  const audit = await runInProcess(['audit', '--json'], { cwd });
  const file = readFileSync(join(cwd, 'predict_presents.db'), 'latin1');
  for (const key of [made.stdout.trim(), remade.stdout.trim()]) expect(file + audit.stdout).not.toContain(key);
  expect(JSON.parse(audit.stdout)).toMatchObject([
    { action: 'user regenerate-key', target: 'gift-bot', actor: 'tester@host' },
    { action: 'user create', target: 'gift-bot', actor: 'tester@host' },
  ]);
});
