import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const CHUNK_BYTES = 65_536;

/** Writes rows into a table, in this order. If they have ids, later rows count on from the highest. */
export async function copyRows(
  client: pg.Client,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly unknown[]>,
): Promise<void> {
  const copy = client.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`));
  let chunk = '';
  for (const row of rows) {
    chunk += `${row.map(toField).join('\t')}\n`;
    if (chunk.length < CHUNK_BYTES) continue;
    if (!copy.write(chunk)) await once(copy, 'drain');
    chunk = '';
  }
  copy.end(chunk);
  await finished(copy);
  if (columns.includes('id')) {
    await client.query(
      `SELECT setval(pg_get_serial_sequence('${table}', 'id'), max(id)) FROM ${table} HAVING max(id) > 0`,
    );
  }
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function toField(value: unknown): string {
  return value === null ? '\\N' : String(value).replace(/[\\\n\r\t]/g, (character) => ESCAPES[character] ?? '');
}
