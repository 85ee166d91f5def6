import type { Location } from '../../src/model/location.ts';
import type { LocalOptions } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import type { TestCall, TestUser } from '../helpers/store.ts';

/** Rows to be written, in this order. */
export interface TestRows {
  readonly users?: Iterable<TestUser>;
  readonly calls?: Iterable<TestCall>;
}

/** A row as another program reads it: times are UTC text, booleans 0 and 1. */
export type Row = Readonly<Record<string, unknown>>;

/** A database of a test, which goes away after it. */
export interface TestDatabase {
  readonly location: Location;
  /** Opens a store over it: its clock stands at the moment of the reference data, its actor is `tester@here`. */
  open(options?: LocalOptions): Promise<Store>;
  /** Adds rows as another program would. */
  insert(rows: TestRows): Promise<void>;
  /** Makes the database refuse new rows of a table. */
  refuseInserts(table: string, message: string): Promise<void>;
  /** Runs SQL as another program would; times in it are UTC. */
  run(sql: string): Promise<void>;
  /** Asks as another program would. */
  query(sql: string): Promise<readonly Row[]>;
}

/** Differences between the kinds of databases. */
export interface EngineParts {
  readonly name: string;
  /** Columns that are text hold times in whatever form they were written. */
  readonly timeForms: readonly ('canonical times' | 'times in other forms')[];
  /** The database tells of changed and deleted rows some time after they were. */
  readonly tellsChangesLate: boolean;
  /** Columns hold values of any type. */
  readonly isUntyped: boolean;
  /** Values that columns of this engine hold beside those of their type. */
  readonly odd: { readonly texts: readonly unknown[]; readonly status: number };
  /** A time as it may stand in a row, and which nobody can read. */
  readonly unreadableTime: string;
  /** Makes a database with these rows, as init makes it. */
  build(rows?: TestRows): Promise<TestDatabase>;
  /** Makes a copy of the reference data. */
  reference(): Promise<TestDatabase>;
}

/** A kind of database that the tests of the store's contract run on. */
export interface TestEngine extends EngineParts {
  /** Opens a store over a database of its own with these rows. */
  openBuilt(rows?: TestRows, options?: LocalOptions): Promise<Store>;
  /** Opens a store over a copy of the reference data. */
  openReference(options?: LocalOptions): Promise<Store>;
}

/** Completes an engine. */
export function testEngine(parts: EngineParts): TestEngine {
  return {
    ...parts,
    openBuilt: async (rows, options) => (await parts.build(rows)).open(options),
    openReference: async (options) => (await parts.reference()).open(options),
  };
}
