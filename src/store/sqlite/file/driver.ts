import type Database from 'better-sqlite3';

/** A prepared statement, as far as the store uses it. */
export interface Statement {
  get(...parameters: readonly unknown[]): unknown;
  all(...parameters: readonly unknown[]): unknown[];
  iterate(...parameters: readonly unknown[]): IterableIterator<unknown>;
  run(...parameters: readonly unknown[]): Database.RunResult;
  /** Answers with the first value of a row instead of the row. */
  pluck(): Statement;
  /** Answers with the values of a row as an array. */
  raw(): Statement;
  /** Answers with integers as BigInt. */
  safeIntegers(): Statement;
}

/** An open database, as far as the store uses it. */
export interface Driver {
  prepare(sql: string): Statement;
  pragma(text: string, options?: { readonly simple: boolean }): unknown;
  exec(sql: string): unknown;
  function(
    name: string,
    options: { readonly deterministic: true },
    work: (...values: readonly unknown[]) => string | number | null,
  ): unknown;
  close(): unknown;
}
