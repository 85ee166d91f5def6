import type { Id } from '../../../model/id.ts';
import type { Window } from '../../../model/window.ts';
import type { SummedCalls } from '../../answers/call-sums.ts';
import { fitsErrorsAlone } from '../../answers/errors-alone.ts';
import { bindId, toSeconds } from '../values.ts';
import { FIRST_SECOND, IN_WINDOW, IS_ERROR, LAST_SECOND } from './call-sql.ts';
import { conditionOf } from './query-sql.ts';
import type { Binder } from './text-sql.ts';

/** The calls that a question is about: those of a window, or of all time, that fit. */
export interface AskedCalls {
  readonly window: Window | undefined;
  readonly calls: SummedCalls;
  /** The ids of calls that a scan found of them, which answer in the place of the query. */
  readonly found?: FoundIds | undefined;
}

/** Ids as an array in SQL. */
export type FoundIds = string;

/** A statement and its values, as an `Asker` takes them. */
export type Statement = readonly [sql: string, values: readonly unknown[]];

/** Makes a statement about a window, with values of its own from `$1` on, one about those of its calls that are asked for. */
export type CallQuestion = (sql: string, values?: readonly unknown[]) => Statement;

/** Asks about the calls of a window that fit; where SQL cannot decide that, about some more unless they were found. */
export function askAbout(asked: AskedCalls): CallQuestion {
  return (sql, values = []) => {
    const bound = [...values];
    const bind: Binder = (value) => `$${bound.push(value)}`;
    const condition = whereSql(asked, bind);
    return [sql.replaceAll(IN_WINDOW, () => condition), bound];
  };
}

/** Writes the condition that stands in the place of IN_WINDOW. */
export function whereSql({ window, calls, found }: AskedCalls, bind: Binder): string {
  const parts: string[] = [];
  if (calls.userId !== undefined) parts.push(`l.user_id = ${bind(bindId(calls.userId))}::bigint`);
  if (window !== undefined) parts.push(windowSql(window, bind));
  if (calls.query !== undefined && fitsErrorsAlone(calls.query)) parts.push(IS_ERROR);
  if (found !== undefined) parts.push(`l.id = ANY(${bind(found)}::bigint[])`);
  else if (calls.query !== undefined) parts.push(conditionOf(calls.query, bind).sql);
  return parts.length === 0 ? 'true' : parts.join(' AND ');
}

/** Writes the condition of a window: no call is in it whose time cannot be read. */
export function windowSql({ from, to }: Window, bind: Binder): string {
  const first = Math.max(toSeconds(from), FIRST_SECOND);
  const end = to === null ? LAST_SECOND : Math.min(toSeconds(to), LAST_SECOND);
  return `l.date_time >= to_timestamp(${bind(first)}::float8) AND l.date_time < to_timestamp(${bind(end)}::float8)`;
}

/** Writes ids as an array in SQL. */
export function foundIds(ids: readonly Id[]): FoundIds {
  return `{${ids.join()}}`;
}
