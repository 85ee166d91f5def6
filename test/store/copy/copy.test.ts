import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Location } from '../../../src/model/location.ts';
import type { CopyOptions } from '../../../src/store/copy/copying.ts';
import { fileAt } from '../../../src/store/location.ts';
import { openStore } from '../../../src/store/open.ts';
import { readSchema } from '../../../src/store/sqlite/file/schema.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { aCall, aUser, buildDatabase, copyReference, querySql, runSql, temporaryFolder } from '../../helpers/store.ts';
import { buildHostileDatabase, rowCounts } from '../../hostile/hostile-database.ts';
import { copy, countOnServer, differences, rejections, rowsOfFile } from './copies.ts';

const newFile = () => fileAt(join(temporaryFolder(), 'copy.db'));

/** The reference file, which has an audit log with two entries. */
async function referenceWithAudit(): Promise<string> {
  const path = copyReference();
  const store = await openStore(fileAt(path), { actor: 'tester@here' });
  await store.users.create('new-shop');
  await store.users.deactivate('new-shop');
  await store.close();
  return path;
}

/** A small database with things that fit no other engine, or barely do. */
function oddFile(): string {
  const path = buildDatabase({ users: [aUser('acme')], calls: Array.from({ length: 12 }, () => aCall()) });
  runSql(
    path,
    `UPDATE user_api_call_log SET date_time = 'soon' WHERE id = 2;
     UPDATE user_api_call_log SET date_time = NULL WHERE id = 3;
     UPDATE user_api_call_log SET request_payload = x'00ff' WHERE id = 4;
     UPDATE user_api_call_log SET response_time_ms = 9e999 WHERE id = 5;
     UPDATE user_api_call_log SET response_status_code = 'ok' WHERE id = 6;
     UPDATE user_api_call_log SET response_status_code = 4294967296 WHERE id = 7;
     UPDATE user_api_call_log SET user_id = 1e30 WHERE id = 8;
     UPDATE user_api_call_log SET date_time = '2026-11-20T12:59:59.9+01:00' WHERE id = 9;
     UPDATE user_api_call_log SET user_id = 9223372036854775807, date_time = '0000-01-01 00:00:00' WHERE id = 10;
     UPDATE user_api_call_log SET api_route = 'tab' || char(9) || 'line' || char(10, 13) || 'back\\slash \\N \\.' WHERE id = 11;
     UPDATE user_api_call_log SET id = 9223372036854775806 WHERE id = 12`,
  );
  return path;
}

const REJECTED_ODDITIES = {
  'user_api_call_log: date_time is missing': 1,
  'user_api_call_log: date_time is no time': 1,
  'user_api_call_log: request_payload holds bytes': 1,
  'user_api_call_log: response_status_code is no whole number': 1,
  'user_api_call_log: response_status_code is out of range': 1,
  'user_api_call_log: response_time_ms is not finite': 1,
  'user_api_call_log: user_id is out of range': 1,
};

const engines = [
  { engine: 'a file', newTarget: async (): Promise<Location> => newFile() },
  ...(hasPostgres ? [{ engine: 'a server', newTarget: (): Promise<Location> => createDatabase() }] : []),
];

describe.each(engines)('a copy into $engine', ({ newTarget }) => {
  test('and back into a file is equal in every row', async () => {
    const [source, target, back] = [await referenceWithAudit(), await newTarget(), newFile()];
    const there = await copy(fileAt(source), target);
    const home = await copy(target, back);
    expect([differences(there), differences(home), there.rejected, home.rejected]).toEqual([[], [], [], []]);
    expect(home.copied).toEqual({
      user: 15,
      product_attributes: 500,
      admin_audit_log: 2,
      user_api_call_log: 6000,
    });
    expect(rowsOfFile(back.path)).toEqual(rowsOfFile(source));
    expect(statSync(back.path).mode & 0o777).toBe(0o600);
    expect(querySql(back.path, `SELECT name FROM sqlite_schema WHERE name LIKE 'presents%'`)).toEqual([]);
  });

  test('keeps what does not fit, says why, and copies the rest', async () => {
    const [source, target] = [fileAt(oddFile()), await newTarget()];
    const report = await copy(source, target);
    expect(rejections(report)).toEqual(REJECTED_ODDITIES);
    expect([report.copied.user_api_call_log, differences(report)]).toEqual([5, []]);
    const back = newFile();
    await copy(target, back);
    expect(querySql(back.path, 'SELECT date_time, api_route FROM user_api_call_log WHERE id > 8 ORDER BY id')).toEqual([
      { date_time: '2026-11-20 11:59:59', api_route: '/api/predict' },
      { date_time: '0000-01-01 00:00:00', api_route: '/api/predict' },
      { date_time: '2026-11-20 11:59:00', api_route: 'tab\tline\n\rback\\slash \\N \\.' },
      { date_time: '2026-11-20 11:59:00', api_route: '/api/predict' },
    ]);
  });

  test('brings nothing twice when it runs again, and what is new since', async () => {
    const [source, target] = [fileAt(oddFile()), await newTarget()];
    runSql(source.path, 'DELETE FROM user_api_call_log WHERE id > 100');
    await copy(source, target);
    runSql(
      source.path,
      `INSERT INTO user_api_call_log (id, user_id, api_route, date_time) VALUES (20, 1, '/late', '2026-11-20 11:59:30');
       UPDATE "user" SET username = 'acme-2', is_active = 0`,
    );
    const again = await copy(source, target);
    expect([again.plan.goesOn, again.copied.user_api_call_log, again.copied.user]).toEqual([true, 1, 1]);
    expect([rejections(again), differences(again)]).toEqual([REJECTED_ODDITIES, []]);
    const back = newFile();
    await copy(target, back);
    expect(querySql(back.path, 'SELECT username, is_active FROM "user"')).toEqual([
      { username: 'acme-2', is_active: 0 },
    ]);
  });

  test('is refused where others have written, with counts', async () => {
    const [source, target, other] = [fileAt(oddFile()), await newTarget(), fileAt(copyReference())];
    await copy(source, target);
    await expect(copy(other, target)).rejects.toThrow(
      / holds a copy of .*built\.db, with 1 user and 5 calls\. Nothing/,
    );
    const sql = `INSERT INTO "user" (username, api_key) VALUES ('new-shop', 'hash of a key')`;
    await (target.kind === 'file' ? runSql(target.path, sql) : askDatabase(target, sql));
    await expect(copy(source, target)).rejects.toThrow(
      / holds 1 user that no copy of .*built\.db has brought: something else writes to it\. Nothing/,
    );
  });
});

test('a copy of what changes meanwhile brings rows that come late, also those with small ids', async () => {
  const [source, target] = [fileAt(buildDatabase({ users: [aUser('acme')], calls: [aCall(), aCall()] })), newFile()];
  runSql(source.path, 'UPDATE user_api_call_log SET id = 100000 WHERE id = 2');
  const change: Readonly<Record<string, string>> = {
    'copying users': `UPDATE "user" SET username = 'acme-2' WHERE username = 'acme'`,
    'copying calls': `INSERT INTO user_api_call_log (id, user_id, api_route, date_time) VALUES (11, 1, '/', '2026-11-20')`,
  };
  const onProgress: CopyOptions['onProgress'] = ({ step, table }) => {
    runSql(source.path, change[`${step} ${table.rows}`] ?? '');
  };
  const report = await copy(source, target, { onProgress });
  expect([report.copied.user_api_call_log, differences(report)]).toEqual([3, []]);
  expect(querySql(target.path, 'SELECT username FROM "user"')).toEqual([{ username: 'acme-2' }]);
});

test('a copy is refused where a database is full, is the same, or is none', async () => {
  const [source, full] = [fileAt(copyReference()), fileAt(buildDatabase({ users: [aUser('acme')] }))];
  await expect(copy(source, full)).rejects.toThrow(/built\.db is not empty: it holds 1 user\. Nothing was changed\./);
  await expect(copy(source, source)).rejects.toThrow(/cannot be copied into itself/);
  await expect(copy(newFile(), full)).rejects.toThrow(/There is no database at/);
});

test('of two copies into one target at the same time one ends, before it writes a row twice', async () => {
  const [source, target] = [fileAt(copyReference()), newFile()];
  const results = await Promise.allSettled([copy(source, target), copy(source, target)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(results).toContainEqual({
    status: 'rejected',
    reason: expect.objectContaining({ message: `Another copy into ${target.path} is running.`, exitCode: 3 }),
  });
  expect(rowsOfFile(target.path).map((rows) => rows.length)).toEqual([14, 6000, 500, 0]);
});

test('a copy into a file that init has made begins its audit log as that of the source', async () => {
  const [source, target] = [await referenceWithAudit(), newFile()];
  const { initDatabase } = await import('../../../src/store/open.ts');
  await initDatabase(target);
  expect(differences(await copy(fileAt(source), target))).toEqual([]);
  expect(rowsOfFile(target.path)).toEqual(rowsOfFile(source));
});

test('a copy of a file in UTF-16 is one in UTF-8', async () => {
  const source = fileAt(join(temporaryFolder(), 'utf-16.db'));
  runSql(source.path, `PRAGMA encoding = 'UTF-16'; ${readSchema()}`);
  runSql(source.path, `INSERT INTO "user" (username, api_key) VALUES ('東京ギフト 👍🏽', 'hash')`);
  const target = newFile();
  const report = await copy(source, target);
  expect([report.copied.user, report.replacedTexts, differences(report)]).toEqual([1, 0, []]);
  expect(rowsOfFile(target.path)).toEqual(rowsOfFile(source.path));
});

describe.runIf(hasPostgres)('a copy from or to a server', () => {
  test('finds rows of transactions that ended late, and gives new rows ids behind those that were copied', async () => {
    const [source, target] = [await createDatabase(), await createDatabase('nothing')];
    const add = (ids: string) =>
      askDatabase(source, `INSERT INTO user_api_call_log (id, user_id, api_route) SELECT id, 1, '/a' FROM ${ids} id`);
    await add('unnest(ARRAY[1, 2, 4])');
    await copy(source, target);
    await add('unnest(ARRAY[3, 5])');
    const again = await copy(source, target);
    expect([again.copied.user_api_call_log, differences(again)]).toEqual([2, []]);
    const [row] = await askDatabase(
      target,
      `INSERT INTO user_api_call_log (user_id, api_route) VALUES (1, '/next') RETURNING id::int`,
    );
    expect([row?.id, await countOnServer(target, 'user_api_call_log')]).toEqual([6, 6]);
  });

  test('brings products as they are now when it runs again: changed, put again, and gone', async () => {
    const [source, target] = [fileAt(copyReference()), await createDatabase()];
    runSql(source.path, 'DELETE FROM user_api_call_log');
    await copy(source, target);
    runSql(
      source.path,
      `UPDATE product_attributes SET classification_status = 'invalidated' WHERE id = 1;
       UPDATE product_attributes SET id = 501 WHERE id = 2;
       DELETE FROM product_attributes WHERE id IN (3, 500)`,
    );
    const again = await copy(source, target);
    expect([again.copied.product_attributes, differences(again)]).toEqual([498, []]);
    runSql(source.path, 'DELETE FROM product_attributes WHERE id > 100');
    expect(differences(await copy(source, target))).toEqual([]);
    const back = newFile();
    await copy(target, back);
    const sql = 'SELECT * FROM product_attributes ORDER BY id';
    expect(querySql(back.path, sql)).toEqual(querySql(source.path, sql));
  });

  test('rejects what a file cannot hold: times without end, numbers that are none, ids that come again', async () => {
    const [source, target] = [await createDatabase('tables'), newFile()];
    await askDatabase(
      source,
      `INSERT INTO user_api_call_log (id, user_id, api_route, date_time, response_time_ms) VALUES
         (1, 1, '/a', 'infinity', 1), (2, 1, '/b', '0044-03-15 12:00 BC', 1), (3, 1, '/c', '2026-11-20', 'NaN'),
         (4, 1, '/d', '2026-11-20', '-Infinity'), (5, 1, '/e', '2026-11-20', 1), (5, 1, '/e', '2026-11-21', 1)`,
    );
    const report = await copy(source, target);
    expect(rejections(report)).toEqual({
      'user_api_call_log: date_time is no time': 2,
      'user_api_call_log: response_time_ms is not finite': 2,
      'user_api_call_log: id is there twice': 1,
    });
    expect([report.copied.user_api_call_log, differences(report)]).toEqual([1, []]);
    expect(querySql(target.path, 'SELECT "row" FROM presents_copy_rejected WHERE id = 4')).toEqual([
      { row: expect.stringContaining('"response_time_ms":"-Infinity"') },
    ]);
  });

  test('of rows that other programs filled with anything rejects some, and is equal in the rest', async () => {
    const path = buildHostileDatabase('hostile', 4711);
    // A megabyte in each column of a row takes seconds, and is tried below.
    runSql(path, 'DELETE FROM product_attributes WHERE id = 7');
    const report = await copy(fileAt(path), await createDatabase());
    const rejected = report.rejected.reduce((sum, { rows }) => sum + Number(rows), 0);
    const copied = Object.values(report.copied).reduce((sum, rows) => sum + rows, 0);
    expect(copied + rejected).toBe(Object.values(rowCounts).reduce((sum, rows) => sum + rows, 0) - 1);
    expect([rejected > 500, copied > 3000, report.replacedTexts > 100, differences(report)]).toEqual([
      true,
      true,
      true,
      [],
    ]);
  });

  test('replaces what is no text there, and says how often', async () => {
    const path = buildDatabase({ users: [aUser('acme')], calls: [aCall(), aCall(), aCall(), aCall()] });
    runSql(
      path,
      `UPDATE user_api_call_log SET request_payload = 'a' || char(0) || 'b', error_message = char(0, 0) WHERE id = 1;
       UPDATE user_api_call_log SET api_route = CAST(x'2fc3' AS TEXT) WHERE id = 2;
       UPDATE user_api_call_log SET api_route = '/' || char(65533) WHERE id = 3`,
    );
    const [target, back] = [await createDatabase(), newFile()];
    const report = await copy(fileAt(path), target);
    await copy(target, back);
    expect([report.replacedTexts, report.rejected, differences(report)]).toEqual([3, [], []]);
    expect(
      querySql(back.path, 'SELECT request_payload AS p, error_message AS e, api_route AS r FROM user_api_call_log'),
    ).toEqual([
      { p: 'a\ufffdb', e: '\ufffd\ufffd', r: '/api/predict' },
      { p: null, e: null, r: '/\ufffd' },
      { p: null, e: null, r: '/\ufffd' },
      { p: null, e: null, r: '/api/predict' },
    ]);
  });

  test('rejects one row of many that is too long for an index there', async () => {
    const name = randomBytes(20_000).toString('hex');
    const users = Array.from({ length: 40 }, (_, index) => aUser(index === 17 ? name : `user-${index}`));
    const report = await copy(fileAt(buildDatabase({ users })), await createDatabase());
    expect(rejections(report)).toEqual({ 'user: a text that is too long for an index of the target': 1 });
    expect([report.copied.user, differences(report)]).toEqual([39, []]);
  });

  test('says before it begins that the role may not read all of it', async () => {
    const source = await createDatabase();
    await askDatabase(source, 'CREATE ROLE copy_reader LOGIN; GRANT SELECT ON user_api_call_log TO copy_reader');
    const target = newFile();
    await expect(copy({ ...source, user: 'copy_reader' }, target)).rejects.toMatchObject({
      message: expect.stringContaining('The role "copy_reader" may not'),
      nextStep: expect.stringContaining('connect as the owner of the tables'),
    });
    expect(existsSync(target.path)).toBe(false);
    await askDatabase(source, 'DROP OWNED BY copy_reader; DROP ROLE copy_reader');
  });

  test('makes the partitions that its calls fall into', async () => {
    const target = await createDatabase('nothing');
    await copy(fileAt(copyReference()), target);
    expect(await countOnServer(target, 'ONLY user_api_call_log_default')).toBe(0);
  });
});
