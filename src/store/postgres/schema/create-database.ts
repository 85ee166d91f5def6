import type { ServerLocation } from '../../../model/location.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import { withServer } from './own-server.ts';
import { sqlState } from './sql-state.ts';

const TIMEOUT_MS = 60_000;
// Another init was faster.
const EXISTS: ReadonlySet<string | undefined> = new Set(['42P04', '23505']);

/** The encoding of new databases, and the name of one as it stands in statements. */
export const ENCODING = `SELECT current_setting('server_encoding') AS encoding, quote_ident($1::text) AS database`;

/** Makes the database of a location, whose text is UTF-8; false if another program has just made it. */
export async function createDatabase(location: ServerLocation): Promise<boolean> {
  return withServer({ ...location, database: 'postgres' }, TIMEOUT_MS, async (server) => {
    const [row] = await server.read((ask) =>
      ask.rows<{ readonly encoding: string; readonly database: string }>(ENCODING, [location.database]),
    );
    // The locale of a cluster with another encoding would not fit UTF-8; C fits any, and our columns sort by it anyway.
    const options = row?.encoding === 'UTF8' ? '' : ` ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0`;
    try {
      await server.runAlone(`CREATE DATABASE ${row?.database}${options}`);
      return true;
    } catch (error) {
      if (sqlState(error) === '42501') throw mayNotCreate(location, `${row?.database}`, error);
      if (!EXISTS.has(sqlState(error))) throw error;
      return false;
    }
  });
}

function mayNotCreate({ user }: ServerLocation, database: string, cause: unknown): PresentsError {
  const owner = `"${user.replaceAll('"', '""')}"`;
  return new PresentsError(`There is no database ${database}, and the role ${owner} may not make one.`, {
    code: 'refused',
    nextStep: `As an administrator: CREATE DATABASE ${database} OWNER ${owner};`,
    cause,
  });
}
