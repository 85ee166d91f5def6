import type { Server } from '../server/server.ts';
import type { LogIndex } from './catalog.ts';
import type { SchemaObject } from './objects.ts';
import { patientWrite } from './patient-write.ts';

/** Tells whether a log has an index, under this name or any other. */
export function hasIndex(indexes: readonly LogIndex[], { name, sql }: SchemaObject): boolean {
  return indexes.some((index) => index.isValid && (index.name === name || keysOf(index.definition) === keysOf(sql)));
}

/** The partitions of the log; `isTree` where one has partitions itself. */
export const LIST_PARTS = `
  SELECT c.oid::text AS oid, c.oid::regclass::text AS name, c.relkind = 'p' AS "isTree"
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass('user_api_call_log')`;

interface Part {
  readonly oid: string;
  readonly name: string;
  readonly isTree: boolean;
}

/**
 * Builds an index of the log while programs go on writing to it, partition by partition. What an interrupted build left is
 * dropped first.
 */
export async function buildIndex(
  server: Server,
  { name, sql }: SchemaObject,
  { isPartitioned }: { readonly isPartitioned: boolean },
): Promise<void> {
  if (!isPartitioned) {
    await server.runAlone(`DROP INDEX CONCURRENTLY IF EXISTS ${name}`);
    await server.runAlone(sql.replace('CREATE INDEX', 'CREATE INDEX CONCURRENTLY'));
    return;
  }
  const parts = await server.read((ask) => ask.rows<Part>(LIST_PARTS));
  // An index on the partitioned table alone costs nothing, and is valid once each partition has its part.
  await patientWrite(server, async (ask) => {
    await ask.run(`DROP INDEX IF EXISTS ${name}`);
    await ask.run(sql.replace(' ON ', ' ON ONLY '));
  });
  for (const part of parts) {
    const index = `${name}_${part.oid}`;
    await server.runAlone(`DROP INDEX IF EXISTS ${index}`);
    const create = part.isTree ? `INDEX ${index}` : `INDEX CONCURRENTLY ${index}`;
    await server.runAlone(sql.replace(`INDEX IF NOT EXISTS ${name} ON user_api_call_log`, `${create} ON ${part.name}`));
    await patientWrite(server, (ask) => ask.run(`ALTER INDEX ${name} ATTACH PARTITION ${index}`));
  }
}

// Both of what is written here and of what the server prints: `(date_time, id) WHERE response_status_code >= 400`.
function keysOf(sql: string): string | undefined {
  const [, keys, where = ''] =
    /(?:USING (?:btree|brin)|user_api_call_log) (\([^)]*\))(?:\s+WHERE\s+(.*))?$/s.exec(sql.replace(/::\w+/g, '')) ??
    [];
  return keys && `${keys} ${where.replace(/^\((.*)\)$/, '$1')}`.trim();
}
