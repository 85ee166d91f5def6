import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openLogOf } from '../../../src/store/postgres/calls/log-source.ts';
import { readSchema } from '../../../src/store/postgres/schema/objects.ts';
import { type Asker, Server } from '../../../src/store/postgres/server/server.ts';
import type { LogSource } from '../../../src/store/statistics/log-source.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { FollowedLog } from '../../helpers/postgres/followed-log.ts';
import { locationOn } from '../../helpers/postgres/server-place.ts';
import { hasPostgres, type ServerPair, startPair } from '../../helpers/postgres.ts';
import { temporaryFolder } from '../../helpers/store.ts';

let pair: ServerPair;

/** Two servers that hold the same, of which a test says which one is asked. */
class SteeredServer extends Server {
  at: keyof ServerPair = 'primary';
  readonly #servers: Readonly<Record<keyof ServerPair, Server>>;

  constructor(database: string) {
    const open = (name: keyof ServerPair) => new Server(locationOn([pair[name]], database), { timeoutMs: 10_000 });
    super(locationOn([pair.primary, pair.standby], database), { timeoutMs: 10_000 });
    this.#servers = { primary: open('primary'), standby: open('standby') };
  }

  override read<Answer>(work: (ask: Asker) => Promise<Answer>): Promise<Answer> {
    return this.#servers[this.at].read(work);
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), this.#servers.primary.close(), this.#servers.standby.close()]);
  }
}

const LOG = `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
  SELECT 1 + n % 3, timestamptz '2026-11-17 10:00+00' + make_interval(secs => n % 3000), '/r' || n % 2, 200, n`;

/** An index of a new log with 50 calls, asked of the primary; the standby has them and follows no further. */
async function followPair(database: string) {
  const { primary, standby } = pair;
  await primary.ask(`CREATE DATABASE ${database}`);
  const run = (sql: string) => primary.ask(`SET synchronous_commit = local; ${sql}`, database);
  await run(readSchema());
  const log = (count: number) => run(`${LOG} FROM generate_series(1, ${count}) n`);
  await log(50);
  const server = new SteeredServer(database);
  clearLater(() => server.close());
  const source = await openLogOf(server)();
  if (source === undefined) throw new Error('The log cannot be followed.');
  const onStandby = new Set<keyof LogSource>();
  const beginIndex = () =>
    new FollowedLog(source, join(temporaryFolder(), 'index'), (question) => {
      server.at = onStandby.has(question) ? 'standby' : 'primary';
    });
  const followed = beginIndex();
  await followed.settle();
  await untilCopied();
  await pauseStandby();
  clearLater(() => standby.ask('SELECT pg_wal_replay_resume()'));
  /** Asks the standby these questions, and the primary all others. */
  const askStandby = (...questions: readonly (keyof LogSource)[]) => {
    onStandby.clear();
    for (const question of questions) onStandby.add(question);
  };
  return { followed, beginIndex, run, log, askStandby };
}

/** Statements that attach a partition with seven calls of a year, logged by a transaction of long ago. */
const attach = (year: number) => `
  CREATE TABLE of_${year} (LIKE user_api_call_log INCLUDING DEFAULTS);
  INSERT INTO of_${year} (id, user_id, date_time, api_route, response_status_code, response_time_ms, xid)
    SELECT ${year} * 10 + n, 1, '${year}-01-01 10:00+00', '/old', 200, n, '5' FROM generate_series(1, 7) n;
  ALTER TABLE user_api_call_log ATTACH PARTITION of_${year}
    FOR VALUES FROM ('${year}-01-01 00:00+00') TO ('${year}-02-01 00:00+00')`;

async function pauseStandby(): Promise<void> {
  const { standby } = pair;
  await standby.ask('SELECT pg_wal_replay_pause()');
  await expect.poll(() => standby.ask('SELECT pg_get_wal_replay_pause_state() AS is')).toEqual([{ is: 'paused' }]);
}

/** Resolves when the standby has all that the primary has. */
async function untilCopied(): Promise<void> {
  const { primary, standby } = pair;
  const [wanted] = await primary.ask('SELECT pg_current_wal_insert_lsn() AS at');
  const isThere = async () => (await standby.ask(`SELECT pg_last_wal_replay_lsn() >= '${wanted?.at}' AS is`))[0]?.is;
  await expect.poll(isThere).toBe(true);
}

describe.runIf(hasPostgres)('An index of servers that are asked in turn', () => {
  beforeAll(async () => {
    if (hasPostgres) pair = await startPair();
  });

  test('counts what the primary holds, though a standby that is behind was asked last', async () => {
    const { followed, log, askStandby } = await followPair('version');
    await log(5);
    askStandby('news');
    expect(await followed.count()).toBe(50);
    askStandby();
    expect(await followed.count()).toBe(55);
  });

  test('goes on with the primary, though it had to wait for a standby that is behind', async () => {
    const { followed, log, askStandby } = await followPair('held');
    await log(5);
    await followed.settle();
    expect(await followed.count()).toBe(55);
    await log(5);
    askStandby('news');
    expect(await followed.count()).toBeUndefined();
    askStandby();
    expect(await followed.count()).toBe(60);
  });

  test('misses no call where it goes on past many of them and asks a standby that is behind when those began', async () => {
    const { followed, log, askStandby } = await followPair('leap');
    await log(25_000);
    askStandby('earliestAfter');
    await expect(followed.count()).rejects.toThrow('this server is behind the others');
    askStandby();
    await followed.settle();
    expect(await followed.count()).toBe(25_050);
  });

  test('misses no hour of which a standby that is behind has nothing', async () => {
    const { beginIndex, run, askStandby } = await followPair('hours');
    await run(`${LOG.replace('11-17', '11-18')} FROM generate_series(1, 5) n`);
    const followed = beginIndex();
    askStandby('latestBefore');
    for (let work = 0; work < 4; work += 1) await followed.work();
    askStandby();
    await followed.settle();
    expect(await followed.count()).toBe(55);
  });

  test('holds no call that was deleted, though a standby that is behind still has it', async () => {
    const { followed, run, askStandby } = await followPair('deleted');
    await run('DELETE FROM user_api_call_log WHERE id = 20');
    askStandby('rowsOf');
    for (let work = 0; work < 4; work += 1) await followed.work();
    askStandby();
    await followed.settle();
    expect(await followed.count()).toBe(49);
  });

  test('misses no call of a partition that was attached, though a standby that is behind does not have it', async () => {
    const { followed, run, askStandby } = await followPair('attached');
    await run(attach(2020));
    askStandby('callsOf');
    for (let work = 0; work < 6; work += 1) await followed.work();
    askStandby();
    await followed.settle();
    expect(await followed.count()).toBe(57);
  });

  test('misses no partition that was attached after another one, which a standby that is behind was asked about', async () => {
    const { followed, run, askStandby } = await followPair('twice');
    await pair.standby.ask('SELECT pg_wal_replay_resume()');
    await run(attach(2020));
    await untilCopied();
    await pauseStandby();
    await run(attach(2021));
    askStandby('news');
    await followed.work();
    askStandby();
    await followed.settle();
    expect(await followed.count()).toBe(64);
  });
});
