import { LEASE_TABLE } from '../../checks/lease-table.ts';
import type { LeaseStore } from '../../store.ts';
import type { PostgresContext } from '../context.ts';
import { schemaObjects } from '../schema/objects.ts';
import type { Asker } from '../server/server.ts';
import { storable } from '../values.ts';

/** Finds the table of leases. */
export const HAS_TABLE = `SELECT to_regclass('${LEASE_TABLE}') IS NOT NULL`;

/** Lets one transaction after the other look for the table and make it: two that made it at the same time would both fail. */
export const LOCK_TABLE = `SELECT pg_advisory_xact_lock(hashtext('${LEASE_TABLE}'))`;

/** Removes the leases that have run out. */
export const DROP_EXPIRED = `DELETE FROM ${LEASE_TABLE} WHERE expires_at_ms <= $1`;

/** Takes a lease that nobody else holds, or prolongs one's own. */
export const TAKE_LEASE = `
  INSERT INTO ${LEASE_TABLE} AS l (name, holder, expires_at_ms) VALUES ($1, $2, $3)
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, expires_at_ms = excluded.expires_at_ms
  WHERE l.holder = excluded.holder OR l.expires_at_ms <= $4 OR l.expires_at_ms > $5`;

/** Prolongs those of some leases that are one's own. */
export const PROLONG_LEASES = `
  UPDATE ${LEASE_TABLE} SET expires_at_ms = $3 WHERE name = ANY($1::text[]) AND holder = $2`;

/** Gives those of some leases back that are one's own. */
export const RELEASE_LEASES = `DELETE FROM ${LEASE_TABLE} WHERE name = ANY($1::text[]) AND holder = $2`;

/** A crash may lose the last leases: nobody has them then any more. */
const WRITING = { isDurable: false };

/** The leases of a database on a server, whose table is made when the first one is taken, if the role may make it. */
export function createLeaseStore({ server, now }: PostgresContext): LeaseStore {
  return {
    take: (name, { holder, forMs }) =>
      server.write(async (ask) => {
        if (!(await hasTable(ask))) await createTable(ask);
        const nowMs = now().getTime();
        const lease = [storable(name), storable(holder), Math.round(nowMs + forMs)];
        return (await ask.run(TAKE_LEASE, [...lease, nowMs, Math.round(nowMs + 2 * forMs)])) === 1;
      }, WRITING),
    prolong: (names, { holder, forMs }) =>
      server.write(async (ask) => {
        if (!(await hasTable(ask))) return;
        await ask.run(PROLONG_LEASES, [names.map(storable), storable(holder), Math.round(now().getTime() + forMs)]);
      }, WRITING),
    release: (names, holder) =>
      server.write(async (ask) => {
        if (!(await hasTable(ask))) return;
        await ask.run(RELEASE_LEASES, [names.map(storable), storable(holder)]);
        await ask.run(DROP_EXPIRED, [now().getTime()]);
      }, WRITING),
  };
}

async function hasTable(ask: Asker): Promise<boolean> {
  const [row] = await ask.tuples<readonly [hasTable: boolean]>(HAS_TABLE);
  return row?.[0] === true;
}

async function createTable(ask: Asker): Promise<void> {
  const table = schemaObjects().find(({ name }) => name === LEASE_TABLE);
  if (table === undefined) return;
  await ask.run(LOCK_TABLE);
  await ask.run(table.sql);
}
