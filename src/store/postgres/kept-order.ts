import type { Id } from '../../model/id.ts';
import type { Asker } from './server/server.ts';

const VERSION = `concat(pg_current_snapshot(), ' ', pg_last_wal_replay_lsn())`;

/** The state of the data that a transaction sees. */
export const DATA_VERSION = `SELECT ${VERSION}`;

/** A condition of statements: the data is not of the version `$1`. */
export const IS_ANOTHER_VERSION = `$1::text IS DISTINCT FROM ${VERSION}`;

/** The order of a list. */
export interface Order {
  readonly ids: readonly Id[];
  readonly unfilteredTotal: number;
}

/** Reader of an order by statements that find nothing if the data is of the version that is known. */
export type ReadOrder = (ask: Asker, knownVersion: string | undefined) => Promise<Order>;

/** Keeps the order of the last list until the data changes. */
export class KeptOrder {
  #kept: (Order & { readonly name: string; readonly version: string }) | undefined;

  /** The order of the list that has this name. */
  async get(ask: Asker, name: string, read: ReadOrder): Promise<Order> {
    const known = this.#kept?.name === name ? this.#kept : undefined;
    const [[row], order] = await Promise.all([
      ask.tuples<readonly [version: string]>(DATA_VERSION),
      read(ask, known?.version),
    ]);
    const version = row?.[0] ?? '';
    if (known?.version === version) return known;
    this.#kept = { ...order, name, version };
    return order;
  }
}
