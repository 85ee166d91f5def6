import type { CleanupEstimate } from '../../model.ts';
import type { DatabaseFile } from './database.ts';
import { END_OF_TIME } from './timestamps.ts';

/** The statements that count the rows of a table by a time, which is text; numbers sort before text and bytes after it. */
export interface CountPlan {
  /** Whether there is an index of the time, without which each step would read the whole table. */
  readonly hasIndex: string;
  /** All at once. */
  readonly all: string;
  readonly first: string;
  /** The time `@step` rows after `@from`, before `@to`. */
  readonly next: string;
  readonly between: string;
  readonly rest: string;
}

// In the journal mode DELETE a writer waits for as long as one statement reads: each reads for some milliseconds.
const STEP_ROWS = 50_000;

/** The plan for a table and the column of its time. */
export function planCount(table: string, time: string): CountPlan {
  const count = `SELECT COUNT(*) FROM ${table} WHERE`;
  return {
    hasIndex: `SELECT 1 FROM pragma_index_list('${table}') l JOIN pragma_index_info(l.name) i
      WHERE l.partial = 0 AND i.seqno = 0 AND i.name = '${time}'`,
    all: `SELECT (${count} ${time} > '' AND ${time} < @before) AS matching, (SELECT COUNT(*) FROM ${table}) AS total`,
    first: `SELECT MIN(${time}) FROM ${table} WHERE ${time} > '' AND ${time} < @to`,
    next: `SELECT ${time} FROM ${table} WHERE ${time} > @from AND ${time} < @to ORDER BY ${time} LIMIT 1 OFFSET @step`,
    between: `${count} ${time} >= @from AND ${time} < @to`,
    rest: `SELECT (${count} ${time} IS NULL) + (${count} ${time} <= '') + (${count} ${time} >= '${END_OF_TIME}')`,
  };
}

/** How many rows there are, and how many of them with a time before one. */
export function countBefore(file: DatabaseFile, plan: CountPlan, before: string): CleanupEstimate {
  return file.read((connection) => {
    const ask = (sql: string, parameters = {}) => connection.prepare(sql).pluck().get(parameters);
    const countBetween = (first: string, to: string): number => {
      let count = 0;
      for (let from: string | undefined = first; from !== undefined; ) {
        const next = ask(plan.next, { from, to, step: STEP_ROWS }) as string | undefined;
        count += ask(plan.between, { from, to: next ?? to }) as number;
        from = next;
      }
      return count;
    };
    if (ask(plan.hasIndex) === undefined) return connection.prepare(plan.all).get({ before }) as CleanupEstimate;
    const first = ask(plan.first, { to: before }) as string | null;
    const matching = first === null ? 0 : countBetween(first, before);
    return { matching, total: matching + countBetween(before, END_OF_TIME) + (ask(plan.rest) as number) };
  });
}
