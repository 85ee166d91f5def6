import { LEASE_TABLE } from '../../checks/lease-table.ts';
import type { LeaseStore } from '../../store.ts';
import { HAS_TABLE } from '../audit/record-action.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';

/** Makes the table, which files have only once they need it: they are shared with programs that know nothing of it. */
export const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS ${LEASE_TABLE} (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    expires_at_ms INTEGER NOT NULL -- milliseconds since 1970
  )`;

/** Removes the leases that have run out. */
export const DROP_EXPIRED = `DELETE FROM ${LEASE_TABLE} WHERE expires_at_ms <= @nowMs`;

/** Takes a lease, or prolongs one's own. */
export const TAKE_LEASE = `
  INSERT INTO ${LEASE_TABLE} (name, holder, expires_at_ms) VALUES (@name, @holder, @expiresAtMs)
  ON CONFLICT (name) DO UPDATE SET expires_at_ms = excluded.expires_at_ms WHERE holder = excluded.holder`;

/** Gives a lease back. */
export const RELEASE_LEASE = `DELETE FROM ${LEASE_TABLE} WHERE name = @name AND holder = @holder`;

/** Finds the holder of a lease that has not run out. */
export const FIND_HOLDER = `SELECT holder FROM ${LEASE_TABLE} WHERE name = @name AND expires_at_ms > @nowMs`;

/** The leases of a file. */
export function createLeaseStore({ file, now }: StoreContext): LeaseStore {
  return {
    take: async (name, { holder, forMs }) => {
      const nowMs = now().getTime();
      // Most often it is taken by another: to learn that needs no lock.
      const isTaken = file.read((connection) => hasTable(connection) && !isHeldBy(connection, { name, nowMs, holder }));
      if (isTaken) return false;
      return file.write((connection) => {
        connection.database.exec(CREATE_TABLE);
        connection.prepare(DROP_EXPIRED).run({ nowMs });
        return connection.prepare(TAKE_LEASE).run({ name, holder, expiresAtMs: nowMs + forMs }).changes === 1;
      });
    },
    release: async (name, holder) => {
      file.write((connection) => {
        if (hasTable(connection)) connection.prepare(RELEASE_LEASE).run({ name, holder });
      });
    },
  };
}

function isHeldBy(
  connection: Connection,
  { name, nowMs, holder }: { readonly name: string; readonly nowMs: number; readonly holder: string },
): boolean {
  const found = connection.prepare(FIND_HOLDER).pluck().get({ name, nowMs });
  return found === undefined || found === holder;
}

function hasTable(connection: Connection): boolean {
  return connection.prepare(HAS_TABLE).get(LEASE_TABLE) !== undefined;
}
