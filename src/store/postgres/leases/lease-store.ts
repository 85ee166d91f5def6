import { LEASE_TABLE } from '../../checks/lease-table.ts';
import type { LeaseStore } from '../../store.ts';
import type { PostgresContext } from '../context.ts';
import { schemaObjects } from '../schema/objects.ts';
import type { Asker } from '../server/server.ts';
import { storable } from '../values.ts';

/** Finds the table of leases. */
export const HAS_TABLE = `SELECT to_regclass('${LEASE_TABLE}') IS NOT NULL`;

/** Removes the leases that have run out. */
export const DROP_EXPIRED = `DELETE FROM ${LEASE_TABLE} WHERE expires_at_ms <= $1`;

/** Takes a lease, or prolongs one's own. */
export const TAKE_LEASE = `
  INSERT INTO ${LEASE_TABLE} (name, holder, expires_at_ms) VALUES ($1, $2, $3)
  ON CONFLICT (name) DO UPDATE SET expires_at_ms = excluded.expires_at_ms WHERE ${LEASE_TABLE}.holder = excluded.holder`;

/** Gives a lease back. */
export const RELEASE_LEASE = `DELETE FROM ${LEASE_TABLE} WHERE name = $1 AND holder = $2`;

/** The leases of a database on a server, whose table is made when the first one is taken, if the role may make it. */
export function createLeaseStore({ server, now }: PostgresContext): LeaseStore {
  return {
    take: (name, { holder, forMs }) =>
      server.write(async (ask) => {
        if (!(await hasTable(ask))) await createTable(ask);
        const nowMs = now().getTime();
        await ask.run(DROP_EXPIRED, [nowMs]);
        return (await ask.run(TAKE_LEASE, [storable(name), storable(holder), nowMs + forMs])) === 1;
      }),
    release: (name, holder) =>
      server.write(async (ask) => {
        if (await hasTable(ask)) await ask.run(RELEASE_LEASE, [storable(name), storable(holder)]);
      }),
  };
}

async function hasTable(ask: Asker): Promise<boolean> {
  const [row] = await ask.tuples<readonly [hasTable: boolean]>(HAS_TABLE);
  return row?.[0] === true;
}

async function createTable(ask: Asker): Promise<void> {
  const table = schemaObjects().find(({ name }) => name === LEASE_TABLE);
  if (table !== undefined) await ask.run(table.sql);
}
