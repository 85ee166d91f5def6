import {
  chmodSync,
  chownSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { copyLiveReference, temporaryFolder } from '../helpers/store.ts';
import { asNobody, isRoot, presentsWords, runTool, runWords } from './program.ts';
import { startInShell } from './shell.ts';

/** A database that everybody may read in a folder where everybody may write, and an empty working directory. */
function scene(): { readonly path: string; readonly cwd: string } {
  const folder = mkdtempSync(join(tmpdir(), 'presents-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'some.db');
  copyFileSync(copyLiveReference(), path);
  const cwd = join(folder, 'here');
  mkdirSync(cwd);
  return { path, cwd };
}

const inFolder = (cwd: string, words: readonly string[]) => [
  'sh',
  '-c',
  'cd "$1" && shift && exec "$@"',
  'sh',
  cwd,
  ...words,
];
const withEnv = (settings: readonly string[], words: readonly string[]) => ['env', '-i', ...settings, ...words];

describe('Without a home the program works, without a cache, and leaves nothing in the working directory', () => {
  test.each([
    ['HOME is empty', ['HOME=']],
    ['HOME is relative', ['HOME=home']],
    ['HOME is not there', ['HOME=/presents/nowhere']],
    ['HOME is a device', ['HOME=/dev/null']],
    ['XDG_CACHE_HOME is relative', ['HOME=', 'XDG_CACHE_HOME=cache']],
    ['XDG_CACHE_HOME ends with a line break', ['HOME=', 'XDG_CACHE_HOME=/tmp/presents-cache\n']],
  ])('where %s', async (_, settings) => {
    const { path, cwd } = scene();
    for (const argv of [['user', 'list', '--json'], ['stats', 'system', '--json'], ['--json']]) {
      const words = inFolder(cwd, withEnv(settings, presentsWords([...argv, '--db', path])));
      expect(await runWords(words)).toMatchObject({ code: 0, stderr: '' });
    }
    expect(readdirSync(cwd)).toEqual([]);
    expect([existsSync('/presents'), existsSync('/tmp/presents-cache\n')]).toEqual([false, false]);
  });

  test('where there is none, also in the dashboard', async () => {
    const { path, cwd } = scene();
    const [command = '', ...args] = withEnv(['TERM=xterm'], presentsWords(['--db', path]));
    const { program, ended } = startInShell(args, { command, cwd });
    await program.waitFor(/● live[\s\S]*client1/);
    program.press('q');
    expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
    expect(readdirSync(cwd).sort()).toEqual(['after', 'before', 'code', 'pid']);
  });

  test.runIf(isRoot)('where the user has a number and neither a name nor a home', async () => {
    const { path, cwd } = scene();
    const nameless = ['setpriv', '--reuid=12345', '--regid=12345', '--clear-groups'];
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o644);
    const words = [...nameless, ...withEnv([], presentsWords(['user', 'list', '--json', '--db', path]))];
    expect(await runWords(inFolder(cwd, words))).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(cwd)).toEqual([]);
  });

  test.runIf(isRoot)('who then stands in the audit log by that number', async () => {
    const { path, cwd } = scene();
    for (const place of [path, dirname(path)]) chownSync(place, 12_345, 12_345);
    const nameless = ['setpriv', '--reuid=12345', '--regid=12345', '--clear-groups'];
    const presents = (...argv: string[]) =>
      runWords(inFolder(cwd, [...nameless, ...withEnv([], presentsWords([...argv, '--json', '--db', path]))]));
    expect(await presents('user', 'create', 'shop')).toMatchObject({ code: 0 });
    const { stdout } = await presents('audit');
    expect(JSON.parse(stdout)).toMatchObject([{ actor: `12345@${hostname()}` }]);
  });
});

describe('In a working directory that was deleted', () => {
  const deleted = (words: readonly string[]) => {
    const { cwd } = scene();
    return ['sh', '-c', 'cd "$1" && rmdir "$1" && shift && exec "$@"', 'sh', cwd, ...words];
  };

  test('a command works where its files are named by absolute paths', async () => {
    const { path } = scene();
    expect(await runWords(deleted(presentsWords(['user', 'list', '--db', path])))).toMatchObject({ code: 0 });
    expect(await runWords(deleted(presentsWords(['--help'])))).toMatchObject({ code: 0 });
  });

  test('the dashboard opens, and a key that is to be written there stays in its box', async () => {
    const { path } = scene();
    const [command = '', ...args] = deleted(presentsWords(['--db', path]));
    const { program, ended } = startInShell(args, { command, columns: 120, rows: 36 });
    await program.waitFor(/● live[\s\S]*client1/);
    program.press('a');
    await program.waitFor('Username:');
    program.type('new-shop\r');
    await program.waitFor('New API key for new-shop');
    program.press('w');
    await program.waitFor('Not written: The working directory no longer exists.');
    program.type('saved\r');
    await program.waitFor((screen) => !screen.includes('New API key'));
    program.press('q');
    expect(await ended()).toEqual({ code: 0, said: [], changed: [] });
  });

  test('it says so in a sentence where a name means a file there', async () => {
    for (const argv of [
      ['user', 'list'],
      ['--db', 'some.db'],
      ['init', '--db', 'some.db'],
    ]) {
      expect(await runWords(deleted(presentsWords(argv)))).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^✗ The working directory no longer exists\.\n {2}Change to a folder/),
      });
    }
  });
});

test('Compiled code in a folder that others can write is not loaded, and nothing is written there', async () => {
  const { path } = scene();
  const cache = temporaryFolder();
  const code = join(cache, 'presents', 'code');
  const run = () => runWords(presentsWords(['user', 'list', '--db', path]), { XDG_CACHE_HOME: cache });
  await run();
  const [version = ''] = readdirSync(code);
  const files = readdirSync(join(code, version));
  expect(files.length).toBeGreaterThan(1);
  for (const name of files) writeFileSync(join(code, version, name), 'forged');
  chmodSync(code, 0o777);
  expect((await run()).code).toBe(0);
  for (const name of files) expect(statSync(join(code, version, name)).size).toBe(6);
  chmodSync(code, 0o700);
  await run();
  for (const name of files) expect(statSync(join(code, version, name)).size).toBeGreaterThan(6);
});

test.each(['code', 'code/version'])('The program works where its cache folder %s may not be listed', async (which) => {
  const { path, cwd: cache } = scene();
  const folder = join(cache, 'presents', which);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o300);
  chmodSync(dirname(path), 0o755);
  chmodSync(path, 0o644);
  if (isRoot) runTool('chown', '-R', '65534:65534', cache);
  const words = asNobody(presentsWords(['user', 'list', '--json', '--db', path]));
  expect(await runWords(words, { XDG_CACHE_HOME: cache })).toMatchObject({ code: 0, stderr: '' });
});

test('Whatever is made is for its owner alone, also where the umask keeps nothing from anybody', async () => {
  const { path, cwd } = scene();
  const cache = temporaryFolder();
  const lax = (argv: readonly string[]) => [
    'sh',
    '-c',
    'umask 000 && cd "$1" && shift && exec "$@"',
    'sh',
    cwd,
    ...presentsWords(argv),
  ];
  await runWords(lax(['init', '--db', 'new.db']), { XDG_CACHE_HOME: cache });
  await runWords(lax(['user', 'create', 'shop', '--output', 'shop.key', '--db', path]), { XDG_CACHE_HOME: cache });
  const modes = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).flatMap((name) => {
      const stats = statSync(join(folder, name));
      return (stats.mode & 0o077) === 0 ? [] : [`${name} ${stats.mode.toString(8)}`];
    });
  expect(readdirSync(cwd).sort()).toEqual(expect.arrayContaining(['new.db', 'shop.key']));
  expect([...modes(cwd), ...modes(cache)]).toEqual([]);
});

test('The demo says so where there is no folder for what is temporary', async () => {
  const { ended } = startInShell(['demo', '--calls', '10'], { columns: 200, env: { TMPDIR: '/presents/nowhere' } });
  const { code, said, changed } = await ended();
  expect([code, changed]).toEqual([1, []]);
  expect(said).toEqual([
    '✗ The demo could not start: no folder can be made in /presents/nowhere.',
    '  Set TMPDIR to a folder that is there and can be written to.',
  ]);
});
