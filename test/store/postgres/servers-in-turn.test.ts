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
  const followed = new FollowedLog(source, join(temporaryFolder(), 'index'), (question) => {
    server.at = onStandby.has(question) ? 'standby' : 'primary';
  });
  await followed.settle();
  await untilCopied();
  await standby.ask('SELECT pg_wal_replay_pause()');
  clearLater(() => standby.ask('SELECT pg_wal_replay_resume()'));
  await expect.poll(() => standby.ask('SELECT pg_get_wal_replay_pause_state() AS is')).toEqual([{ is: 'paused' }]);
  /** Asks the standby these questions, and the primary all others. */
  const askStandby = (...questions: readonly (keyof LogSource)[]) => {
    onStandby.clear();
    for (const question of questions) onStandby.add(question);
  };
  return { followed, run, log, askStandby };
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
});
