import { type CopyTable, columnsOf } from '../../copy/tables.ts';
import type { Connection } from '../file/connection.ts';

/** The statements that read a table to be copied; ranges are `@from` to `@to`, both included. */
export interface ReadSql {
  readonly count: string;
  readonly lastId: string;
  readonly rows: string;
  readonly rowsWithoutId: string;
  /** The bytes of a row's texts, in the order of the columns; undefined where the file keeps them in UTF-16. */
  readonly texts: string | undefined;
  /** Sums over a range without the ids of the JSON list `@without`. */
  readonly sums: string;
  /** Rows by user or by status. */
  readonly groups: string;
}

const LARGEST_SUMMED = '1e10';
const HALF = 4_294_967_295;
const GROUPS: Readonly<Record<string, string>> = {
  user_api_call_log: 'user_id',
  product_attributes: `coalesce(classification_status, 'none')`,
};
const MARKS: Readonly<Record<string, string>> = {
  user: 'is_active <> 0',
  user_api_call_log: 'response_status_code >= 400',
};

/** Writes the statements that read a table of a file. */
export function readSqlOf(connection: Pick<Connection, 'database'>, table: CopyTable): ReadSql {
  const isUtf8 = connection.database.pragma('encoding', { simple: true }) === 'UTF-8';
  const name = quoted(table);
  const columns = table.columns.map((column) => column.name).join(', ');
  const ids = `typeof(id) = 'integer'`;
  const range = `FROM ${name} WHERE ${ids} AND id >= @from AND id <= @to`;
  const summed = `${range} AND id NOT IN (SELECT value FROM json_each(@without))`;
  const texts = columnsOf(table, 'text').map((column) => `CAST(${column} AS BLOB)`);
  const bytes = columnsOf(table, 'text').map(
    (column) => `coalesce(${isUtf8 ? `octet_length(${column})` : `CAST(utf8_bytes(${column}) AS INTEGER)`}, 0)`,
  );
  const seconds = columnsOf(table, 'time').map((column) => `unixepoch(${column})`);
  const [real] = columnsOf(table, 'real');
  const time = table.timeColumn === undefined ? 'NULL' : `unixepoch(${table.timeColumn})`;
  return {
    count: `SELECT count(*) FROM ${name}`,
    lastId: `SELECT id FROM ${name} WHERE ${ids} ORDER BY id DESC LIMIT 1`,
    rows: `SELECT ${columns} ${range} ORDER BY id`,
    rowsWithoutId: `SELECT ${columns} FROM ${name} WHERE typeof(id) <> 'integer'`,
    texts: isUtf8 ? `SELECT ${texts.join(', ')} FROM ${name} WHERE id = ?` : undefined,
    sums: `
      SELECT count(*), coalesce(sum(id >> 32), 0), coalesce(sum(id & ${HALF}), 0), coalesce(sum(${bytes.join(' + ')}), 0),
        coalesce(sum(${seconds.join(' + ')}), 0), ${real === undefined ? 0 : `coalesce(sum(${thousandthsOf(real)}), 0)`},
        coalesce(sum(${MARKS[table.name] ?? 0}), 0), min(${time}), max(${time})
      ${summed}`,
    groups: `SELECT ${GROUPS[table.name] ?? `''`} AS name, count(*) ${summed} GROUP BY name`,
  };
}

/** The name of a table as it stands in statements. */
export function quoted({ name }: CopyTable): string {
  return `"${name}"`;
}

function thousandthsOf(column: string): string {
  return `CASE WHEN abs(${column}) < ${LARGEST_SUMMED} THEN CAST(floor(${column} * 1000 + 0.5) AS INTEGER) ELSE 0 END`;
}

/** Counts the rows behind `@lastId`, or all if that is null; what init has noted of itself is none of them. */
export function rowsOfOthers(table: CopyTable): string {
  const isOther = table.name === 'admin_audit_log' ? ` AND action <> 'init'` : '';
  return `SELECT count(*) FROM ${quoted(table)} WHERE (@lastId IS NULL OR id > @lastId)${isOther}`;
}
