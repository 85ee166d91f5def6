import type { FailedRow } from '../../answers/call-sums.ts';
import type { Connection } from '../file/connection.ts';
import { type AskedCalls, askAbout } from './call-question.ts';
import { IN_WINDOW, IS_ERROR } from './call-sql.ts';
import type { ExactRows } from './exact-rows.ts';
import { STATISTIC_COLUMNS } from './log-position.ts';

/** The failed calls of a window, up to a limit. */
export const FAILED_ROWS = `
  SELECT ${STATISTIC_COLUMNS} FROM user_api_call_log WHERE ${IN_WINDOW} AND ${IS_ERROR} LIMIT @limit`;

/** Reads the failed calls that are asked for; undefined where there are more than `most`. */
export function readFailedCalls(
  connection: Connection,
  asked: AskedCalls,
  { most, exactRows }: { readonly most: number; readonly exactRows: ExactRows },
): readonly FailedRow[] | undefined {
  const { sql, parameters } = askAbout(connection, asked);
  const rows = exactRows.all(connection, sql(FAILED_ROWS), { ...parameters, limit: most + 1 });
  return rows.length > most ? undefined : rows;
}
