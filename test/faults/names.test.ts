import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openServerStore } from '../../src/store/library.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { copyReference, querySql, temporaryFolder } from '../helpers/store.ts';
import { presentsWords, runWords } from './program.ts';

const endings = {
  blank: ' ',
  CR: '\r',
  NBSP: '\u00a0',
  'line feed': '\n',
  tab: '\t',
  BOM: '\ufeff',
  'ideographic space': '\u3000',
};

describe('A file whose name ends with', () => {
  test.each(Object.entries(endings).slice(0, inLongRun(4, 7)))(
    'a %s is that file and not its neighbour',
    async (_, ending) => {
      const folder = temporaryFolder();
      const neighbour = join(folder, 'some.db');
      copyFileSync(copyReference(), neighbour);
      const before = readFileSync(neighbour);
      const path = `${neighbour}${ending}`;
      const missing = await runWords(presentsWords(['user', 'list', '--db', path]));
      expect([missing.code, missing.stdout]).toEqual([1, '']);
      expect((await runWords(presentsWords(['init', '--db', path]))).code).toBe(0);
      expect((await runWords(presentsWords(['user', 'create', 'shop', '--db', path]))).code).toBe(0);
      const list = await runWords(presentsWords(['user', 'list', '--json']), { DATABASE_PATH: path });
      expect(JSON.parse(list.stdout)).toMatchObject([{ username: 'shop' }]);
      expect(readFileSync(neighbour)).toEqual(before);
      expect(readdirSync(folder).filter((name) => !name.startsWith(`some.db${ending}`))).toEqual(['some.db']);
    },
  );

  test('a blank is that file for the library too', async () => {
    const path = join(temporaryFolder(), 'some.db ');
    copyFileSync(copyReference(), path);
    const store = await openServerStore(path);
    await store.users.deactivate('client1');
    await store.close();
    expect(existsSync(path.trimEnd())).toBe(false);
    expect(querySql(`${path}\0`, `SELECT is_active FROM "user" WHERE username = 'client1'`)).toEqual([
      { is_active: 0 },
    ]);
  });
});

test('A path that is too long for SQLite is told to be that', async () => {
  const folder = join(temporaryFolder(), 'd'.repeat(200), 'd'.repeat(200), 'd'.repeat(120));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'some.db');
  copyFileSync(copyReference(), path);
  const { code, stderr } = await runWords(presentsWords(['user', 'list', '--db', path]));
  expect([code, stderr]).toEqual([
    1,
    expect.stringContaining('is longer than the 511 bytes that SQLite takes for a path.'),
  ]);
});
