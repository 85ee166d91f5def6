import { formatBytes, formatCompact } from '../../../text/format.ts';
import { callFindings } from '../../answers/call-findings.ts';
import type { NamelessFinding } from '../../answers/findings.ts';
import { FIND_TABLES, MEASURE } from '../schema/catalog.ts';
import type { Asker } from '../server/server.ts';

/** Calls that are counted for their number a day; there may be more. */
const MOST_COUNTED = 500_000;
const DAY_SECONDS = 86_400;

/** Counts the calls of a time, up to a limit. */
export const COUNT_RECENT = `
  SELECT count(*) AS calls FROM (SELECT FROM user_api_call_log
    WHERE date_time >= to_timestamp($1::float8) AND date_time < to_timestamp($2::float8) LIMIT $3) c`;

/** Counts the calls that are later than a time, up to a limit. */
export const COUNT_FUTURE = `
  SELECT count(*) AS calls FROM (SELECT FROM user_api_call_log
    WHERE date_time > to_timestamp($1::float8) AND isfinite(date_time) LIMIT $2) c`;

/** The bytes of the database and of its log. */
export const MEASURE_BYTES = `
  SELECT pg_database_size(current_database())::float8 AS database,
    (SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE oid = to_regclass('user_api_call_log')
      OR oid IN (SELECT relid FROM pg_partition_tree(to_regclass('user_api_call_log'))))::float8 AS log`;

interface Counted {
  readonly calls: number;
}

/** Says how large the log is, how fast it grows, and whether calls claim to come from the future. */
export async function checkCalls(ask: Asker, now: Date): Promise<readonly NamelessFinding[]> {
  const found = await ask.rows(FIND_TABLES, [['user_api_call_log']]);
  if (found.length === 0) return [];
  const seconds = now.getTime() / 1000;
  const [[bytes], [measured], [recent], [future]] = await Promise.all([
    ask.rows<{ readonly database: number; readonly log: number }>(MEASURE_BYTES),
    ask.rows<Counted>(MEASURE),
    ask.rows<Counted>(COUNT_RECENT, [seconds - DAY_SECONDS, seconds, MOST_COUNTED]),
    ask.rows<Counted>(COUNT_FUTURE, [seconds + 1, MOST_COUNTED]),
  ]);
  const calls = Number(measured?.calls ?? 0);
  const perDay = Number(recent?.calls ?? 0);
  return callFindings({
    size: `${formatBytes(bytes?.database ?? 0)} in all; the log holds about ${formatCompact(calls)} calls`,
    callsPerDay: perDay,
    bytesPerDay: calls > 0 ? (perDay * (bytes?.log ?? 0)) / calls : 0,
    isMore: perDay === MOST_COUNTED,
    futureCalls: Number(future?.calls ?? 0),
  });
}
