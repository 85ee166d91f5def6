import { describe, expect, test } from 'vitest';
import {
  askDatabase,
  askServer,
  createDatabase,
  hasPgBouncer,
  hasPostgres,
  runServer,
  startPooler,
} from './helpers/postgres.ts';

describe.runIf(hasPostgres)('servers of the tests', () => {
  test('give each test a database of its own with our tables', async () => {
    const [one, other] = [await createDatabase(), await createDatabase()];
    await askDatabase(one, `INSERT INTO product_attributes (product_id, product_hash) VALUES ('p', 'h')`);
    const count = 'SELECT count(*)::int AS count FROM product_attributes';
    expect([await askDatabase(one, count), await askDatabase(other, count)]).toEqual([[{ count: 1 }], [{ count: 0 }]]);
    expect(await askDatabase(await createDatabase('nothing'), `SELECT to_regclass('"user"') AS t`)).toEqual([
      { t: null },
    ]);
  });

  test('give the reference data', async () => {
    const counts = `SELECT (SELECT count(*) FROM "user")::int AS users, count(*)::int AS calls, max(date_time) AS last FROM user_api_call_log`;
    expect(await askDatabase(await createDatabase('reference'), counts)).toEqual([
      { users: 14, calls: 6000, last: new Date('2026-11-20T11:59:30Z') },
    ]);
  });

  test.runIf(hasPgBouncer)('are reached through PgBouncer', async () => {
    const location = await createDatabase();
    const pooler = await startPooler(runServer());
    expect(await askServer(pooler, location.database, 'SELECT 1 AS a')).toEqual([{ a: 1 }]);
  });
});
