import type { ServerLocation } from '../../../model/location.ts';
import type { DatabaseState } from '../../init.ts';
import { FIND_TABLES } from './catalog.ts';
import { withServer } from './own-server.ts';
import { sqlState } from './sql-state.ts';

const TIMEOUT_MS = 5_000;
const NO_DATABASE = '3D000';
const TABLES: readonly string[] = ['user', 'user_api_call_log', 'product_attributes'];

/** Returns the state of a database on a server. Throws a PresentsError if the server cannot be asked. */
export async function readDatabaseState(location: ServerLocation): Promise<DatabaseState> {
  try {
    const found = await withServer(location, TIMEOUT_MS, (server) =>
      server.read((ask) => ask.rows<{ readonly name: string }>(FIND_TABLES, [TABLES])),
    );
    return found.length === TABLES.length ? 'ready' : 'incomplete';
  } catch (error) {
    if (sqlState(error) === NO_DATABASE) return 'missing';
    throw error;
  }
}
