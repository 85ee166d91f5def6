import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Addition } from '../../init.ts';
import { packageRoot } from '../../package-root.ts';

/** A table, index, function or trigger of a complete database, with the statements that make it. */
export interface SchemaObject extends Addition {
  /** The table that it is or belongs to; empty for a function. */
  readonly table: string;
  readonly sql: string;
}

const OBJECT =
  /^CREATE (?:OR REPLACE )?(TABLE|INDEX|FUNCTION|TRIGGER) (?:IF NOT EXISTS )?"?(\w+)"?(?:(?:(?!\bON\b).)*?\bON "?(\w+)"?)?/s;

/** The text of schema.postgres.sql. */
export function readSchema(): string {
  return readFileSync(join(packageRoot(), 'schema.postgres.sql'), 'utf8');
}

/** Returns the objects that schema.postgres.sql makes, in its order; further statements belong to the object before them. */
export function schemaObjects(schema = readSchema()): readonly SchemaObject[] {
  const objects: SchemaObject[] = [];
  for (const sql of statementsOf(schema)) {
    const [, kind, name = '', on = ''] = OBJECT.exec(sql) ?? [];
    const last = objects.at(-1);
    if (kind === 'TABLE') objects.push({ kind: 'table', name, table: name, sql });
    else if (kind === 'FUNCTION') objects.push({ kind: 'function', name, table: '', sql });
    else if (kind !== undefined) objects.push({ kind: kind === 'INDEX' ? 'index' : 'trigger', name, table: on, sql });
    else if (last !== undefined) objects[objects.length - 1] = { ...last, sql: `${last.sql};\n${sql}` };
  }
  return objects;
}

// A statement ends with a semicolon at the end of its line, outside of the body of a function.
function statementsOf(schema: string): readonly string[] {
  const statements: string[] = [];
  let lines: string[] = [];
  for (const line of schema.split('\n')) {
    if (line.startsWith('--') || (line === '' && lines.length === 0)) continue;
    lines.push(line);
    const text = lines.join('\n');
    if (!line.endsWith(';') || text.split('$$').length % 2 === 0) continue;
    statements.push(text.slice(0, -1));
    lines = [];
  }
  return statements;
}
