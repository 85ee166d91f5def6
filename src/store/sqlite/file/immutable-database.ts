import { createRequire } from 'node:module';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import Database from 'better-sqlite3';
import { PresentsError } from '../../../model/presents-error.ts';
import type { Driver, Statement } from './driver.ts';
import { hasUnreadLog } from './medium.ts';

/**
 * Opens a database that nobody changes, by Node's own SQLite: the driver cannot say `immutable`. Throws a PresentsError if the
 * newest rows are in a write-ahead log, which is not read then, and where this Node has no SQLite.
 */
export function openImmutable(path: string): Driver {
  if (hasUnreadLog(path)) {
    throw new PresentsError(
      `The newest rows of ${path} are in ${path}-wal, which cannot be read on a read-only medium.`,
      {
        code: 'refused',
        nextStep: 'Copy both files into one folder of another disk, and name the copy.',
        option: '--db FILE',
      },
    );
  }
  const url = pathToFileURL(path);
  url.searchParams.set('immutable', '1');
  return driverOver(new (sqliteOfNode(path).DatabaseSync)(url, { readOnly: true }));
}

function sqliteOfNode(path: string): typeof import('node:sqlite') {
  try {
    return createRequire(import.meta.url)('node:sqlite');
  } catch (error) {
    throw new PresentsError(`To read ${path} on a read-only medium takes Node 24 or newer.`, {
      code: 'invalid',
      nextStep: 'Start it with that, or copy the database to another disk.',
      cause: error,
    });
  }
}

function driverOver(database: DatabaseSync): Driver {
  return {
    prepare: (sql) => explained(() => new ImmutableStatement(database.prepare(sql))),
    pragma: (text, options) => {
      const rows = database.prepare(`PRAGMA ${text}`).all();
      return options?.simple === true ? Object.values(rows[0] ?? {})[0] : rows;
    },
    exec: (sql) => explained(() => database.exec(sql)),
    function: (name, options, work) => database.function(name, options, work),
    close: () => database.close(),
  };
}

/** The driver's names of what is wrong with a file. */
const codes: Readonly<Record<number, string>> = {
  8: 'SQLITE_READONLY',
  10: 'SQLITE_IOERR',
  11: 'SQLITE_CORRUPT',
  14: 'SQLITE_CANTOPEN',
  26: 'SQLITE_NOTADB',
};

/** A statement that answers as the driver's own do. */
class ImmutableStatement implements Statement {
  readonly #statement: StatementSync;
  #shape: 'row' | 'array' | 'value' = 'row';
  #hasSafeIntegers = false;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    // Integers beyond those of JavaScript would be refused; as from the driver, they are rounded unless asked for exactly.
    statement.setReadBigInts(true);
    statement.setAllowUnknownNamedParameters(true);
  }

  get(...parameters: readonly unknown[]): unknown {
    const row = this.#bound('get', parameters);
    return row === undefined ? undefined : this.#shaped(row);
  }

  all(...parameters: readonly unknown[]): unknown[] {
    const rows = this.#bound('all', parameters);
    return Array.isArray(rows) ? rows.map((row) => this.#shaped(row)) : [];
  }

  *iterate(...parameters: readonly unknown[]): IterableIterator<unknown> {
    yield* this.all(...parameters);
  }

  /** Changes a table of our own in memory; the database itself refuses. */
  run(...parameters: readonly unknown[]): Database.RunResult {
    const { changes, lastInsertRowid } = this.#bound('run', parameters) as Database.RunResult;
    return { changes: Number(changes), lastInsertRowid };
  }

  pluck(): this {
    return this.#as('value');
  }

  raw(): this {
    return this.#as('array');
  }

  safeIntegers(): this {
    this.#hasSafeIntegers = true;
    return this;
  }

  #as(shape: 'array' | 'value'): this {
    this.#shape = shape;
    this.#statement.setReturnArrays(true);
    return this;
  }

  #bound(method: 'get' | 'all' | 'run', parameters: readonly unknown[]): unknown {
    const ask = this.#statement[method] as (...values: readonly unknown[]) => unknown;
    return explained(() => ask.apply(this.#statement, parameters.flat().map(bindable)));
  }

  #shaped(row: unknown): unknown {
    if (this.#shape === 'value') return this.#value(Array.isArray(row) ? row[0] : row);
    if (Array.isArray(row)) return row.map((value) => this.#value(value));
    return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, this.#value(value)]));
  }

  #value(value: unknown): unknown {
    if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return typeof value === 'bigint' && !this.#hasSafeIntegers ? Number(value) : value;
  }
}

/** Answers a parameter as Node's SQLite takes it: what is not there is bound as null. */
function bindable(value: unknown): unknown {
  return value === undefined ? null : value;
}

/** Runs work whose faults of SQLite become those that the driver throws. */
function explained<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Error) || !('errcode' in error)) throw error;
    throw new Database.SqliteError(error.message, codes[Number(error.errcode) % 256] ?? 'SQLITE_ERROR');
  }
}
