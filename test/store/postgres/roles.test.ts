import { beforeAll, describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { initDatabase } from '../../../src/store/open.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { withClient } from '../../helpers/postgres/server-place.ts';
import { askDatabase, askServer, createDatabase, hasPostgres, runServer } from '../../helpers/postgres.ts';
import { fixedNow, openTestStore } from '../../helpers/store.ts';

type Role = 'reader' | 'operator' | 'api';

const PERMISSION_DENIED = '42501';

describe.runIf(hasPostgres)('Roles that init makes', () => {
  let location: ServerLocation;
  const as = (role: Role): ServerLocation => ({ ...location, user: `${location.database}_${role}` });

  beforeAll(async () => {
    location = await createDatabase('nothing');
    await initDatabase(location, { now: fixedNow, roles: true });
    for (const role of ['reader', 'operator', 'api'] as const) {
      const login = as(role).user;
      await askDatabase(location, `CREATE ROLE ${login} LOGIN IN ROLE presents_${role}`);
      clearLater(() => askServer(runServer(), 'postgres', `DROP ROLE ${login}`));
    }
    await askDatabase(
      location,
      `
      INSERT INTO "user" (username, api_key) VALUES ('shop', 'hash of shop');
      INSERT INTO admin_audit_log (actor, action, target, detail) VALUES ('a', 'cleanup logs', 'log', '{"deleted":9}');
      INSERT INTO product_attributes (product_id, product_hash, classification_status) VALUES ('p', 'h', 'success');
      INSERT INTO user_api_call_log (user_id, api_route, response_status_code, date_time, request_payload)
      VALUES (1, '/a', 500, '2026-11-20 11:00+00', '{}'), (1, '/old', 200, '2025-11-20 11:00+00', '{}')`,
    );
  });

  async function refusalOf(role: Role, sql: string): Promise<unknown> {
    return askServerAs(as(role), sql).then(
      () => 'done',
      (error: { readonly code?: string }) => error.code,
    );
  }

  test.each<readonly [Role, string, string]>([
    ['reader', 'sees the hashes of keys', 'SELECT api_key FROM "user"'],
    ['reader', 'sees them by a whole row', 'SELECT u FROM "user" u'],
    ['reader', 'switches a user off', 'UPDATE "user" SET is_active = false'],
    ['reader', 'logs a call', `INSERT INTO user_api_call_log (user_id, api_route) VALUES (1, '/x')`],
    ['reader', 'deletes calls', 'DELETE FROM user_api_call_log'],
    ['reader', 'writes to the audit log', `INSERT INTO admin_audit_log (actor, action, target) VALUES ('a', 'b', 'c')`],
    ['reader', 'makes a table', 'CREATE TABLE mine (id integer)'],
    ['operator', 'sees the hashes of keys', 'SELECT api_key FROM "user"'],
    ['operator', 'finds a user by a hash', `SELECT id FROM "user" WHERE api_key = 'hash of shop'`],
    ['operator', 'gets a hash back from a change', `UPDATE "user" SET is_active = true RETURNING api_key`],
    ['operator', 'renames a user', `UPDATE "user" SET username = 'x'`],
    ['operator', 'deletes a user', 'DELETE FROM "user"'],
    ['operator', 'changes a payload', `UPDATE user_api_call_log SET request_payload = '{}'`],
    ['operator', 'logs a call', `INSERT INTO user_api_call_log (user_id, api_route) VALUES (1, '/x')`],
    ['operator', 'deletes from the audit log', 'DELETE FROM admin_audit_log'],
    ['operator', 'changes who did something', `UPDATE admin_audit_log SET actor = 'x'`],
    ['operator', 'changes what was recorded', `UPDATE admin_audit_log SET detail = '{}'`],
    [
      'operator',
      'makes less of a cleanup',
      `UPDATE admin_audit_log SET detail = '{"deleted":1}' WHERE action = 'cleanup logs'`,
    ],
    ['operator', 'drops a partition', 'DROP TABLE user_api_call_log_default'],
    ['operator', 'empties the log at once', 'TRUNCATE user_api_call_log'],
    ['operator', 'writes a classification', `UPDATE product_attributes SET brand = 'x'`],
    [
      'api',
      'names the transaction of a call',
      `INSERT INTO user_api_call_log (user_id, api_route, xid) VALUES (1, '/x', '5')`,
    ],
    ['api', 'names the id of a call', `INSERT INTO user_api_call_log (id, user_id, api_route) VALUES (1, 1, '/x')`],
    ['api', 'reads what others were asked', 'SELECT request_payload FROM user_api_call_log'],
    ['api', 'deletes calls', 'DELETE FROM user_api_call_log'],
    ['api', 'makes a user', `INSERT INTO "user" (username, api_key) VALUES ('x', 'y')`],
    ['api', 'reads the audit log', 'SELECT * FROM admin_audit_log'],
  ])('refuse that presents_%s %s', async (role, _, sql) => {
    expect(await refusalOf(role, sql)).toBe(PERMISSION_DENIED);
  });

  test('are granted by an owner of the tables who is no administrator, which says the right that it could not grant', async () => {
    const own = await createDatabase('nothing');
    const owner = `${own.database}_owner`;
    await askDatabase(own, `CREATE ROLE ${owner} LOGIN; GRANT ALL ON SCHEMA public TO ${owner}`);
    clearLater(() => askServer(runServer(), 'postgres', `DROP ROLE ${owner}`));
    clearLater(() => askDatabase(own, `DROP OWNED BY ${owner}`));
    const { roles } = await initDatabase({ ...own, user: owner }, { now: fixedNow, roles: true });
    expect(roles).toMatchObject([
      { name: 'presents_reader', isNew: false, missing: 'GRANT pg_monitor TO presents_reader;' },
      { name: 'presents_operator', missing: 'GRANT pg_monitor TO presents_operator;' },
      { name: 'presents_api' },
    ]);
  });

  test('let a reader look at everything', async () => {
    const store = await openTestStore(as('reader'));
    expect(await store.users.list()).toMatchObject([{ username: 'shop' }]);
    expect(await store.apiLogs.systemStats()).toMatchObject({ totalCalls: 1, errorCount: 1 });
    expect(await store.apiLogs.find(1)).toMatchObject({ apiRoute: '/a' });
    expect(await store.products.stats()).toMatchObject({ totalCached: 1 });
    expect(await store.audit.list()).toMatchObject([{ action: 'cleanup logs' }, { action: 'init' }]);
    for (const act of [
      () => store.users.deactivate('shop'),
      () => store.users.create('new'),
      () => store.products.invalidate('p'),
    ]) {
      await expect(act()).rejects.toMatchObject({
        name: 'PresentsError',
        exitCode: 1,
        nextStep: expect.stringContaining(`GRANT presents_operator TO "${as('reader').user}";`),
      });
    }
  });

  test('let an operator manage users and the cache, and clean up', async () => {
    const store = await openTestStore(as('operator'));
    await store.users.create('second');
    await store.users.deactivate('second');
    await store.users.reactivate('second');
    await store.users.regenerateKey('second');
    const { status } = await store.products.invalidate('p').then((done) => ({ status: 'success', ...done }));
    await store.products.restore('p', status);
    expect((await store.audit.list()).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['user create', 'user deactivate', 'user reactivate', 'user regenerate-key']),
    );
    await askServerAs(as('operator'), `DELETE FROM user_api_call_log WHERE api_route = '/old'`);
    await askServerAs(
      as('operator'),
      `UPDATE admin_audit_log SET detail = '{"deleted":10}' WHERE action = 'cleanup logs'`,
    );
  });

  test('let an API server check keys, log calls and cache classifications', async () => {
    const store = await openTestStore(as('api'));
    expect(await store.users.authenticate('no key')).toBeUndefined();
    const call = { userId: 1, apiRoute: '/logged', statusCode: 200, responseTimeMs: 1 };
    await store.apiLogs.log(call);
    await store.apiLogs.logMany([call, call]);
    await store.products.put({ productId: 'q', description: 'a ball' });
    expect(await store.products.find('q')).toMatchObject({ productId: 'q' });
    const rows = await askDatabase(
      location,
      `SELECT count(*)::integer FROM user_api_call_log WHERE api_route = '/logged' AND xid > '3'`,
    );
    expect(rows).toEqual([{ count: 3 }]);
  });
});

function askServerAs({ servers: [server], user, database }: ServerLocation, sql: string) {
  if (!server) throw new Error('The location has no server.');
  return withClient(server, { user, database }, (client) => client.query(sql));
}
