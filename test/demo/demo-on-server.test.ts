import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { startDemo } from '../../src/demo/run-demo.ts';
import type { ServerLocation } from '../../src/model/location.ts';
import { askDatabase, createDatabase, hasPostgres } from '../helpers/postgres.ts';

const start = async (server: ServerLocation) => {
  const demo = await startDemo({ seed: 1, callCount: 2000, rate: 200, server });
  onTestFinished(() => demo.stop());
  return demo;
};

/** Names of everything in the database that is not the server's own. */
const contentOf = async (server: ServerLocation) => {
  const rows = await askDatabase(
    server,
    `SELECT relname::text AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace
     UNION ALL SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY name`,
  );
  return rows.map(({ name }) => name);
};

describe.runIf(hasPostgres)('a demo on a server', () => {
  test('fills an empty database, gets live calls, and leaves nothing but what was there when it is stopped', async () => {
    const server = await createDatabase('nothing');
    await askDatabase(server, 'CREATE TABLE of_somebody_else (id int)');
    const demo = await start(server);
    const counts = async () => {
      const [row] = await askDatabase(
        server,
        `SELECT (SELECT count(*) FROM "user")::int AS users, (SELECT count(*) FROM product_attributes) >= 2000 AS products,
           (SELECT count(*) FROM user_api_call_log)::int AS calls, (SELECT count(*) FROM ONLY user_api_call_log_default)::int AS rest`,
      );
      return row;
    };
    expect(await counts()).toMatchObject({ users: 60, products: true, rest: 0 });
    await vi.waitFor(async () => expect((await counts())?.calls).toBeGreaterThan(2010), {
      timeout: 60_000,
      interval: 20,
    });
    await demo.stop();
    await demo.stop();
    expect(await contentOf(server)).toEqual(['of_somebody_else']);
  });

  test('is refused where there is any table of ours, and touches nothing', async () => {
    const server = await createDatabase('nothing');
    await askDatabase(server, 'CREATE TABLE admin_audit_log (id int)');
    await expect(start(server)).rejects.toThrow(/is not empty: it has admin_audit_log already\. Nothing was changed\./);
    expect(await contentOf(server)).toEqual(['admin_audit_log']);
  });
});
