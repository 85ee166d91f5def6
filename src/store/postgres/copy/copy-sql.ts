import { CHUNK_BYTES, CHUNK_ROWS } from '../../copy/source.ts';
import { type CopyColumn, type CopyTable, columnsOf } from '../../copy/tables.ts';

/** The statements that read a table to be copied; ranges are `$1` to `$2`, both included. */
export interface ReadSql {
  readonly count: string;
  readonly lastId: string;
  readonly rows: string;
  /** Sums over a range without the ids of the list `$3`. */
  readonly sums: string;
  /** Rows by user or by status. */
  readonly groups: string;
}

const LARGEST_SUMMED = '1e10';
const GROUPS: Readonly<Record<string, string>> = {
  user_api_call_log: 'user_id::text',
  product_attributes: `coalesce(classification_status::text, 'none')`,
};
const MARKS: Readonly<Record<string, string>> = {
  user: 'is_active::integer <> 0',
  user_api_call_log: 'response_status_code >= 400',
};

/** Writes the statements that read a table of a server. */
export function readSqlOf(table: CopyTable): ReadSql {
  const name = quoted(table);
  const columns = table.columns.map((column) => column.name).join(', ');
  const range = `FROM ${name} WHERE id >= $1::int8 AND id <= $2::int8`;
  const summed = `${range} AND NOT EXISTS (SELECT FROM unnest($3::int8[]) w WHERE w = id)`;
  const bytes = columnsOf(table, 'text')
    .map((column) => `coalesce(octet_length(${column}::text), 0)`)
    .join(' + ');
  const seconds = columnsOf(table, 'time').map(secondsOf).join(' + ');
  const [real] = columnsOf(table, 'real');
  const time = table.timeColumn === undefined ? 'NULL::int8' : secondsOf(table.timeColumn);
  return {
    count: `SELECT count(*) AS rows FROM ${name}`,
    lastId: `SELECT max(id)::int8 AS id FROM ${name}`,
    // Rows of one id stay together: the bytes before them are those before all of them.
    rows: `
      SELECT ${table.columns.map(read).join(', ')} FROM (
        SELECT *, coalesce(sum(bytes) OVER (ORDER BY id) - sum(bytes) OVER (PARTITION BY id), 0) AS bytes_before FROM (
          SELECT ${columns}, ${bytes} AS bytes ${range}
          ORDER BY id FETCH FIRST ${CHUNK_ROWS} ROWS WITH TIES) c) c
      WHERE bytes_before < ${CHUNK_BYTES} ORDER BY id`,
    sums: `
      SELECT count(*)::text, coalesce(sum(id), 0)::text, coalesce(sum(${bytes}), 0)::text,
        coalesce(sum(${seconds}), 0)::text, ${real === undefined ? `'0'` : `coalesce(sum(${thousandthsOf(real)}), 0)::text`},
        (count(*) FILTER (WHERE ${MARKS[table.name] ?? 'false'}))::text, min(${time})::text, max(${time})::text
      ${summed}`,
    groups: `SELECT ${GROUPS[table.name] ?? `''`} AS name, count(*)::text AS rows ${summed} GROUP BY 1`,
  };
}

/** The name of a table as it stands in statements. */
export function quoted({ name }: Pick<CopyTable, 'name'>): string {
  return `"${name}"`;
}

function read({ name, kind }: CopyColumn): string {
  switch (kind) {
    case 'time':
      return `extract(epoch FROM ${name})::float8`;
    case 'text':
      return `${name}::text`;
    case 'real':
      return `${name}::float8`;
    case 'flag':
      return name;
    default:
      return `${name}::int8`;
  }
}

function secondsOf(column: string): string {
  return `floor(extract(epoch FROM ${column})::float8)::int8`;
}

function thousandthsOf(column: string): string {
  return `CASE WHEN abs(${column}) < ${LARGEST_SUMMED} THEN floor(${column}::float8 * 1000 + 0.5)::int8 ELSE 0 END`;
}
