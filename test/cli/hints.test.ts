import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';
import { copyReference, runSql, temporaryFolder } from '../helpers/store.ts';

const FILE = 'predict_presents.db';
const ODD = `it's "my" $(db) =!~.db`;

/** A folder, the arguments of a command there, and what it says, with the command that it prints. */
interface Case {
  readonly folder: () => string;
  readonly argv: readonly string[];
  readonly said: string;
  readonly printed: (location: string) => string;
}

function emptied(...statements: readonly string[]): () => string {
  return () => {
    const folder = referenceFolder();
    for (const statement of statements) runSql(join(folder, FILE), statement);
    return folder;
  };
}

const cases: Readonly<Record<string, Case>> = {
  'a missing database': {
    folder: temporaryFolder,
    argv: ['user', 'list'],
    said: '  Create it (or name another with --db FILE)',
    printed: (at) => `: presents init${at}\n`,
  },
  'a missing database of which a snapshot is wanted': {
    folder: temporaryFolder,
    argv: [],
    said: '  Create it (or name another with --db FILE)',
    printed: (at) => `: presents init${at}\n`,
  },
  'a missing table': {
    folder: emptied('DROP TABLE product_attributes'),
    argv: ['stats', 'cache'],
    said: '  Add what is missing, which changes nothing else',
    printed: (at) => `: presents init${at}\n`,
  },
  'an unknown user': {
    folder: referenceFolder,
    argv: ['user', 'deactivate', 'nobody-at-all'],
    said: '  List all users',
    printed: (at) => `: presents user list${at}\n`,
  },
  'a forgotten name': {
    folder: referenceFolder,
    argv: ['stats', 'user'],
    said: '  Name one',
    printed: (at) => `: presents stats user NAME${at}\n`,
  },
  'a mistyped command': {
    folder: referenceFolder,
    argv: ['user', 'lst'],
    said: '  ',
    printed: (at) => `Did you mean \`presents user list${at}\`?\n`,
  },
  'no keyboard': {
    folder: referenceFolder,
    argv: [],
    said: '  Start it without redirecting its input',
    printed: (at) => `, or print it once as text: presents${at} | cat\n`,
  },
  'a snapshot without users': {
    folder: emptied('DELETE FROM "user"'),
    argv: [],
    said: '\nNo users yet',
    printed: (at) => `: presents user create${at} NAME\n`,
  },
  'a snapshot with more users than it shows': {
    folder: emptied(`
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20)
      INSERT INTO "user" (username, api_key) SELECT 'shop-' || i, 'key-' || i FROM n`),
    argv: [],
    said: '\n… and 19 more',
    printed: (at) => `: presents user list${at}\n`,
  },
};

describe.each(Object.entries(cases))('The command printed for %s', (name, { folder, argv, said, printed }) => {
  const isTTY = name === 'no keyboard' && { stdout: true };

  test('names no database where it is the default one', async () => {
    const { stdout, stderr } = await runInProcess(argv, { cwd: folder(), isTTY });
    expect(stdout + stderr).toContain(said + printed(''));
  });

  test.each([
    ['before the command', (path: string) => ({ argv: ['--db', path, ...argv] })],
    ['behind the command', (path: string) => ({ argv: [...argv, '--db', path] })],
    ['in DATABASE_PATH', (path: string) => ({ argv, env: { DATABASE_PATH: path } })],
    ['by a relative path', () => ({ argv: [...argv, '--db', ODD] })],
  ])('names the database that was named %s, quoted and from wherever it is run', async (_, words) => {
    const cwd = folder();
    const path = join(cwd, ODD);
    if (existsSync(join(cwd, FILE))) copyFileSync(join(cwd, FILE), path);
    const { argv: given, env } = { env: {}, ...words(path) };
    const { stdout, stderr } = await runInProcess(given, { cwd, env, isTTY });
    const shown = printed(` --db '${path.replaceAll("'", "'\\''")}'`);
    expect(stdout + stderr).toContain(said + shown);
  });

  test('is left out where the name of the database cannot be pasted', async () => {
    const cwd = folder();
    const path = join(cwd, 'two\nlines.db');
    if (existsSync(join(cwd, FILE))) copyFileSync(join(cwd, FILE), path);
    const { stdout, stderr } = await runInProcess([...argv, '--db', path], { cwd, isTTY });
    expect(stdout + stderr).toContain(said);
    expect(stdout + stderr).not.toMatch(/presents (?!user --help)[a-z-]/);
  });
});

test('A program that runs on SQLite through the library is told no options and no commands of a shell', async () => {
  const { openServerStore } = await import('../../src/store/library.ts');
  const folder = temporaryFolder();
  const missing = await openServerStore(join(folder, 'none.db')).catch((error: unknown) => error);
  expect(missing).toMatchObject({ nextStep: 'Create it: initDatabase does so.' });
  const path = copyReference();
  runSql(path, 'DROP TABLE product_attributes');
  const lacking = await openServerStore(path).catch((error: unknown) => error);
  expect(lacking).toMatchObject({ nextStep: 'Add what is missing, which changes nothing else: initDatabase does so.' });
});
