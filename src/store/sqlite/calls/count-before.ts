import type { CleanupEstimate } from '../../../model/cleanup.ts';
import { END_OF_TIME } from '../../answers/timestamps.ts';
import type { DatabaseFile } from '../file/database.ts';
import { instantOf, latestText } from '../file/instants.ts';

/** The statements that count the rows of a table by a time, which is text; numbers sort before text and bytes after it. */
export interface CountPlan {
  /** Finds an index of the time, without which each step would read the whole table. */
  readonly hasIndex: string;
  /** All at once. */
  readonly all: string;
  readonly first: string;
  /** The time `@step` rows after `@from`, before `@to`. */
  readonly next: string;
  /** Counts the rows that sort between two texts, and those of them that denote an instant before `@before`. */
  readonly olderBetween: string;
  readonly between: string;
  readonly rest: string;
}

// In the journal mode DELETE a writer waits for as long as one statement reads: each reads for some milliseconds.
const STEP_ROWS = 50_000;

/** The plan for a table and the column of its time. */
export function planCount(table: string, time: string): CountPlan {
  const count = `SELECT COUNT(*) FROM ${table} WHERE`;
  const isOlder = `${instantOf(time)} < julianday(@before)`;
  return {
    hasIndex: `SELECT 1 FROM pragma_index_list('${table}') l JOIN pragma_index_info(l.name) i
      WHERE l.partial = 0 AND i.seqno = 0 AND i.name = '${time}'`,
    all: `SELECT COUNT(*) FILTER (WHERE ${isOlder}) AS matching, COUNT(*) AS total FROM ${table}`,
    first: `SELECT MIN(${time}) FROM ${table} WHERE ${time} > '' AND ${time} < @to`,
    next: `SELECT ${time} FROM ${table} WHERE ${time} > @from AND ${time} < @to ORDER BY ${time} LIMIT 1 OFFSET @step`,
    olderBetween: `SELECT COUNT(*) FILTER (WHERE ${isOlder}) AS matching, COUNT(*) AS total
      FROM ${table} WHERE ${time} >= @from AND ${time} < @to`,
    between: `SELECT 0 AS matching, COUNT(*) AS total FROM ${table} WHERE ${time} >= @from AND ${time} < @to`,
    rest: `SELECT (${count} ${time} IS NULL) + (${count} ${time} <= '') + (${count} ${time} >= '${END_OF_TIME}')`,
  };
}

/** Counts all rows, and those of them that denote an instant before `before`. */
export function countBefore(file: DatabaseFile, plan: CountPlan, before: string): CleanupEstimate {
  return file.read((connection) => {
    const ask = (sql: string, parameters = {}) => connection.prepare(sql).pluck().get(parameters);
    const countBetween = (first: string, to: string, sql: string): CleanupEstimate => {
      let sum: CleanupEstimate = { matching: 0, total: 0 };
      for (let from: string | undefined = first; from !== undefined; ) {
        const next = ask(plan.next, { from, to, step: STEP_ROWS }) as string | undefined;
        const counted = connection.prepare(sql).get({ from, to: next ?? to, before }) as CleanupEstimate;
        sum = { matching: sum.matching + counted.matching, total: sum.total + counted.total };
        from = next;
      }
      return sum;
    };
    if (ask(plan.hasIndex) === undefined) return connection.prepare(plan.all).get({ before }) as CleanupEstimate;
    const end = latestText(before);
    const first = ask(plan.first, { to: end }) as string | null;
    const older = first === null ? { matching: 0, total: 0 } : countBetween(first, end, plan.olderBetween);
    const newer = end < END_OF_TIME ? countBetween(end, END_OF_TIME, plan.between).total : 0;
    return { matching: older.matching, total: older.total + newer + (ask(plan.rest) as number) };
  });
}
