import { driverVersion } from './postgres/server/driver-version.ts';
import { sqliteVersion } from './sqlite/file/sqlite-version.ts';

/** Versions of what databases are opened with. */
export interface EngineVersions {
  readonly sqlite: string;
  /** Of the package that speaks to PostgreSQL; null if it is not installed. */
  readonly pg: string | null;
}

/** Returns the versions of what databases are opened with. */
export function engineVersions(): EngineVersions {
  return { sqlite: sqliteVersion(), pg: driverVersion() };
}
