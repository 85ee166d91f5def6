import { statSync } from 'node:fs';
import { formatBytes, formatCount } from '../../../text/format.ts';
import { callFindings } from '../../answers/call-findings.ts';
import type { NamelessFinding } from '../../answers/findings.ts';
import { toTimestamp } from '../../answers/timestamps.ts';
import type { Connection } from '../file/connection.ts';
import { COUNT_CALLS, isComplete } from '../file/init.ts';

const DAY_MS = 86_400_000;
const MOST_COUNTED = 2_000_000;

/** Counts the calls of a time, up to a limit. */
export const COUNT_WITHIN = `
  SELECT COUNT(*) FROM (SELECT 1 FROM user_api_call_log WHERE date_time >= @from AND date_time < @to LIMIT @limit)`;

/** Says how large a log is, how fast it grows, and whether calls claim to come from the future. */
export function checkCalls(
  connection: Connection,
  { path, now }: { readonly path: string; readonly now: Date },
): readonly NamelessFinding[] {
  if (!isComplete(connection)) return [];
  const count = (from: Date, to: string) =>
    Number(
      connection
        .prepare(COUNT_WITHIN)
        .pluck()
        .get({ from: toTimestamp(from), to, limit: MOST_COUNTED }),
    );
  const calls = Number(connection.prepare(COUNT_CALLS).pluck().get());
  const callsPerDay = count(new Date(now.getTime() - DAY_MS), toTimestamp(now));
  const { size } = statSync(path);
  return callFindings({
    size: `${formatBytes(size)} in all; the log holds ${formatCount(calls)} calls`,
    callsPerDay,
    bytesPerDay: calls > 0 ? (callsPerDay * size) / calls : 0,
    isMore: callsPerDay === MOST_COUNTED,
    // Years of four digits end there; what is no time sorts behind them.
    futureCalls: count(new Date(now.getTime() + 1_000), '9999-12-31 23:59:59'),
  });
}
