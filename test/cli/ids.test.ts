import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';
import { querySql, runSql } from '../helpers/store.ts';

const FILE = 'predict_presents.db';

/** The reference file with users that another program made, in a table without UNIQUE. */
function folderWith(users: string): string {
  const cwd = referenceFolder();
  runSql(
    join(cwd, FILE),
    `DROP TABLE "user"; CREATE TABLE "user" (id INTEGER PRIMARY KEY, username TEXT, api_key TEXT,
       created_at TIMESTAMP, updated_at TIMESTAMP, is_active BOOLEAN DEFAULT 1);
     INSERT INTO "user" (id, username, api_key) VALUES ${users}`,
  );
  return cwd;
}

const inactive = (cwd: string) =>
  querySql(join(cwd, FILE), 'SELECT CAST(id AS TEXT) AS id FROM "user" WHERE is_active = 0 ORDER BY id').map(
    ({ id }) => id,
  );

describe('An id beyond 2^53', () => {
  const twins = `(1152921504606846976, 'innocent', 'a'), (1152921504606846977, 'leaked', 'b')`;

  test('is the id of the user who is deactivated, and stands in JSON as text and in CSV with all digits', async () => {
    const cwd = folderWith(twins);
    const run = await runInProcess(['user', 'deactivate', 'leaked', '--json'], { cwd });
    expect(run.exitCode).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ id: '1152921504606846977', username: 'leaked', isActive: false });
    expect(inactive(cwd)).toEqual(['1152921504606846977']);
    const list = await runInProcess(['user', 'list', '--csv'], { cwd });
    expect(list.stdout).toContain('\r\n1152921504606846977,leaked,false,');
    const audit = await runInProcess(['audit', '--json'], { cwd });
    expect(JSON.parse(audit.stdout)).toMatchObject([{ target: 'leaked', detail: { userId: '1152921504606846977' } }]);
  });

  test('keeps its digits also where another program recorded it as a number', async () => {
    const cwd = folderWith(twins);
    await runInProcess(['user', 'deactivate', 'leaked'], { cwd });
    runSql(join(cwd, FILE), `UPDATE admin_audit_log SET detail = '{"userId": 1152921504606846977, "n": 1.50}'`);
    const audit = await runInProcess(['audit', '--json'], { cwd });
    expect(JSON.parse(audit.stdout)).toMatchObject([{ detail: { userId: '1152921504606846977', n: 1.5 } }]);
  });

  test('chooses a user by --id, and must be theirs where the name is given, too', async () => {
    const cwd = folderWith(twins);
    const wrong = await runInProcess(['user', 'deactivate', 'leaked', '--id', '1152921504606846976'], { cwd });
    expect([wrong.exitCode, inactive(cwd)]).toEqual([1, []]);
    expect(wrong.stderr).toContain('There is no user “leaked” with the id 1152921504606846976.');
    const right = await runInProcess(['user', 'deactivate', '--id', '1152921504606846976'], { cwd });
    expect([right.exitCode, inactive(cwd)]).toEqual([0, ['1152921504606846976']]);
  });
});

describe('A name that two users have', () => {
  const pair = `(3, 'shop', 'a'), (7, 'shop', 'b')`;

  test('is refused with the ids by every command, and --id chooses', async () => {
    const cwd = folderWith(pair);
    for (const argv of [
      ['user', 'deactivate'],
      ['user', 'reactivate'],
      ['user', 'regenerate-key', '--yes'],
      ['stats', 'user'],
    ]) {
      const run = await runInProcess([...argv, 'shop'], { cwd });
      expect(run).toMatchObject({ exitCode: 1, stdout: '' });
      expect(run.stderr).toContain('Several users have the name “shop”: their ids are 3, 7.');
      expect(run.stderr).toContain('--id');
    }
    expect(inactive(cwd)).toEqual([]);
    const stats = await runInProcess(['stats', 'user', '--id', '7', '--json'], { cwd });
    expect(JSON.parse(stats.stdout)).toMatchObject({ username: 'shop' });
  });

  test('is undone by the command that is printed, which names the id', async () => {
    const cwd = folderWith(pair);
    const run = await runInProcess(['user', 'deactivate', '--id', '7'], { cwd });
    expect(run.stderr).toContain('Undo: presents user reactivate --id=7');
    expect(inactive(cwd)).toEqual(['7']);
    await runInProcess(['user', 'reactivate', '--id=7'], { cwd });
    expect(inactive(cwd)).toEqual([]);
  });
});

describe('A rule of the database', () => {
  test('that ignores a change ends the command with 1 and its name, never with a ✓', async () => {
    const cwd = folderWith(`(1, 'shop', 'a')`);
    runSql(join(cwd, FILE), 'CREATE TRIGGER guard BEFORE UPDATE ON "user" BEGIN SELECT RAISE(IGNORE); END');
    const run = await runInProcess(['user', 'deactivate', 'shop'], { cwd });
    expect(run).toMatchObject({ exitCode: 1, stdout: '' });
    expect(run.stderr).toContain('The database did not deactivate “shop”');
    expect(run.stderr).not.toMatch(/✓|bug/);
  });

  test('that keeps old calls ends a cleanup with 1 and how many it kept', async () => {
    const cwd = referenceFolder();
    runSql(join(cwd, FILE), 'CREATE TRIGGER keep BEFORE DELETE ON user_api_call_log BEGIN SELECT RAISE(IGNORE); END');
    const run = await runInProcess(['cleanup', 'logs', '--days', '5', '--yes'], { cwd });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toMatch(/Deleted 0 of [\d,]+ rows; the database kept [\d,]+: .*“keep”/);
    expect(run.stderr).not.toContain('✓');
  });
});

test('A cleanup of which the database keeps a part says once how much went, and exits 1', async () => {
  const cwd = referenceFolder();
  const keep = (id: string) => `BEFORE DELETE ON user_api_call_log WHEN OLD.id = ${id} BEGIN SELECT RAISE(IGNORE); END`;
  runSql(join(cwd, FILE), `CREATE TRIGGER keep ${keep('(SELECT MIN(id) FROM user_api_call_log)')}`);
  const run = await runInProcess(['cleanup', 'logs', '--days', '30', '--yes'], { cwd });
  expect(run).toMatchObject({ exitCode: 1, stdout: '' });
  expect(run.stderr).toMatch(
    /^✗ Deleted 1072 of 1073 rows; the database kept 1: [^\n]*“keep”\)\.\n {2}Look at [^\n]*\n$/,
  );
});

test('A user whose name only looks like another’s is created with a warning that names the other', async () => {
  const cwd = folderWith(`(1, 'acme', 'a')`);
  const run = await runInProcess(['user', 'create', '\u0430cme', '--json'], { cwd });
  expect(run.exitCode).toBe(0);
  expect(run.stderr).toContain('! Another user has a name that looks like it: “acme”.');
  expect(Object.keys(JSON.parse(run.stdout))).toEqual(['id', 'username', 'apiKey']);
});
