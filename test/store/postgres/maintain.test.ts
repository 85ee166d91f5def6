import { describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { initDatabase, maintain, planMaintain } from '../../../src/store/open.ts';
import { attachPartition } from '../../../src/store/postgres/schema/attach-partition.ts';
import { withServer } from '../../../src/store/postgres/schema/own-server.ts';
import { listPartitions } from '../../../src/store/postgres/schema/partition-list.ts';
import type { Asker } from '../../../src/store/postgres/server/server.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { fixedNow } from '../../helpers/store.ts';

const options = { now: fixedNow, actor: 'tester@here' };

// Every partition with its calls, and a sum that changes with any of them.
const CALLS_BY_PARTITION = `
  SELECT replace(tableoid::regclass::text, 'user_api_call_log_', '') AS part, count(*)::integer AS calls
  FROM user_api_call_log GROUP BY 1 ORDER BY 1`;
const DIGEST = `SELECT count(*)::integer AS calls, sum(hashtextextended(l::text, 0)::numeric)::text AS sum FROM user_api_call_log l`;

async function databaseWithCalls(days: readonly string[]): Promise<ServerLocation> {
  const location = await createDatabase('nothing');
  await initDatabase(location, options);
  const rows = days.flatMap((day) => [`(1, '/a', '${day} 00:00:00+00')`, `(1, '/b', '${day} 23:59:59+00')`]);
  await askDatabase(location, `INSERT INTO user_api_call_log (user_id, api_route, date_time) VALUES ${rows}`);
  return location;
}

describe.runIf(hasPostgres)('Maintenance of a log on a server', () => {
  test('makes partitions of past times for the calls in the default one and moves them, each as it stands', async () => {
    const location = await databaseWithCalls(['2026-11-20', '2026-11-15', '2026-11-09', '2024-02-29']);
    await askDatabase(
      location,
      `INSERT INTO user_api_call_log (user_id, api_route, date_time) VALUES (1, '/never', 'infinity'), (1, '/late', '2199-01-01')`,
    );
    const before = await askDatabase(location, DIGEST);
    expect(await planMaintain(location, options)).toMatchObject({ log: 'divided', old: [], missing: [{}, {}] });
    const { made, dropped } = await maintain(location, options);
    expect(dropped).toEqual([]);
    expect(made).toEqual([
      { from: new Date('2024-02-26'), to: new Date('2024-03-04'), movedCalls: 2 },
      { from: new Date('2026-11-09'), to: new Date('2026-11-16'), movedCalls: 4 },
    ]);
    expect(await askDatabase(location, DIGEST)).toEqual(before);
    expect(await askDatabase(location, CALLS_BY_PARTITION)).toEqual([
      { part: 'default', calls: 2 },
      { part: 'p20240226', calls: 2 },
      { part: 'p20261109', calls: 4 },
      { part: 'p20261116', calls: 2 },
    ]);
    expect(await maintain(location, options)).toEqual({ made: [], dropped: [] });
    expect(
      await askDatabase(location, `SELECT count(*)::integer FROM admin_audit_log WHERE action = 'maintain'`),
    ).toEqual([{ count: 2 }]);
  });

  test('makes the next eight weeks when the time has come, and takes what came too late out of the default partition', async () => {
    const location = await databaseWithCalls(['2026-11-20']);
    const now = () => new Date('2027-02-03T12:00:00Z');
    await askDatabase(
      location,
      `INSERT INTO user_api_call_log (user_id, api_route, date_time) VALUES (1, '/a', '2027-02-02 05:00+00')`,
    );
    const { made } = await maintain(location, { ...options, now });
    expect(made.map(({ from, movedCalls }) => [from.toISOString().slice(0, 10), movedCalls])).toEqual([
      ...[
        ['2027-01-25', 0],
        ['2027-02-01', 1],
        ['2027-02-08', 0],
        ['2027-02-15', 0],
        ['2027-02-22', 0],
      ].slice(1),
      ...['2027-03-01', '2027-03-08', '2027-03-15', '2027-03-22', '2027-03-29'].map((day) => [day, 0]),
    ]);
    expect(
      await askDatabase(
        location,
        `SELECT tableoid::regclass::text AS part FROM user_api_call_log ORDER BY date_time DESC LIMIT 1`,
      ),
    ).toEqual([{ part: 'user_api_call_log_p20270201' }]);
  });

  test('loses no call and doubles none while 4 writers log, late calls among them', async () => {
    const location = await databaseWithCalls(['2026-11-20']);
    await askDatabase(
      location,
      `INSERT INTO user_api_call_log (user_id, api_route, date_time) SELECT i, '/a', timestamptz '2026-10-01 00:00+00' + i * interval '1 minute' FROM generate_series(1, 20000) i`,
    );
    const stop = new AbortController();
    const written = [1, 2, 3, 4].map(async (writer) => {
      let count = 0;
      for (; !stop.signal.aborted; count += 1)
        await askDatabase(
          location,
          `INSERT INTO user_api_call_log (user_id, api_route, date_time) VALUES (${writer}, '/w', '2026-10-0${1 + (count % 9)} 12:00+00')`,
        );
      return count;
    });
    const [{ made }, counts] = await Promise.all([
      maintain(location, options).finally(() => stop.abort()),
      Promise.all(written),
    ]);
    expect(made.length).toBeGreaterThanOrEqual(3);
    const [row] = await askDatabase(
      location,
      `SELECT count(*)::integer AS calls, count(DISTINCT id)::integer AS ids FROM user_api_call_log`,
    );
    const total = 20_002 + counts.reduce((sum, count) => sum + count, 0);
    expect(row).toEqual({ calls: total, ids: total });
  });

  test('begins anew where calls go or change between the copy and the move', async () => {
    const location = await databaseWithCalls(['2026-10-20', '2026-10-21']);
    const range = { from: new Date('2026-10-19'), to: new Date('2026-10-26') };
    const changes = [
      'DELETE FROM user_api_call_log WHERE id = 1',
      `UPDATE user_api_call_log SET error_message = 'late' WHERE id = 2`,
    ];
    let attempts = 0;
    const moved = await withServer(location, 5_000, (server) =>
      server.write(async (ask) => {
        attempts += 1;
        const meddling: Asker = {
          ...ask,
          run: async (sql, values) => {
            const change = sql.startsWith('LOCK TABLE ONLY user_api_call_log IN') ? changes.shift() : undefined;
            if (change !== undefined) await askDatabase(location, change);
            return ask.run(sql, values);
          },
        };
        const fallback = (await listPartitions(ask)).find(({ isDefault }) => isDefault);
        return attachPartition(meddling, range, fallback);
      }),
    );
    expect([attempts, moved.movedCalls]).toEqual([3, 3]);
    const rows = await askDatabase(location, 'SELECT id::integer, error_message FROM user_api_call_log ORDER BY id');
    expect(rows).toEqual([
      { id: 2, error_message: 'late' },
      { id: 3, error_message: null },
      { id: 4, error_message: null },
    ]);
  });

  test('drops the partitions whose calls are all older than is wanted, and no other', async () => {
    const location = await databaseWithCalls(['2026-11-20', '2026-10-20', '2026-10-12', '2026-10-11']);
    await maintain(location, options);
    const wish = { ...options, dropOlderThanDays: 39 };
    // 39 days before 20 November, 12:00, is 12 October, 12:00: in the week that begins that day.
    const { old } = await planMaintain(location, wish);
    expect(old.map(({ name }) => name)).toEqual(['user_api_call_log_p20261005']);
    const { dropped } = await maintain(location, wish);
    expect(dropped).toMatchObject([{ name: 'user_api_call_log_p20261005', calls: 2, to: new Date('2026-10-12') }]);
    expect(await askDatabase(location, CALLS_BY_PARTITION)).toEqual([
      ...['p20261012', 'p20261019', 'p20261116'].map((part) => ({ part, calls: 2 })),
    ]);
  });

  test('has nothing to do for a log that is undivided, or a plain table', async () => {
    const undivided = await createDatabase();
    expect(await planMaintain(undivided, options)).toEqual({ log: 'undivided', missing: [], old: [] });
    await askDatabase(
      undivided,
      'DROP TABLE user_api_call_log; CREATE TABLE user_api_call_log (id bigint, date_time timestamp)',
    );
    expect(await planMaintain(undivided, options)).toEqual({ log: 'plain table', missing: [], old: [] });
    expect(await maintain(undivided, { ...options, dropOlderThanDays: 1 })).toEqual({ made: [], dropped: [] });
  });

  test('is for the owner of the log, takes another name where a detached partition has it, and leaves alone what others divided', async () => {
    const location = await databaseWithCalls(['2026-10-20']);
    const guest = `guest_${location.database}`;
    await askDatabase(location, `CREATE ROLE ${guest} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${guest}`);
    try {
      await expect(maintain({ ...location, user: guest }, options)).rejects.toMatchObject({
        message: 'Only postgres, who owns the log, may make and drop its partitions. Nothing was changed.',
        exitCode: 1,
      });
    } finally {
      await askDatabase(location, `DROP OWNED BY ${guest}; DROP ROLE ${guest}`);
    }
    await askDatabase(location, 'CREATE TABLE user_api_call_log_p20261019 (kept text)');
    await maintain(location, options);
    expect(await askDatabase(location, CALLS_BY_PARTITION)).toEqual([{ part: 'p20261019_2', calls: 2 }]);
    await askDatabase(
      location,
      `DROP TABLE user_api_call_log;
       CREATE TABLE user_api_call_log (id bigint, date_time timestamptz) PARTITION BY RANGE (id);
       CREATE TABLE first_ids PARTITION OF user_api_call_log FOR VALUES FROM (1) TO (1000)`,
    );
    expect(await planMaintain(location, { ...options, dropOlderThanDays: 1 })).toEqual({
      log: 'divided by others',
      missing: [],
      old: [],
    });
  });
});
