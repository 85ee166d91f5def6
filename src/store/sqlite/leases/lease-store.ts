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

/** Takes a lease that nobody else holds, or prolongs one's own. */
export const TAKE_LEASE = `
  INSERT INTO ${LEASE_TABLE} (name, holder, expires_at_ms) VALUES (@name, @holder, @expiresAtMs)
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at_ms = excluded.expires_at_ms
  WHERE holder = excluded.holder OR expires_at_ms <= @nowMs OR expires_at_ms > @latestMs`;

/** Prolongs those of some leases that are one's own. */
export const PROLONG_LEASES = `
  UPDATE ${LEASE_TABLE} SET expires_at_ms = @expiresAtMs
  WHERE name IN (SELECT value FROM json_each(@names)) AND holder = @holder`;

/** Gives those of some leases back that are one's own. */
export const RELEASE_LEASES = `
  DELETE FROM ${LEASE_TABLE} WHERE name IN (SELECT value FROM json_each(@names)) AND holder = @holder`;

/** Finds a lease that another one holds. */
export const FIND_OTHER = `
  SELECT 1 FROM ${LEASE_TABLE}
  WHERE name = @name AND holder <> @holder AND expires_at_ms > @nowMs AND expires_at_ms <= @latestMs`;

/** A crash may lose the last leases: nobody has them then any more. */
const WRITING = { isDurable: false };

/** The leases of a file. */
export function createLeaseStore({ file, now }: StoreContext): LeaseStore {
  return {
    take: async (name, { holder, forMs }) => {
      const nowMs = now().getTime();
      const lease = { name, holder, nowMs, latestMs: nowMs + 2 * forMs };
      // Most often it is taken by another: to learn that needs no lock.
      const isTaken = file.read(
        (connection) => hasTable(connection) && connection.prepare(FIND_OTHER).get(lease) !== undefined,
      );
      if (isTaken) return false;
      return file.write((connection) => {
        if (!hasTable(connection)) connection.database.exec(CREATE_TABLE);
        return connection.prepare(TAKE_LEASE).run({ ...lease, expiresAtMs: nowMs + forMs }).changes === 1;
      }, WRITING);
    },
    prolong: async (names, { holder, forMs }) => {
      file.write((connection) => {
        if (!hasTable(connection)) return;
        const expiresAtMs = now().getTime() + forMs;
        connection.prepare(PROLONG_LEASES).run({ names: JSON.stringify(names), holder, expiresAtMs });
      }, WRITING);
    },
    release: async (names, holder) => {
      file.write((connection) => {
        if (!hasTable(connection)) return;
        connection.prepare(RELEASE_LEASES).run({ names: JSON.stringify(names), holder });
        connection.prepare(DROP_EXPIRED).run({ nowMs: now().getTime() });
      }, WRITING);
    },
  };
}

function hasTable(connection: Connection): boolean {
  return connection.prepare(HAS_TABLE).get(LEASE_TABLE) !== undefined;
}
