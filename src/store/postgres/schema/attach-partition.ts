import { UserError } from '../../../model/user-error.ts';
import type { Asker } from '../server/server.ts';
import type { Partition } from './partition-list.ts';
import type { PartitionRange } from './partition-ranges.ts';

const LOG = 'user_api_call_log';

/** Returns the owner of the log, to whom its partitions belong, and the schema that holds it. */
export const LOG_HOME = `
  SELECT quote_ident(pg_get_userbyid(relowner)) AS owner, relnamespace::regnamespace::text AS schema
  FROM pg_class WHERE oid = to_regclass('user_api_call_log')`;

/**
 * Makes a partition of the log, and moves the calls of its time out of the default one; returns how many. Works in the transaction
 * of the caller. The calls are copied while writers go on; only then the log is locked, what came meanwhile is copied, and the two are
 * compared before anything goes. A moved call keeps the transaction that logged it.
 */
export async function attachPartition(
  ask: Asker,
  range: PartitionRange,
  defaultPartition: Partition | undefined,
): Promise<number> {
  const [home] = await ask.rows<{ readonly owner: string; readonly schema: string }>(LOG_HOME);
  const table = `${home?.schema}.${LOG}_p${range.from.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const move = defaultPartition && { table, range, source: defaultPartition.name };
  await ask.run(`CREATE TABLE ${table} (LIKE ${LOG} INCLUDING ALL EXCLUDING IDENTITY)`);
  if (move) await copyCalls(ask, move);
  // A writer that had chosen the default partition and only waited to enter it would be refused, as its call now belongs elsewhere.
  // So writers wait before they choose; readers go on.
  await ask.run(`LOCK TABLE ONLY ${LOG} IN SHARE ROW EXCLUSIVE MODE`);
  const moved = move ? await moveCalls(ask, move) : 0;
  const bounds = `FROM ('${bound(range.from)}') TO ('${bound(range.to)}')`;
  await ask.run(`ALTER TABLE ${LOG} ATTACH PARTITION ${table} FOR VALUES ${bounds}`);
  await ask.run(`ALTER TABLE ${table} OWNER TO ${home?.owner}`);
  if (moved > 0) await ask.run(`ANALYZE ${table}`);
  return moved;
}

interface Move {
  readonly table: string;
  readonly range: PartitionRange;
  readonly source: string;
}

async function copyCalls(ask: Asker, { table, range, source }: Move): Promise<void> {
  await ask.run(`INSERT INTO ${table} SELECT * FROM ONLY ${source} WHERE ${isIn(range)}`);
}

async function moveCalls(ask: Asker, { table, range, source }: Move): Promise<number> {
  await ask.run(`LOCK TABLE ONLY ${source} IN ACCESS EXCLUSIVE MODE`);
  await ask.run(`
    INSERT INTO ${table} SELECT * FROM ONLY ${source} c WHERE ${isIn(range)}
      AND NOT EXISTS (SELECT FROM ${table} m WHERE m.id = c.id AND m.date_time = c.date_time)`);
  const digest = (from: string) =>
    ask.rows<{ readonly calls: number; readonly sum: string }>(`
      SELECT count(*) AS calls, coalesce(sum(hashtextextended(c::text, 0)::numeric), 0)::text AS sum
      FROM ONLY ${from} c WHERE ${isIn(range)}`);
  const [[stored], [copied]] = await Promise.all([digest(source), digest(table)]);
  if (copied?.calls !== stored?.calls || copied?.sum !== stored?.sum) throw changedMeanwhile(source);
  return ask.run(`DELETE FROM ONLY ${source} WHERE ${isIn(range)}`);
}

function changedMeanwhile(source: string): UserError {
  return new UserError(`Calls in ${source} were changed or deleted while they were moved. Nothing was changed.`, {
    nextStep: 'Try again when no other program deletes calls.',
    exitCode: 3,
    cause: Object.assign(new Error('changed meanwhile'), { code: '40001' }),
  });
}

function isIn({ from, to }: PartitionRange): string {
  return `date_time >= '${bound(from)}' AND date_time < '${bound(to)}'`;
}

// A zone that a column without one ignores, so that both mean UTC.
function bound(time: Date): string {
  return time
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '+00');
}
