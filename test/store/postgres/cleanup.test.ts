import { describe, expect, test } from 'vitest';
import { withClient } from '../../helpers/postgres/server-place.ts';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { openTestStore } from '../../helpers/store.ts';

const calls = (partition: string, count: number) =>
  `INSERT INTO user_api_call_log (user_id, api_route, date_time)
   SELECT 1, '/a', timestamptz '${partition}' + n * interval '1 minute' FROM generate_series(1, ${count}) n`;

/** A log with two partitions of 2025, in which calls lie, and one call of no partition's time. */
async function partitioned() {
  const location = await createDatabase();
  await askDatabase(
    location,
    `CREATE TABLE log_of_march PARTITION OF user_api_call_log FOR VALUES FROM ('2025-03-01 00:00+00') TO ('2025-04-01 00:00+00');
     CREATE TABLE log_of_april PARTITION OF user_api_call_log FOR VALUES FROM ('2025-04-01 00:00+00') TO ('2025-05-01 00:00+00');
     ${calls('2025-03-02', 700)}; ${calls('2025-04-02', 10)}; ${calls('2025-04-20', 20)}; ${calls('2024-01-01', 1)}`,
  );
  const tables = `SELECT relid::text AS name FROM pg_partition_tree('user_api_call_log') WHERE relid::text LIKE 'log\\_of%'`;
  return {
    location,
    store: await openTestStore(location, { now: () => new Date('2025-04-10T00:00:00Z') }),
    remaining: () => askDatabase(location, 'SELECT count(*)::int AS count FROM user_api_call_log'),
    partitions: async () => (await askDatabase(location, tables)).map(({ name }) => name),
  };
}

describe.runIf(hasPostgres)('A cleanup of a log in partitions', () => {
  test('drops whole partitions, deletes the rest, and records itself once with all that went', async () => {
    const { store, remaining, partitions } = await partitioned();
    expect(await store.apiLogs.countOlderThan(0)).toEqual({ matching: 711, total: 731 });
    const progress: number[] = [];
    expect(await store.apiLogs.cleanup({ days: 0, onProgress: (count) => progress.push(count) })).toBe(711);
    expect(progress).toEqual([700, 711]);
    expect(await remaining()).toEqual([{ count: 20 }]);
    expect(await partitions()).toEqual(['log_of_april']);
    expect(await store.audit.list()).toMatchObject([{ action: 'cleanup logs', detail: { days: 0, deleted: 711 } }]);
  });

  test('stops between two partitions when told to', async () => {
    const { store, partitions } = await partitioned();
    const stop = new AbortController();
    expect(await store.apiLogs.cleanup({ days: 0, signal: stop.signal, onProgress: () => stop.abort() })).toBe(700);
    expect(await partitions()).toEqual(['log_of_april']);
  });

  test('asks a rule about every call, and drops no partition over its head', async () => {
    const { location, store, partitions } = await partitioned();
    await askDatabase(
      location,
      `CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.id = 5 THEN RETURN NULL; END IF; RETURN OLD; END $$;
       CREATE TRIGGER keep BEFORE DELETE ON user_api_call_log FOR EACH ROW EXECUTE FUNCTION keep()`,
    );
    await expect(store.apiLogs.cleanup({ days: 0 })).rejects.toThrow(
      'Deleted 710 of 711 rows; the database kept 1: a trigger or rule of “user_api_call_log” prevents it (“keep”).',
    );
    expect(await askDatabase(location, 'SELECT id::int FROM log_of_march')).toEqual([{ id: 5 }]);
    expect(await partitions()).toEqual(['log_of_march', 'log_of_april']);
  });

  test('deletes row by row what somebody reads for long', async () => {
    const { location, store, partitions, remaining } = await partitioned();
    const [server] = location.servers;
    if (!server) throw new Error('The location has no server.');
    await withClient(server, { database: location.database }, async (reader) => {
      await reader.query('BEGIN; SELECT count(*) FROM user_api_call_log');
      expect(await store.apiLogs.cleanup({ days: 0 })).toBe(711);
    });
    expect(await partitions()).toEqual(['log_of_march', 'log_of_april']);
    expect(await remaining()).toEqual([{ count: 20 }]);
  });
});
