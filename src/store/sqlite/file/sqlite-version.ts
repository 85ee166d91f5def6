import Database from 'better-sqlite3';

/** Asks which SQLite the driver brings. */
export const SQLITE_VERSION = 'SELECT sqlite_version()';

/** The version of SQLite that files are read with. */
export function sqliteVersion(): string {
  const database = new Database(':memory:');
  const version = database.prepare(SQLITE_VERSION).pluck().get();
  database.close();
  return String(version);
}
