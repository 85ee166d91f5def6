import { formatCount, formatElapsed, formatShare } from '../../../text/format.ts';
import type { NamelessFinding } from '../../answers/findings.ts';
import type { Asker } from '../server/server.ts';

const MANY_DEAD = 10_000;
const DEAD_SHARE = 0.2;
const OLD_TRANSACTION_SECONDS = 600;
const OLD_XIDS = 1_000_000_000;

/** Live and dead rows, when autovacuum last came by, the oldest open transaction and the age of the oldest xid. */
export const DESCRIBE_UPKEEP = `
  SELECT coalesce(sum(n_live_tup), 0)::float8 AS live, coalesce(sum(n_dead_tup), 0)::float8 AS dead,
    current_setting('autovacuum') = 'on' AS autovacuum,
    (SELECT extract(epoch FROM clock_timestamp() - min(xact_start))::float8 FROM pg_stat_activity
      WHERE backend_xmin IS NOT NULL OR backend_xid IS NOT NULL) AS "oldestSeconds",
    (SELECT age(datfrozenxid)::float8 FROM pg_database WHERE datname = current_database()) AS "xidAge"
  FROM pg_stat_user_tables
  WHERE relid IN (to_regclass('"user"'), to_regclass('product_attributes'), to_regclass('user_api_call_log'))
    OR relid IN (SELECT relid FROM pg_partition_tree(to_regclass('user_api_call_log')))`;

interface UpkeepRow {
  readonly live: number;
  readonly dead: number;
  readonly autovacuum: boolean;
  /** Null also where this role may not see the transactions of others. */
  readonly oldestSeconds: number | null;
  readonly xidAge: number;
}

/** Says whether the server clears away what was deleted, and what keeps it from that. */
export async function checkUpkeep(ask: Asker): Promise<readonly NamelessFinding[]> {
  const [row] = await ask.rows<UpkeepRow>(DESCRIBE_UPKEEP);
  if (row === undefined) return [];
  return [deadFinding(row), ...transactionFindings(row), ...xidFindings(row)];
}

function deadFinding({ live, dead, autovacuum }: UpkeepRow): NamelessFinding {
  if (!autovacuum) {
    return {
      state: 'warn',
      text: 'autovacuum is off: deleted rows are never cleared away.',
      nextStep: 'Set autovacuum = on.',
    };
  }
  const share = formatShare(dead, live + dead);
  if (dead > MANY_DEAD && dead > DEAD_SHARE * (live + dead)) {
    const text = `${formatCount(dead)} rows, ${share} of all, are deleted and not yet cleared away.`;
    return { state: 'warn', text, nextStep: 'As the owner: VACUUM (ANALYZE) user_api_call_log;' };
  }
  return { state: 'good', text: `autovacuum keeps up: ${formatCount(dead)} deleted rows are not yet cleared away.` };
}

function transactionFindings({ oldestSeconds }: UpkeepRow): readonly NamelessFinding[] {
  if (oldestSeconds === null || oldestSeconds < OLD_TRANSACTION_SECONDS) return [];
  const text = `A transaction has been open for ${formatElapsed(oldestSeconds * 1000)}: it holds up the cleaning of rows, and the statistics index.`;
  const nextStep = 'Find it: SELECT pid, usename, state, query FROM pg_stat_activity ORDER BY xact_start;';
  return [{ state: 'warn', text, nextStep }];
}

function xidFindings({ xidAge }: UpkeepRow): readonly NamelessFinding[] {
  if (xidAge < OLD_XIDS) return [];
  const text = `The oldest transaction number in use is ${formatCount(xidAge)} old; the server stops at 2 billion.`;
  return [
    { state: 'bad', text, nextStep: 'As the owner: VACUUM (FREEZE) in this database, and find what holds it up.' },
  ];
}
