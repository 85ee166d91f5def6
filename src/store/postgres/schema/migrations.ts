import type { Addition } from '../../init.ts';
import type { Catalog } from './catalog.ts';

/**
 * A step that brings a schema forward. Steps are never changed or taken back once they are released. Each runs in one transaction
 * that waits for a lock half a second at most, so its statements must not touch every row.
 */
export interface Migration {
  readonly step: number;
  readonly adds: Addition;
  /** Tells whether a database has what the step adds: new ones are made with it, other programs may have made it. */
  readonly isDone: (catalog: Catalog) => boolean;
  readonly sql: string;
}

/** Gives the log the column by which new rows are found. Rows that are there get the xid 3, which no row of a transaction has. */
export const ADD_XID = `
  ALTER TABLE user_api_call_log ADD COLUMN IF NOT EXISTS xid xid8 NOT NULL DEFAULT '3';
  ALTER TABLE user_api_call_log ALTER COLUMN xid SET DEFAULT pg_current_xact_id()`;

/** All steps, in their order. */
export const MIGRATIONS: readonly Migration[] = [
  {
    step: 1,
    adds: { kind: 'column', name: 'user_api_call_log.xid' },
    isDone: ({ columns }) => columns.has('user_api_call_log.xid'),
    sql: ADD_XID,
  },
];

/** The step of a complete database. */
export const NEWEST_STEP = MIGRATIONS.at(-1)?.step ?? 0;
