import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { sqlState } from '../schema/sql-state.ts';
import { loadCopyStreams } from './driver.ts';

const TRANSACTION_FAILED = '25P02';

/** Asks statements with numbered parameters, within one transaction. Those that are asked at once take one round trip together. */
export interface Asker {
  /** Returns rows as objects by the names of their columns. */
  rows<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Returns rows as lists of their columns: half the work for many rows. */
  tuples<Row extends readonly unknown[]>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs a statement and returns how many rows it changed. */
  run(sql: string, values?: readonly unknown[]): Promise<number>;
  /** Runs a `COPY … FROM STDIN` with rows in the form that it names; all that was asked before must be answered. */
  copyIn(sql: string, rows: AsyncIterable<Buffer | string> | Iterable<Buffer | string>): Promise<void>;
}

/** An asker, and the end of its transaction, after which it asks nothing more. */
export interface ClosingAsker {
  readonly ask: Asker;
  readonly close: () => void;
  /** True if something was asked after the end. */
  readonly wasAskedLate: () => boolean;
}

/** Functions that an asker tells what becomes of its statements. */
export interface AskerTold {
  /** Turns an error of a statement into what is told. */
  readonly explain: (error: unknown, sql: string) => unknown;
  /** Told how many statements are not answered yet, whenever one is sent or answered. */
  readonly waitsFor?: (count: number) => void;
}

/** Makes an asker of a client. */
export function createAsker(client: pg.Client, { explain, waitsFor }: AskerTold): ClosingAsker {
  let waiting = 0;
  let isOver = false;
  let wasAskedLate = false;
  let firstFault: { readonly told: unknown } | undefined;
  // One that comes late, after another one failed, would run in the transaction of somebody else.
  const guarded = async <Answer>(sql: string, question: () => Promise<Answer>): Promise<Answer> => {
    wasAskedLate ||= isOver;
    if (isOver) throw new Error('The transaction is over.');
    waiting += 1;
    waitsFor?.(waiting);
    try {
      return await question();
    } catch (error) {
      firstFault ??= { told: explain(error, sql) };
      // The others only say that one before them failed.
      throw sqlState(error) === TRANSACTION_FAILED ? firstFault.told : explain(error, sql);
    } finally {
      waiting -= 1;
      waitsFor?.(waiting);
    }
  };
  const query = (text: string, values: readonly unknown[]) =>
    guarded(text, () => client.query({ text, values: [...values] }));
  return {
    ask: {
      rows: async (sql, values = []) => (await query(sql, values)).rows,
      tuples: async (sql, values = []) => {
        const asked = { text: sql, values: [...values], rowMode: 'array' as const };
        return (await guarded(sql, () => client.query(asked))).rows as never;
      },
      run: async (sql, values = []) => (await query(sql, values)).rowCount ?? 0,
      copyIn: (sql, rows) => guarded(sql, () => copyIn(client, sql, rows)),
    },
    close: () => {
      isOver = true;
    },
    wasAskedLate: () => wasAskedLate,
  };
}

async function copyIn(
  client: pg.Client,
  sql: string,
  rows: AsyncIterable<Buffer | string> | Iterable<Buffer | string>,
): Promise<void> {
  const { from } = await loadCopyStreams();
  await withoutPipeline(client, () => pipeline(Readable.from(rows), client.query(from(sql))));
}

/** Sends nothing else while `work` runs a COPY, whose bytes pg cannot tell from those of other statements. */
export async function withoutPipeline<Answer>(client: pg.Client, work: () => Promise<Answer>): Promise<Answer> {
  Object.assign(client, { pipeline: false });
  try {
    return await work();
  } finally {
    Object.assign(client, { pipeline: true });
  }
}
