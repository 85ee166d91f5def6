import { PresentsError } from '../../../model/presents-error.ts';
import type { Asker } from '../server/server.ts';
import type { Partition } from './partition-list.ts';
import type { PartitionRange } from './partition-ranges.ts';

const LOG = 'user_api_call_log';

/**
 * Returns the owner of the log, to whom its partitions belong, and a name for a new one, in the schema of the log: one that was
 * detached may still have the name `$1`.
 */
export const NAME_PARTITION = `
  SELECT quote_ident(pg_get_userbyid(l.relowner)) AS owner, l.relnamespace::regnamespace::text || '.' || free.name AS name
  FROM pg_class l CROSS JOIN LATERAL (
    SELECT $1::text || CASE n WHEN 1 THEN '' ELSE '_' || n END AS name FROM generate_series(1, 1000) n
    WHERE NOT EXISTS (SELECT FROM pg_class t
      WHERE t.relnamespace = l.relnamespace AND t.relname = $1::text || CASE n WHEN 1 THEN '' ELSE '_' || n END)
    ORDER BY n LIMIT 1) free
  WHERE l.oid = to_regclass('user_api_call_log')`;

/** A partition that was made: its name as it stands in statements, and how many calls were moved into it. */
export interface AttachedPartition {
  readonly name: string;
  readonly movedCalls: number;
}

/** The statement that makes a partition of a log that is new: in any other, it would keep everybody out. */
export function makePartition(range: PartitionRange): string {
  return `CREATE TABLE ${partitionName(range)} PARTITION OF ${LOG} FOR VALUES ${boundsOf(range)}`;
}

/**
 * Makes a partition of the log, and moves the calls of its time out of the default one. Works in the transaction of the caller. The
 * calls are copied while writers go on; only then the log is locked, what came meanwhile is copied, and the two are compared before
 * anything goes. A moved call keeps the transaction that logged it.
 */
export async function attachPartition(
  ask: Asker,
  range: PartitionRange,
  defaultPartition: Partition | undefined,
): Promise<AttachedPartition> {
  const named = [partitionName(range)];
  const [found] = await ask.rows<{ readonly owner: string; readonly name: string }>(NAME_PARTITION, named);
  const { owner = '', name = '' } = found ?? {};
  const move = defaultPartition && { table: name, range, source: defaultPartition.name };
  await ask.run(`CREATE TABLE ${name} (LIKE ${LOG} INCLUDING ALL EXCLUDING IDENTITY)`);
  // Attaching would read all of it again, to see that its calls are of this time.
  await ask.run(`ALTER TABLE ${name} ADD CONSTRAINT of_its_time CHECK (date_time IS NOT NULL AND ${isIn(range)})`);
  const copied = move ? await copyCalls(ask, move) : NOTHING;
  // A writer that had chosen the default partition and only waited to enter it would be refused, as its call now belongs elsewhere.
  // So writers wait before they choose; readers go on.
  await ask.run(`LOCK TABLE ONLY ${LOG} IN SHARE ROW EXCLUSIVE MODE`);
  const movedCalls = move ? await moveCalls(ask, move, copied) : 0;
  await ask.run(`ALTER TABLE ${LOG} ATTACH PARTITION ${name} FOR VALUES ${boundsOf(range)}`);
  await ask.run(`ALTER TABLE ${name} DROP CONSTRAINT of_its_time, OWNER TO ${owner}`);
  return { name, movedCalls };
}

interface Move {
  readonly table: string;
  readonly range: PartitionRange;
  readonly source: string;
}

/** Number of rows, and a sum that any change of one changes. */
interface Digest {
  readonly calls: number;
  readonly sum: string;
}

const NOTHING: Digest = { calls: 0, sum: '0' };
const DIGEST = 'count(*)::float8 AS calls, coalesce(sum(hashtextextended(c::text, 0)::numeric), 0)::text AS sum';

async function digestOf(ask: Asker, rows: string, statement = ''): Promise<Digest> {
  const [digest] = await ask.rows<Digest>(`${statement} SELECT ${DIGEST} FROM ${rows}`);
  return digest ?? NOTHING;
}

function copyCalls(ask: Asker, { table, range, source }: Move): Promise<Digest> {
  const insert = `INSERT INTO ${table} SELECT * FROM ONLY ${source} WHERE ${isIn(range)} RETURNING *`;
  return digestOf(ask, 'c', `WITH c AS (${insert})`);
}

async function moveCalls(ask: Asker, { table, range, source }: Move, copied: Digest): Promise<number> {
  await ask.run(`LOCK TABLE ONLY ${source} IN ACCESS EXCLUSIVE MODE`);
  const insert = `
    INSERT INTO ${table} SELECT * FROM ONLY ${source} s WHERE ${isIn(range)}
      AND NOT EXISTS (SELECT FROM ${table} m WHERE m.id = s.id AND m.date_time = s.date_time) RETURNING *`;
  const late = await digestOf(ask, 'c', `WITH c AS (${insert})`);
  const stored = await digestOf(ask, `ONLY ${source} c WHERE ${isIn(range)}`);
  const isSame = BigInt(stored.sum) === BigInt(copied.sum) + BigInt(late.sum);
  if (!isSame || stored.calls !== copied.calls + late.calls) throw changedMeanwhile(source);
  return ask.run(`DELETE FROM ONLY ${source} WHERE ${isIn(range)}`);
}

function changedMeanwhile(source: string): PresentsError {
  return new PresentsError(`Calls in ${source} were changed or deleted while they were moved. Nothing was changed.`, {
    code: 'busy',
    nextStep: 'Try again when no other program deletes calls.',
    cause: Object.assign(new Error('changed meanwhile'), { code: '40001' }),
  });
}

function partitionName({ from }: PartitionRange): string {
  return `${LOG}_p${from.toISOString().slice(0, 10).replaceAll('-', '')}`;
}

function boundsOf({ from, to }: PartitionRange): string {
  return `FROM ('${bound(from)}') TO ('${bound(to)}')`;
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
