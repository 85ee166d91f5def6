import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { requireUtf8 } from '../../src/cli/utf8.ts';
import { presentsWords, runWords } from '../faults/program.ts';
import { copyReference, querySql, temporaryFolder } from '../helpers/store.ts';

const inShell = (script: string, words: readonly string[]) => ['bash', '-c', script, 'sh', ...words];

test.each([
  ['a username', '"$@" user create $\'caf\\xe9\''],
  ['an option', '"$@" user create --username=$\'\\xff\\xfe\''],
  ['a file', '"$@" user list --db $\'/tmp/\\xe9.db\''],
  ['a surrogate', '"$@" user create $\'\\xed\\xa0\\x80\''],
])('%s that is not UTF-8 is refused and not stored as something else', async (_, script) => {
  const path = copyReference();
  const { code, stdout, stderr } = await runWords(inShell(script, presentsWords(['--db', path])));
  expect([code, stdout, stderr]).toEqual([
    2,
    '',
    expect.stringMatching(/^✗ Argument \d \(.*\) is not valid UTF-8\.\n/),
  ]);
  expect(querySql(path, 'SELECT count(*) AS n FROM "user"')).toEqual([{ n: 14 }]);
});

test('a database that the environment names is refused where its name is not UTF-8', async () => {
  const folder = temporaryFolder();
  const script = 'cd "$0" && DATABASE_PATH=$\'x\\xe9.db\' "$@" init'.replace('"$0"', `"${folder}"`);
  const { code, stderr } = await runWords(inShell(script, presentsWords([])));
  expect([code, stderr]).toEqual([2, expect.stringMatching(/^✗ DATABASE_PATH \(.*\) is not valid UTF-8\.\n/)]);
  expect(readdirSync(folder)).toEqual([]);
});

test('a working directory whose name is not UTF-8 is not taken for its neighbour', async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, '\uFFFD'));
  const script = `mkdir "$0"/$'\\xff' && cd "$0"/$'\\xff' && "$@"`;
  const run = (...argv: readonly string[]) =>
    runWords(['bash', '-c', script.replace('mkdir', 'mkdir -p'), folder, ...presentsWords(argv)]);
  const init = await run('init');
  expect([init.code, init.stderr]).toEqual([
    2,
    expect.stringMatching(/^✗ The working directory \(.*\) is not valid UTF-8\.\n/),
  ]);
  const path = copyReference();
  expect((await run('user', 'create', 'shop', '--output', 'shop.key', '--db', path)).code).toBe(2);
  expect((await run('user', 'list', '--db', path)).code).toBe(0);
  expect(readdirSync(join(folder, '\uFFFD'))).toEqual([]);
});

test('a replacement character that was really given is one', async () => {
  const path = join(temporaryFolder(), 'a\uFFFD.db');
  expect((await runWords(presentsWords(['init', '--db', path]))).code).toBe(0);
  expect((await runWords(presentsWords(['user', 'list']), { DATABASE_PATH: path })).code).toBe(0);
  expect(existsSync(path)).toBe(true);
});

test('where the system does not tell the bytes, a replacement character is refused', () => {
  const untold = { words: () => undefined, settings: () => undefined };
  expect(() => requireUtf8(['user', 'create', 'caf\uFFFD'], {}, untold)).toThrow(
    'Argument 3 (caf\uFFFD) is not valid UTF-8.',
  );
  expect(() => requireUtf8([], { DATABASE_PATH: '\uFFFD' }, untold)).toThrow(
    'DATABASE_PATH (\uFFFD) is not valid UTF-8.',
  );
  expect(() => requireUtf8(['user', 'create', 'café'], { DATABASE_PATH: 'é' }, untold)).not.toThrow();
});
