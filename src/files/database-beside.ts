import { existsSync } from 'node:fs';

/**
 * The file that makes SQLite take one of this name for a part of a database: `x.db` for `x.db-journal`, if it is there.
 * Such a part is played back or deleted by whoever opens the database next.
 */
export function databaseBeside(path: string): string | undefined {
  const base = /^(.*[^/])-(?:journal|wal|shm)$/s.exec(path)?.[1];
  return base !== undefined && existsSync(base) ? base : undefined;
}
