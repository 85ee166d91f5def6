import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { databaseState, initDatabase, maintain, planInit } from '../../../src/store/open.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import {
  askDatabase,
  askServer,
  createDatabase,
  hasPgBouncer,
  hasPostgres,
  locationOn,
  runServer,
  startPooler,
} from '../../helpers/postgres.ts';
import { fixedNow } from '../../helpers/store.ts';

const options = { now: fixedNow, actor: 'tester@here' };
const nameOf = ({ kind, name }: { readonly kind: string; readonly name: string }) => `${kind} ${name}`;

// A port by other hands: numbers of 32 bits, times without a zone, JSON as PostgreSQL has it, an index of its own.
const FOREIGN = `
  CREATE TABLE "user" (id serial PRIMARY KEY, username varchar(64) UNIQUE, api_key varchar(64) UNIQUE,
    created_at timestamp DEFAULT now(), updated_at timestamp DEFAULT now(), is_active boolean DEFAULT true);
  CREATE TABLE user_api_call_log (id serial PRIMARY KEY, user_id integer REFERENCES "user"(id), date_time timestamp DEFAULT now(),
    api_route varchar(200), request_payload jsonb, response_payload jsonb, response_status_code integer,
    response_time_ms double precision, error_message text);
  CREATE TABLE product_attributes (id serial PRIMARY KEY, product_id text UNIQUE, product_hash text UNIQUE);
  CREATE INDEX theirs ON user_api_call_log (date_time);
  INSERT INTO "user" (username, api_key) VALUES ('shop', 'hash');
  INSERT INTO user_api_call_log (user_id, api_route, request_payload) VALUES (1, '/a', '{"b": 1}'), (1, '/b', NULL)`;

async function foreignDatabase(): Promise<ServerLocation> {
  const location = await createDatabase('nothing');
  await askDatabase(location, FOREIGN);
  return location;
}

describe.runIf(hasPostgres)('Init of a database on a server', () => {
  test('makes the database itself where it is missing, with a partition for this week and the next eight, once if three come at once', async () => {
    const name = `made_${process.pid}"x`;
    const location = locationOn([runServer()], name);
    clearLater(() =>
      askServer(runServer(), 'postgres', `DROP DATABASE IF EXISTS "${name.replace('"', '""')}" WITH (FORCE)`),
    );
    expect(await databaseState(location)).toBe('missing');
    expect(await planInit(location, {}, fixedNow())).toMatchObject({ isNew: true });
    const results = await Promise.all([1, 2, 3].map(() => initDatabase(location, options)));
    expect(results.map(({ isNew }) => isNew).sort()).toEqual([false, false, true]);
    expect(await databaseState(location)).toBe('ready');
    const added = results.flatMap((result) => result.added);
    expect(added.map(nameOf)).toEqual(
      expect.arrayContaining([`database ${name}`, 'table user', 'index idx_api_log_xid', 'trigger set_api_log_xid']),
    );
    const partitions = await askDatabase(
      location,
      `SELECT relid::text AS name FROM pg_partition_tree('user_api_call_log') WHERE isleaf ORDER BY 1`,
    );
    expect(partitions).toHaveLength(10);
    expect(partitions[1]).toEqual({ name: 'user_api_call_log_p20261116' });
    expect(await askDatabase(location, 'SELECT actor, action, target FROM admin_audit_log')).toEqual([
      { actor: 'tester@here', action: 'init', target: location.label },
    ]);
    expect(await initDatabase(location, options)).toEqual({ isNew: false, added: [] });
    expect(await askDatabase(location, 'SELECT id FROM admin_audit_log')).toHaveLength(1);
  });

  test('divides the log by days, months or not at all where that is wanted', async () => {
    const location = await createDatabase('nothing');
    const names = async (partitions: 'day' | 'month' | 'none') => {
      const { additions } = await planInit(location, { partitions }, fixedNow());
      return additions.filter(({ kind }) => kind === 'partition').map(({ name }) => name);
    };
    expect(await names('day')).toEqual(expect.arrayContaining(['from 2026-11-20', 'from 2026-11-28']));
    expect(await names('month')).toEqual(expect.arrayContaining(['from 2026-11-01', 'from 2027-07-01']));
    expect(await names('none')).toEqual([]);
  });

  test('completes the port of another program, keeps its rows, types and indexes, and builds an index anew that was left half built', async () => {
    const location = await foreignDatabase();
    expect(await databaseState(location)).toBe('ready');
    const plan = await planInit(location, {}, fixedNow());
    expect(plan).toMatchObject({ isNew: false, isCallCountEstimate: true, writersWaitSeconds: 1 });
    const expected = [
      ...['table admin_audit_log', 'table presents_lease', 'table presents_schema', 'table presents_cluster'],
      'column user_api_call_log.xid',
      ...['function presents_set_updated_at', 'function presents_set_xid', 'function presents_guard_audit'],
      ...['trigger update_user_timestamp', 'trigger guard_audit', 'trigger set_api_log_xid'],
      ...['index idx_api_log_user_date', 'index idx_api_log_errors', 'index idx_api_log_xid'],
    ];
    expect(plan.additions.map(nameOf)).toEqual(expected);
    const before = await askDatabase(location, 'SELECT to_jsonb(l) AS row FROM user_api_call_log l ORDER BY id');
    const { isNew, added } = await initDatabase(location, options);
    expect([isNew, added.map(nameOf)]).toEqual([false, expected]);
    const after = await askDatabase(
      location,
      `SELECT to_jsonb(l) - 'xid' AS row, xid::text FROM user_api_call_log l ORDER BY id`,
    );
    expect(after).toEqual(before.map((row) => ({ ...row, xid: '3' })));
    expect(
      await askDatabase(
        location,
        `UPDATE "user" SET updated_at = 'epoch' RETURNING updated_at > now() - interval '1 day' AS new`,
      ),
    ).toEqual([{ new: true }]);
    expect((await planInit(location, {}, fixedNow())).additions).toEqual([]);
    await askDatabase(
      location,
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'idx_api_log_xid'::regclass`,
    );
    expect((await initDatabase(location, options)).added.map(nameOf)).toEqual(['index idx_api_log_xid']);
    await expect(initDatabase(location, { ...options, partitions: 'day' })).rejects.toMatchObject({
      message: 'The log is a plain table, and PostgreSQL cannot divide a table that exists.',
      exitCode: 2,
    });
  });

  test('completes one from which somebody took an index, a trigger and a table, or switched a trigger off', async () => {
    const location = await createDatabase('nothing');
    await initDatabase(location, options);
    await askDatabase(
      location,
      `
      INSERT INTO user_api_call_log (user_id, api_route) SELECT 1, '/a' FROM generate_series(1, 50);
      DROP TABLE admin_audit_log; DROP INDEX idx_api_log_errors; DROP TRIGGER update_user_timestamp ON "user";
      ALTER TABLE user_api_call_log_default DISABLE TRIGGER set_api_log_xid`,
    );
    const { added } = await initDatabase(location, options);
    expect(added.map(nameOf)).toEqual([
      ...[
        'table admin_audit_log',
        'trigger update_user_timestamp',
        'trigger guard_audit',
        'trigger set_api_log_xid',
        'index idx_api_log_errors',
      ],
    ]);
    const indexes = await askDatabase(
      location,
      `
      SELECT bool_and(indisvalid) AS valid, count(*)::integer FROM pg_index
      WHERE indrelid IN (SELECT relid FROM pg_partition_tree('user_api_call_log')) AND indpred IS NOT NULL`,
    );
    // Two on the table and on each of ten partitions.
    expect(indexes).toEqual([{ valid: true, count: 22 }]);
    expect(await askDatabase(location, 'SELECT count(*)::integer FROM user_api_call_log')).toEqual([{ count: 50 }]);
  });

  test('says what an administrator has to run where this role may not make the database', async () => {
    const [server, guest] = [runServer(), `guest_${process.pid}`];
    await askServer(server, 'postgres', `CREATE ROLE ${guest} LOGIN`);
    clearLater(() => askServer(server, 'postgres', `DROP ROLE ${guest}`));
    await expect(initDatabase({ ...locationOn([server], 'never_made'), user: guest }, options)).rejects.toMatchObject({
      message: `There is no database never_made, and the role "${guest}" may not make one.`,
      nextStep: `As an administrator: CREATE DATABASE never_made OWNER "${guest}";`,
    });
  });

  test.runIf(hasPgBouncer)('works through PgBouncer, as maintenance does', async () => {
    const direct = await createDatabase('nothing');
    const location = locationOn([await startPooler(runServer())], direct.database);
    expect((await initDatabase(location, options)).isNew).toBe(true);
    await askDatabase(direct, 'DROP INDEX idx_api_log_errors; DROP TABLE user_api_call_log_p20261130');
    expect((await initDatabase(location, options)).added.map(nameOf)).toEqual(['index idx_api_log_errors']);
    expect((await maintain(location, options)).made).toMatchObject([{ from: new Date('2026-11-30') }]);
  });

  test('gives a restored dump, whose rows name transactions of another server, the column xid anew', async () => {
    const location = await createDatabase('nothing');
    await initDatabase(location, options);
    await askDatabase(
      location,
      `
      INSERT INTO user_api_call_log (user_id, api_route) VALUES (1, '/a');
      UPDATE presents_cluster SET system_identifier = '1'`,
    );
    const { added } = await initDatabase(location, options);
    expect(added.map(nameOf)).toEqual(['column user_api_call_log.xid', 'index idx_api_log_xid']);
    const rows = await askDatabase(
      location,
      `
      INSERT INTO user_api_call_log (user_id, api_route, xid) VALUES (1, '/b', '4');
      SELECT api_route, CASE xid WHEN '3' THEN 'old' WHEN pg_current_xact_id() THEN 'own' END AS xid FROM user_api_call_log ORDER BY id`,
    );
    expect(rows).toEqual([
      { api_route: '/a', xid: 'old' },
      { api_route: '/b', xid: 'own' },
    ]);
    expect((await planInit(location, {}, fixedNow())).additions).toEqual([]);
  });

  test('leaves what a newer program made, a view, and a column xid of other hands as they are', async () => {
    const newer = await createDatabase();
    await askDatabase(newer, 'INSERT INTO presents_schema (step) VALUES (99)');
    await expect(initDatabase(newer, options)).rejects.toThrow(
      /A newer presents made this database: its schema is at step 99/,
    );
    const view = await foreignDatabase();
    await askDatabase(
      view,
      'ALTER TABLE user_api_call_log RENAME TO log; CREATE VIEW user_api_call_log AS SELECT * FROM log',
    );
    await expect(initDatabase(view, options)).rejects.toThrow('user_api_call_log is no table but a view');
    const theirs = await foreignDatabase();
    await askDatabase(theirs, 'ALTER TABLE user_api_call_log ADD COLUMN xid text');
    await expect(initDatabase(theirs, options)).rejects.toThrow('The log has a column xid of the type text');
  });
});

describe.runIf(hasPostgres)('A row of the log', () => {
  test('has the xid of its own transaction, whatever it names, in any partition and under replication', async () => {
    const location = await createDatabase('nothing');
    await askDatabase(location, readFileSync('schema.postgres.sql', 'utf8'));
    // A partition that another program made, and one that it attaches.
    const rows = await askDatabase(
      location,
      `
      CREATE TABLE theirs PARTITION OF user_api_call_log FOR VALUES FROM ('2026-11-01+00') TO ('2026-12-01+00');
      CREATE TABLE attached (LIKE user_api_call_log INCLUDING ALL EXCLUDING IDENTITY);
      ALTER TABLE user_api_call_log ATTACH PARTITION attached FOR VALUES FROM ('2026-12-01+00') TO ('2027-01-01+00');
      SET session_replication_role = replica;
      INSERT INTO user_api_call_log (user_id, api_route, date_time, xid) VALUES
        (1, '/a', '2026-11-20+00', '5'), (1, '/b', '2026-12-20+00', '6'), (1, '/c', '1970-01-01+00', '7');
      INSERT INTO attached (id, user_id, api_route, date_time, xid) VALUES (9, 1, '/d', '2026-12-21+00', '8');
      SELECT tableoid::regclass::text AS part, xid = pg_current_xact_id() AS own FROM user_api_call_log ORDER BY api_route`,
    );
    expect(rows).toEqual([
      { part: 'theirs', own: true },
      { part: 'attached', own: true },
      { part: 'user_api_call_log_default', own: true },
      { part: 'attached', own: true },
    ]);
  });
});
