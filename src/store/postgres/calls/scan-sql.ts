import type { BoundQuery } from '../../../filter/bound-query.ts';
import { termsOf } from '../../../filter/work.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { fitsErrorsAlone } from '../../answers/errors-alone.ts';
import { bindId } from '../values.ts';
import type { Statement } from './call-question.ts';
import { IS_ERROR, SECOND } from './call-sql.ts';
import { conditionOf } from './query-sql.ts';
import type { Binder } from './text-sql.ts';

/** Place in the log by time: all calls before it in that order are older, or of the same second with a lower id. */
export interface ScanPlace {
  readonly second: number;
  readonly id: string;
}

/** Id below that of every call. */
export const LOWEST_ID = '-9223372036854775808';

/** Tells whether this database notes the transactions of its rows; those of other programs may not. */
export const HAS_XIDS = `
  SELECT count(*) FROM pg_attribute
  WHERE attrelid = to_regclass('user_api_call_log') AND attname = 'xid' AND atttypid = 'xid8'::regtype AND NOT attisdropped`;

/** The transactions that are seen now. A standby does not say which of those that have begun are: there it is none of them. */
export const SNAPSHOT = `
  SELECT CASE WHEN pg_is_in_recovery() THEN concat(pg_snapshot_xmin(s), ':', pg_snapshot_xmin(s), ':') ELSE s::text END
  FROM pg_current_snapshot() s`;

/** The highest id of the log. */
export const LAST_ID = 'SELECT max(l.id)::text FROM user_api_call_log l';

/** Rows of transactions that were not seen before. */
const isNewByXid = (snapshot: string) =>
  `l.xid > '3' AND l.xid >= pg_snapshot_xmin(${snapshot}::pg_snapshot)
    AND NOT pg_visible_in_snapshot(l.xid, ${snapshot}::pg_snapshot)`;

/** Writes the statements of a scan for those calls that a query needs the evaluator for. */
export class ScanStatements {
  readonly #calls: SummedCalls;
  readonly #query: BoundQuery;
  readonly #columns: string;

  constructor(calls: SummedCalls) {
    this.#calls = calls;
    this.#query = calls.query ?? { kind: 'and', parts: [] };
    this.#columns = columnsFor(this.#query);
  }

  /** The next rows below a place, newest first, among which those that may fit; each comes with the number of all and the last place. */
  older(below: ScanPlace, from: number, rows: number): Statement {
    return bound((bind) => {
      const at = `to_timestamp(${bind(below.second)}::float8)`;
      return `
        WITH looked AS MATERIALIZED (
          SELECT l.id, l.date_time, l.user_id, l.api_route, l.response_status_code, l.response_time_ms, l.error_message,
            l.request_payload, l.response_payload
          FROM user_api_call_log l
          WHERE ${this.#whose(bind)} l.date_time >= to_timestamp(${bind(from)}::float8) AND l.date_time <= ${at}
            AND (l.date_time, l.id) < (${at}, ${bind(below.id)}::bigint)
          ORDER BY l.date_time DESC, l.id DESC LIMIT ${bind(rows)}::bigint),
        place AS (
          SELECT (SELECT count(*) FROM looked) AS rows, ${SECOND} AS second, l.id::text AS id
          FROM looked l ORDER BY l.date_time, l.id LIMIT 1)
        SELECT place.rows, place.second, place.id, ${this.#columns}
        FROM place LEFT JOIN looked l ON ${conditionOf(this.#query, bind).sql}`;
    });
  }

  /** The rows from one second to another that may fit and came since a snapshot, or behind an id. */
  newer(since: { readonly snapshot: string } | { readonly id: string }, from: number, to: number): Statement {
    return bound((bind) => {
      const isNew = 'snapshot' in since ? isNewByXid(bind(since.snapshot)) : `l.id > ${bind(since.id)}::bigint`;
      const inTime = `l.date_time >= to_timestamp(${bind(from)}::float8) AND l.date_time < to_timestamp(${bind(to)}::float8)`;
      return `SELECT NULL, NULL, NULL, ${this.#columns} FROM user_api_call_log l
        WHERE ${this.#whose(bind)} ${isNew} AND ${inTime} AND ${conditionOf(this.#query, bind).sql}`;
    });
  }

  #whose(bind: Binder): string {
    const { userId } = this.#calls;
    const ofUser = userId === undefined ? '' : `l.user_id = ${bind(bindId(userId))}::bigint AND `;
    return fitsErrorsAlone(this.#query) ? `${ofUser}${IS_ERROR} AND ` : ofUser;
  }
}

function bound(write: (bind: Binder) => string): Statement {
  const values: unknown[] = [];
  const sql = write((value) => `$${values.push(value)}`);
  return [sql, values];
}

/** The columns that the evaluator looks at: payloads only where the query does, since they are long. */
function columnsFor(query: BoundQuery): string {
  const terms = termsOf(query);
  const needs = (payload: 'req' | 'res') =>
    terms.some((term) => term.kind === 'body' || (term.kind === 'payload' && term.payload === payload));
  const request = needs('req') ? 'l.request_payload' : 'NULL';
  const response = needs('res') ? 'l.response_payload' : 'NULL';
  return `l.id, ${SECOND}, l.user_id, l.api_route, l.response_status_code, l.response_time_ms, l.error_message, ${request}, ${response}`;
}
