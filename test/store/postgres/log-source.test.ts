import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ServerLocation } from '../../../src/model/location.ts';
import { LAST_SECOND } from '../../../src/store/answers/spans.ts';
import { openLogOf } from '../../../src/store/postgres/calls/log-source.ts';
import { readSchema } from '../../../src/store/postgres/schema/objects.ts';
import { type Asker, Server } from '../../../src/store/postgres/server/server.ts';
import { openIndex } from '../../../src/store/statistics/index-file.ts';
import { IndexSession } from '../../../src/store/statistics/index-session.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { FollowedLog } from '../../helpers/postgres/followed-log.ts';
import { locationOn, PLAIN_TIMES, withClient } from '../../helpers/postgres/server-place.ts';
import { askDatabase, createDatabase, hasPostgres, startCluster, startPair } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/store.ts';

const PARTITIONS = ['2026-11-02', '2026-11-09', '2026-11-16']
  .map((from, n) => {
    const to = `2026-11-${9 + 7 * n}`.replace('-9', '-09');
    return `CREATE TABLE week_${n} PARTITION OF user_api_call_log FOR VALUES FROM ('${from} 00:00+00') TO ('${to} 00:00+00')`;
  })
  .join(';');

/** Statement that logs so many calls of a day, a minute apart. */
function logOn(day: string, count: number, extra = ''): string {
  return `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms, error_message)
    SELECT 1 + n % 3, timestamptz '${day} 10:00+00' + make_interval(mins => n), '/r' || n % 2, 200, n, NULL
    FROM generate_series(1, ${count}) n ${extra}`;
}

/** Servers whose questions are counted. */
class CountingServer extends Server {
  reads = 0;

  override read<Answer>(work: (ask: Asker) => Promise<Answer>): Promise<Answer> {
    this.reads += 1;
    return super.read(work);
  }
}

async function follow(
  location: ServerLocation,
  folder = join(temporaryFolder(), 'index'),
): Promise<FollowedLog | undefined> {
  const server = new Server(location, { timeoutMs: 10_000 });
  clearLater(() => server.close());
  const log = await openLogOf(server)();
  return log && new FollowedLog(log, folder);
}

async function followSettled(location: ServerLocation, folder?: string): Promise<FollowedLog> {
  const followed = await follow(location, folder);
  if (followed === undefined) throw new Error('The log cannot be followed.');
  await followed.settle();
  return followed;
}

const hour = (text: string) => Date.parse(`${text}:00:00Z`) / 1000;

describe.runIf(hasPostgres)('The index of a log on a server', () => {
  test.each([
    ['has no transactions in it', 'ALTER TABLE user_api_call_log DROP COLUMN xid CASCADE'],
    ['may lack them in new rows', 'ALTER TABLE user_api_call_log ALTER COLUMN xid DROP DEFAULT'],
    ['does not find them by an index', 'DROP INDEX idx_api_log_xid'],
  ])('is not made of a log that %s', async (_, change) => {
    const location = await createDatabase();
    await askDatabase(location, change);
    expect(await follow(location)).toBeUndefined();
  });

  test('counts what a transaction logs once it ends, however many came after it, and what was there before xids', async () => {
    const location = await createDatabase();
    const [server] = location.servers;
    if (server === undefined) throw new Error('The location has no server.');
    await askDatabase(
      location,
      `SET session_replication_role = replica; ${logOn('2026-11-20', 5)};
      ALTER TABLE user_api_call_log DISABLE TRIGGER set_api_log_xid;
      INSERT INTO user_api_call_log (user_id, date_time, api_route, xid) VALUES (1, '2026-11-20 09:00+00', '/old', '3');
      ALTER TABLE user_api_call_log ENABLE ALWAYS TRIGGER set_api_log_xid`,
    );
    const followed = await followSettled(location);
    expect(await followed.count()).toBe(6);
    await withClient(server, { database: location.database, options: PLAIN_TIMES }, async (client) => {
      await client.query('BEGIN');
      await client.query(logOn('2026-11-20', 7));
      for (let round = 0; round < 3; round += 1) await askDatabase(location, logOn('2026-11-20', 2));
      expect(await followed.count()).toBe(12);
      await client.query('COMMIT');
    });
    expect(await followed.count()).toBe(19);
    await askDatabase(location, 'DELETE FROM user_api_call_log WHERE user_id = 99');
    expect(await followed.count()).toBe(19);
  });

  test('compares, after rows were changed or deleted, those of their partition alone', async () => {
    const location = await createDatabase();
    await askDatabase(
      location,
      `${PARTITIONS}; ${logOn('2026-11-03', 90)}; ${logOn('2026-11-10', 90)}; ${logOn('2026-11-17', 90)}`,
    );
    const followed = await followSettled(location);
    expect(await followed.count()).toBe(270);
    followed.spans.length = 0;
    await askDatabase(location, `DELETE FROM user_api_call_log WHERE date_time = '2026-11-10 10:20+00'`);
    await followed.settle();
    expect(await followed.count()).toBe(269);
    expect(followed.corrections).toBe(1);
    for (const { from, until } of followed.spans) {
      expect(from).toBeGreaterThanOrEqual(hour('2026-11-09T00'));
      expect(until).toBeLessThanOrEqual(hour('2026-11-16T00'));
    }
  });

  test('notices that calls of a plain table were deleted, and at once that it was emptied', async () => {
    const location = await createDatabase();
    await askDatabase(
      location,
      `CREATE TABLE plain (LIKE user_api_call_log INCLUDING ALL); DROP TABLE user_api_call_log CASCADE;
      ALTER TABLE plain RENAME TO user_api_call_log; ${logOn('2026-11-17', 90)}`,
    );
    const followed = await followSettled(location);
    expect(await followed.count()).toBe(90);
    await askDatabase(location, `DELETE FROM user_api_call_log WHERE date_time = '2026-11-17 10:20+00'`);
    await followed.settle();
    expect(await followed.count()).toBe(89);
    await askDatabase(location, 'TRUNCATE user_api_call_log');
    expect(await followed.count()).not.toBe(89);
  });

  test('notices at once that a partition was emptied, detached or attached, and trusts the older ones meanwhile', async () => {
    const location = await createDatabase();
    await askDatabase(
      location,
      `${PARTITIONS}; ${logOn('2026-11-03', 90)}; ${logOn('2026-11-10', 90)}; ${logOn('2026-11-17', 90)}`,
    );
    const followed = await followSettled(location);
    followed.spans.length = 0;
    await askDatabase(location, 'TRUNCATE week_1');
    expect(await followed.count()).not.toBe(270);
    await followed.settle();
    expect(await followed.count()).toBe(180);
    expect(followed.spans.filter(({ from }) => from < hour('2026-11-09T00'))).toEqual([]);
    await askDatabase(location, 'ALTER TABLE user_api_call_log DETACH PARTITION week_2');
    await followed.settle();
    expect(await followed.count()).toBe(90);
    await askDatabase(
      location,
      `ALTER TABLE user_api_call_log ATTACH PARTITION week_2
      FOR VALUES FROM ('2026-11-16 00:00+00') TO ('2026-11-23 00:00+00')`,
    );
    await followed.settle();
    expect(await followed.count()).toBe(180);
  });

  test('is compared with nothing when partitions are made for the times to come', async () => {
    const location = await createDatabase();
    await askDatabase(location, `${PARTITIONS}; ${logOn('2026-11-17', 90)}`);
    const followed = await followSettled(location);
    followed.spans.length = 0;
    await askDatabase(
      location,
      `CREATE TABLE week_9 PARTITION OF user_api_call_log
      FOR VALUES FROM ('2027-01-04 00:00+00') TO ('2027-01-11 00:00+00')`,
    );
    expect(await followed.count()).toBe(90);
    await followed.settle();
    expect(followed.spans).toEqual([]);
  });

  test('goes on where it ended, reading only the hours with calls that came meanwhile, were they many', async () => {
    const location = await createDatabase();
    const folder = join(temporaryFolder(), 'index');
    await askDatabase(location, `${PARTITIONS}; ${logOn('2026-11-03', 90)}; ${logOn('2026-11-10', 90)}`);
    (await followSettled(location, folder)).close();
    await askDatabase(location, logOn('2026-11-17', 600, 'CROSS JOIN generate_series(1, 50)'));
    const followed = await followSettled(location, folder);
    expect(await followed.count()).toBe(30_180);
    expect(followed.spans.length).toBeGreaterThan(0);
    expect(followed.spans.every(({ from }) => from >= hour('2026-11-17T00'))).toBe(true);
  });

  test('says that a log with transactions of another server has to be put in order first', async () => {
    const location = await createDatabase();
    await askDatabase(location, logOn('2026-11-17', 9));
    const followed = await followSettled(location);
    await askDatabase(
      location,
      `ALTER TABLE user_api_call_log DISABLE TRIGGER set_api_log_xid;
      INSERT INTO user_api_call_log (user_id, date_time, api_route, xid)
      SELECT 1, '2026-11-18 10:00+00', '/restored', '1099511627776' FROM generate_series(1, 25000)`,
    );
    expect(await followed.count()).toBeUndefined();
    expect(followed.state).toMatchObject({
      state: 'none',
      reason: 'the log was restored from another server, and was not completed since',
    });
  });

  test('takes one round trip to look for new rows, to read them where it was told, and for many questions at once', async () => {
    // A server of its own: transactions of any other database are moves of the log, too.
    const cluster = await startCluster({ settings: { synchronous_commit: 'on' } });
    await cluster.ask('CREATE DATABASE calls');
    const location = locationOn([cluster], 'calls');
    await askDatabase(location, `${readSchema()}; ${logOn('2026-11-17', 9)}`);
    const server = new CountingServer(location, { timeoutMs: 10_000 });
    clearLater(() => server.close());
    const log = await openLogOf(server)();
    if (log === undefined) throw new Error('The log cannot be followed.');
    const session = new IndexSession(log, openIndex(undefined, log), () => undefined);
    clearLater(() => session.close());
    while ((await session.next()) === 'build') await session.build(5_000);
    const ask = async (since: number) =>
      (await session.view({ from: 0, until: LAST_SECOND }, { exactCalls: 0, since }))?.sum({}).overall.calls;
    server.reads = 0;
    expect(await ask(performance.now())).toBe(9);
    expect(server.reads).toBe(1);
    await askDatabase(location, logOn('2026-11-17', 3));
    session.noteMove();
    const since = performance.now();
    for (let question = 0; question < 5; question += 1) expect(await ask(since)).toBe(12);
    expect(server.reads).toBe(2);
    expect(await ask(performance.now())).toBe(12);
    expect(server.reads).toBe(3);
  });

  test('is made anew when a standby that lacked rows takes the place of the primary, though ids and xids come again', async () => {
    const { primary, standby } = await startPair();
    await primary.ask('CREATE DATABASE calls');
    await primary.ask(readSchema(), 'calls');
    await primary.ask(logOn('2026-11-17', 50), 'calls');
    await expect
      .poll(() => standby.ask('SELECT count(*)::int AS n FROM user_api_call_log', 'calls').catch(() => []))
      .toEqual([{ n: 50 }]);
    const folder = join(temporaryFolder(), 'index');
    await standby.ask('SELECT pg_wal_replay_pause()');
    await primary.ask(`SET synchronous_commit = local; ${logOn('2026-11-17', 5)}`, 'calls');
    const first = await followSettled(locationOn([primary], 'calls'), folder);
    expect(await first.count()).toBe(55);
    first.close();
    const behind = await follow(locationOn([standby], 'calls'), folder);
    expect(await behind?.count()).toBeUndefined();
    expect(behind?.state.reason).toBe('this server is behind the others');
    behind?.close();
    await primary.kill();
    await standby.kill();
    await standby.start();
    await standby.ask('SELECT pg_promote()');
    const rows = await standby.ask(`SELECT count(*)::int AS n FROM user_api_call_log`, 'calls');
    await standby.ask(logOn('2026-11-17', 5), 'calls');
    const followed = await followSettled(locationOn([standby], 'calls'), folder);
    expect(await followed.count()).toBe(Number(rows[0]?.n) + 5);
  });
});
