import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Random } from '../../../src/demo/random.ts';
import { copyRows } from '../postgres/copy-rows.ts';
import type { ServerPlace } from '../postgres/server-place.ts';

const copied = Array.from({ length: 30 }, (_, n) => [n, '/copied']);

/** Options for writers. */
export interface WriterOptions {
  readonly server: ServerPlace;
  readonly database: string;
  readonly random: Random;
  readonly until: () => boolean;
  readonly number: number;
}

const COLUMNS = '(user_id, date_time, api_route, response_status_code, response_time_ms, error_message)';
const SOME = `SELECT 1 + n % 7, date_trunc('second', now()) - make_interval(secs => (n * 7919) % 20000), '/route/' || n % 5,
    CASE WHEN n % 9 = 0 THEN 500 ELSE 200 END, n % 300, CASE WHEN n % 9 = 0 THEN 'failed ' || n % 3 END
  FROM generate_series($1::int, $1::int + $2::int - 1) n`;

/** Logs calls as servers do that are badly written: in long transactions, with savepoints, prepared, rolled back, with old xids. */
export async function write(options: WriterOptions): Promise<number> {
  let transactions = 0;
  while (options.until()) {
    const client = new pg.Client({ ...options.server, user: 'postgres', database: options.database });
    client.on('error', () => undefined);
    try {
      await client.connect();
      while (options.until()) {
        await writeOnce(client, options, transactions);
        transactions += 1;
      }
    } catch {
      // The server was killed, or what others did was in the way: a server tries again.
      await pause(20);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return transactions;
}

async function writeOnce(client: pg.Client, { random, number }: WriterOptions, transaction: number): Promise<void> {
  const insert = (columns = COLUMNS, some = SOME) =>
    client.query(`INSERT INTO user_api_call_log ${columns} ${some}`, [1 + random.below(1e6), 1 + random.below(40)]);
  await client.query('BEGIN');
  await insert();
  if (random.chance(0.2)) {
    await client.query('SAVEPOINT one');
    await insert();
    if (random.chance(0.3)) await client.query('ROLLBACK TO one');
  }
  // As a dump that is restored into the table names the transactions of another time.
  if (random.chance(0.1))
    await insert(COLUMNS.replace(')', ', xid)'), SOME.replace('\n  FROM', `, '${4 + random.below(900)}'\n  FROM`));
  if (random.chance(0.1)) await copyRows(client, 'user_api_call_log', ['user_id', 'api_route'], copied);
  if (number % 8 === 0) await pause(random.chance(0.2) ? 900 : random.between(0, 150));
  else if (random.chance(0.3)) await pause(random.between(0, 5));
  if (random.chance(0.1)) await insert();
  const end = random.between(0, 1);
  if (end < 0.07) await client.query('ROLLBACK');
  else if (end < 0.12) {
    const name = `writer ${number} ${transaction}`;
    await client.query(`PREPARE TRANSACTION '${name}'`);
    await pause(random.between(0, 100));
    await client.query(`${random.chance(0.8) ? 'COMMIT' : 'ROLLBACK'} PREPARED '${name}'`);
  } else await client.query('COMMIT');
}
