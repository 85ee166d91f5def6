import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { databaseExists, initDatabase, openServerStore } from '../../src/store/library.ts';
import { fileAt, isSameLocation, locationNamed, locationText, locationWords } from '../../src/store/location.ts';
import { runInProcess } from '../helpers/run-cli.ts';
import { copyReference, temporaryFolder } from '../helpers/store.ts';

const SECRET = 'p4ssw0rd';
const SERVERS = [
  `postgresql://shop:${SECRET}@db.example:5432/gifts?sslmode=require`,
  `postgres://shop:${SECRET}@db/gifts`,
  `PostgreSQL://shop:${SECRET}@db/gifts`,
  `postgresql:///gifts?password=${SECRET}`,
  `postgresql+psycopg2://shop:${SECRET}@db/gifts`,
  `jdbc:postgresql://db/gifts?password=${SECRET}`,
  ` postgresql://shop:${SECRET}@db/gifts`,
  'service=gifts',
  'service = gifts',
  `host=/var/run/postgresql dbname=gifts password=${SECRET}`,
  `dbname=gifts password=${SECRET}`,
];
const FILES = ['postgresql', 'postgres.db', 'my-service=gifts', 'host', 'gifts?service=x', 'file:postgresql://x'];

const refusal = (source: string) => `${source} points to a PostgreSQL server, and only SQLite files can be opened.`;
const here = () => '/srv';

describe('The name of a server', () => {
  test.each(SERVERS)('is refused and its password not repeated: %s', async (name) => {
    const cwd = temporaryFolder();
    const env = { DATABASE_PATH: name };
    const byOption = await runInProcess(['user', 'list', '--db', name], { cwd });
    const byVariable = await runInProcess(['init'], { cwd, env });
    const snapshot = await runInProcess([], { cwd, env });
    const results = [byOption, byVariable, snapshot];
    expect(results.map(({ exitCode }) => exitCode)).toEqual([2, 2, 2]);
    expect(byOption.stderr).toContain(refusal('--db'));
    for (const { stderr } of [byVariable, snapshot]) expect(stderr).toContain(refusal('DATABASE_PATH'));
    expect(results.map(({ stdout, stderr }) => stdout + stderr).join()).not.toContain(SECRET);
  });

  test.each(SERVERS)('is refused by the library before anything happens: %s', async (name) => {
    const fault = { name: 'UserError', message: refusal('The path'), field: 'path', exitCode: 2 };
    for (const open of [openServerStore, databaseExists, initDatabase]) {
      await expect(open(name)).rejects.toMatchObject(fault);
    }
  });

  test('with ./ in front of it, or behind a folder, is the name of a file', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'postgresql:'));
    copyFileSync(copyReference(), join(cwd, 'postgresql:', 'gifts'));
    copyFileSync(copyReference(), join(cwd, 'service=gifts'));
    for (const name of ['./postgresql://gifts', './service=gifts', join(cwd, 'service=gifts')]) {
      const { exitCode, stdout } = await runInProcess(['user', 'list', '--json', '--db', name], { cwd });
      expect([name, exitCode, JSON.parse(stdout).length > 0]).toEqual([name, 0, true]);
    }
  });

  test.each(FILES)('is not what only looks like it: %s', (name) => {
    expect(locationNamed(name, '--db', here)).toMatchObject({ kind: 'file', path: expect.stringContaining('/srv/') });
  });
});

describe('A location', () => {
  test('is shown harmless, and carried into a command exactly', () => {
    const location = locationNamed('my\u001b[31m gifts.db', '--db', here);
    expect(locationText(location)).not.toContain('\u001b');
    expect(locationWords(location)).toEqual(['--db', '/srv/my\u001b[31m gifts.db']);
  });

  test('is the same as another whatever way it was named', () => {
    expect(isSameLocation(locationNamed('a.db', '--db', here), locationNamed('/srv/x/../a.db', '--db', here))).toBe(
      true,
    );
    expect(isSameLocation(fileAt('/srv/a.db'), fileAt('/srv/A.db'))).toBe(false);
  });
});
