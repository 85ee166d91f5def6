import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Addition } from '../../init.ts';
import { packageRoot } from '../../package-root.ts';

/** A table, index or trigger that a complete database has, with the statement that makes it. */
export interface SchemaObject extends Addition {
  readonly kind: 'table' | 'index' | 'trigger';
  readonly table: string;
  readonly sql: string;
}

/** Everything that a database holds by name, SQLite's own tables and indexes left out. */
export const SCHEMA_OBJECTS = `
  SELECT type AS kind, name, tbl_name AS "table", sql FROM sqlite_schema
  WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY rowid`;

/** The text of schema.sql. */
export function readSchema(): string {
  return readFileSync(join(packageRoot(), 'schema.sql'), 'utf8');
}

/** Returns the objects that schema.sql makes, in its order. */
export function schemaObjects(): readonly SchemaObject[] {
  const memory = new Database(':memory:');
  try {
    memory.exec(readSchema());
    return memory.prepare(SCHEMA_OBJECTS).all() as SchemaObject[];
  } finally {
    memory.close();
  }
}
