import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../helpers/csv.ts';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';

const folderWith = (names: string | Buffer) => {
  const cwd = referenceFolder();
  writeFileSync(join(cwd, 'names.txt'), names);
  return cwd;
};
const create = (cwd: string, ...argv: readonly string[]) =>
  runInProcess(['user', 'create', '--from-file', 'names.txt', ...argv], { cwd });
const usersOf = async (cwd: string): Promise<readonly { readonly username: string }[]> =>
  JSON.parse((await runInProcess(['user', 'list', '--json'], { cwd })).stdout);

describe('user create --from-file', () => {
  test('creates a user for each line, whatever the line ends, and prints the keys as CSV', async () => {
    const cwd = folderWith('\ufeffone\r\n  two words \n\n# a comment\r\n=3\rböhm\n');
    const { exitCode, stdout, stderr } = await create(cwd);
    expect(exitCode).toBe(0);
    const [head, ...rows] = parseCsv(stdout);
    expect(head).toEqual(['id', 'username', 'apiKey']);
    expect(rows.map(([, name]) => name)).toEqual(['one', 'two words', "'=3", 'böhm']);
    for (const [, , key] of rows) expect(key).toMatch(/^[\w-]{43}$/);
    expect((await usersOf(cwd)).map(({ username }) => username).slice(0, 4)).toEqual([
      'böhm',
      '=3',
      'two words',
      'one',
    ]);
    expect(stderr).toContain('✓ Created 4 users.\n');
    expect(stderr).toContain("Undo: presents user deactivate one 'two words' '=3' 'böhm'\n");
  });

  test('writes the keys to a new file that only its owner can read: CSV, or JSON where its name or an option says so', async () => {
    const cwd = folderWith('one\ntwo\n');
    const { stdout, stderr } = await create(cwd, '--output', 'keys.csv');
    expect([stdout, statSync(join(cwd, 'keys.csv')).mode & 0o777]).toEqual(['', 0o600]);
    expect(parseCsv(readFileSync(join(cwd, 'keys.csv'), 'utf8'))).toHaveLength(3);
    expect(stderr).toContain('The keys are in keys.csv, which only you can read.');
    writeFileSync(join(cwd, 'names.txt'), 'three\n');
    await create(cwd, '--output', 'keys.json');
    const keys = JSON.parse(readFileSync(join(cwd, 'keys.json'), 'utf8'));
    expect(keys).toEqual([{ id: 17, username: 'three', apiKey: expect.stringMatching(/^[\w-]{43}$/) }]);
    writeFileSync(join(cwd, 'names.txt'), 'four\n');
    const { stdout: lines } = await create(cwd, '--jsonl');
    expect(JSON.parse(lines)).toMatchObject({ username: 'four' });
  });

  test('creates nobody where the file of keys is there already', async () => {
    const cwd = folderWith('one\n');
    writeFileSync(join(cwd, 'keys.csv'), 'mine');
    const { exitCode, stderr } = await create(cwd, '--output', 'keys.csv');
    expect([exitCode, readFileSync(join(cwd, 'keys.csv'), 'utf8')]).toEqual([2, 'mine']);
    expect(stderr).toContain('a key never overwrites a file. Nothing was changed.');
    expect(await usersOf(cwd)).toHaveLength(14);
  });

  test('lists every name that cannot be used with its line, and creates nobody', async () => {
    const cwd = folderWith(`good\nclient1\n\n${'x'.repeat(65)}\ntab\there\ngood\nacme-shop\n`);
    const { exitCode, stdout, stderr } = await create(cwd, '--output', 'keys.csv');
    expect([exitCode, stdout, existsSync(join(cwd, 'keys.csv'))]).toEqual([2, '', false]);
    expect(stderr).toBe(
      [
        '! Line 2: There already is a user “client1”.',
        '! Line 4: A username has at most 64 characters; this one has 65.',
        '! Line 5: A username cannot hold control characters.',
        '! Line 6: “good” stands in line 1 already.',
        '! Line 7: There already is a user “acme-shop”.',
        '✗ 5 of 6 names cannot be used.',
        '  No user was created. Correct these lines, then try again.',
        '',
      ].join('\n'),
    );
    expect(await usersOf(cwd)).toHaveLength(14);
  });

  test('warns of names that look like others, of the file too', async () => {
    const { stderr } = await create(folderWith('Client1\nshop-0\nshop-O\n'));
    expect(stderr).toContain('Client1: Another user has a name that looks like it: “client1”.');
    expect(stderr).toContain('shop-0: Another user has a name that looks like it: “shop-O”.');
  });

  test('reads names from standard input', async () => {
    const cwd = referenceFolder();
    const { stdout } = await runInProcess(['user', 'create', '--from-file', '-', '--json'], { cwd, input: 'a\nb\n' });
    expect(JSON.parse(stdout)).toMatchObject([{ username: 'a' }, { username: 'b' }]);
  });

  test('makes a thousand users in one go', async () => {
    const names = Array.from({ length: 1000 }, (_, n) => `customer-${n}`);
    const cwd = folderWith(names.join('\n'));
    const { exitCode, stdout, stderr } = await create(cwd);
    expect([exitCode, parseCsv(stdout).length]).toEqual([0, 1001]);
    expect(stderr).toContain('Created 1,000 users.');
    expect(stderr).not.toContain('Undo:');
  });

  test.each([
    ['nothing', '', 'names.txt holds no name.', 2],
    ['comments alone', '# nobody\n\n', 'names.txt holds no name.', 2],
    ['another encoding', Buffer.from('b\xf6hm\n', 'latin1'), 'names.txt is not valid UTF-8.', 2],
  ])('refuses a file that holds %s', async (_, content, sentence, code) => {
    const { exitCode, stderr } = await create(folderWith(content));
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(sentence)]);
  });

  test.each([
    [['--from-file', 'nothing.txt'], 'nothing.txt cannot be read: there is no such file.', 1],
    [['--from-file', '.'], '. cannot be read: it is a folder.', 1],
    [['--from-file', ''], '--from-file is empty.', 2],
    [['--from-file', 'names.txt', 'acme'], 'A name and a file of names were given.', 2],
    [['--from-file', 'names.txt', '--username', 'acme'], 'A name and a file of names were given.', 2],
    [['--from-file', 'names.txt', '--format', 'markdown'], 'Keys are no text for Markdown.', 2],
    [['acme', '--csv'], 'prints no table, so it has no CSV.', 2],
  ])('refuses %j', async (argv, sentence, code) => {
    const cwd = folderWith('one\n');
    const { exitCode, stderr } = await runInProcess(['user', 'create', ...argv], { cwd });
    expect([exitCode, stderr]).toEqual([code, expect.stringContaining(sentence)]);
    expect(await usersOf(cwd)).toHaveLength(14);
  });
});
