import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../../../src/demo/random.ts';
import type { Cluster } from '../postgres/cluster.ts';

/** Options for mischief. */
export interface MischiefOptions {
  readonly primary: Cluster;
  readonly standby: Cluster;
  readonly database: string;
  readonly random: Random;
  /** Number of times that everything is done. */
  readonly rounds: number;
  readonly until: () => boolean;
  /** Resolves when all readers have come to terms with it. */
  readonly untilAnswered: () => Promise<void>;
}

const OTHER = 'user_api_call_log_other';
// Nobody reads between the change of a table and the look at it.
const ALONE = 'SET lock_timeout = 300; BEGIN; LOCK TABLE user_api_call_log IN ACCESS EXCLUSIVE MODE;';
const ROWS = `SELECT 1 + n % 7, timestamptz '2020-01-01 10:00+00' + make_interval(secs => n), '/attached', 200, n % 100
  FROM generate_series(1, 500) n`;

const KINDS = {
  freeze: 'VACUUM (FREEZE) user_api_call_log',
  rewrite: `SET lock_timeout = 300; ALTER TABLE user_api_call_log ALTER COLUMN response_status_code TYPE bigint;
    ALTER TABLE user_api_call_log ALTER COLUMN response_status_code TYPE integer`,
  attach: `CREATE TABLE IF NOT EXISTS ${OTHER} (LIKE user_api_call_log INCLUDING DEFAULTS);
    INSERT INTO ${OTHER} (id, user_id, date_time, api_route, response_status_code, response_time_ms, xid)
      SELECT nextval(pg_get_serial_sequence('user_api_call_log', 'id')), r.*, '5'::xid8 FROM (${ROWS}) r;
    ${ALONE} ALTER TABLE user_api_call_log ATTACH PARTITION ${OTHER} FOR VALUES FROM ('2020-01-01 00:00+00') TO ('2020-02-01 00:00+00');
    COMMIT`,
  truncate: `${ALONE} TRUNCATE ${OTHER}; COMMIT`,
  detach: `${ALONE} ALTER TABLE user_api_call_log DETACH PARTITION ${OTHER}; DROP TABLE ${OTHER}; COMMIT`,
};

/** Does to the table and its servers what administrators and machines do; returns how often what was done. */
export async function makeMischief(options: MischiefOptions): Promise<Readonly<Record<string, number>>> {
  const { primary, standby, database, random, rounds, until, untilAnswered } = options;
  const done: Record<string, number> = {};
  // In an order in which each finds the table as it wants it.
  const order = ['attach', 'standby killed', 'rewrite', 'truncate', 'primary killed', 'freeze', 'detach'] as const;
  for (let turn = 0; until() && turn < order.length * rounds; turn += 1) {
    await untilAnswered();
    await pause(random.between(0, 100));
    const kind = order[turn % order.length] ?? 'freeze';
    try {
      if (kind === 'standby killed') await again(standby);
      else if (kind === 'primary killed') await again(primary);
      else await primary.ask(KINDS[kind], database);
      done[kind] = (done[kind] ?? 0) + 1;
    } catch {
      // The table is not as this wants it, or others hold it.
    }
  }
  await untilAnswered();
  return done;
}

async function again(server: Cluster): Promise<void> {
  await server.kill();
  await server.start();
}
