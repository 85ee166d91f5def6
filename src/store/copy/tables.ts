/** A table that is copied. */
export type TableName = 'user' | 'product_attributes' | 'admin_audit_log' | 'user_api_call_log';

/** Values that a column takes: ids and whole numbers of 64 bits, statuses of 32, finite numbers, text, times, true or false. */
export type ColumnKind = 'int64' | 'int32' | 'real' | 'text' | 'time' | 'flag';

/** A column that every engine has. */
export interface CopyColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly isRequired: boolean;
}

/** A table as every engine has it; its first column is the id. */
export interface CopyTable {
  readonly name: TableName;
  /** Word for its rows. */
  readonly rows: string;
  readonly columns: readonly CopyColumn[];
  /** Columns beside the id in which no two rows are equal: a row takes the place of those that it equals. */
  readonly uniqueColumns: readonly string[];
  /** True when rows change in place, so that every run brings all of them, and takes away those that are gone. */
  readonly isCopiedWhole: boolean;
  /** Column of the time of a row, where the first and the last one are compared. */
  readonly timeColumn?: string;
}

/** The tables in the order in which they are copied: users before what names them. */
export const COPY_TABLES: readonly CopyTable[] = [
  {
    name: 'user',
    rows: 'users',
    columns: [
      ...required('int64', 'id'),
      ...required('text', 'username', 'api_key'),
      ...required('time', 'created_at', 'updated_at'),
      ...required('flag', 'is_active'),
    ],
    uniqueColumns: ['username', 'api_key'],
    isCopiedWhole: true,
  },
  {
    name: 'product_attributes',
    rows: 'products',
    columns: [
      ...required('int64', 'id'),
      ...required('text', 'product_id', 'product_hash'),
      ...optional('text', 'thread_id', 'run_id', 'item_main_category', 'item_sub_category', 'color', 'brand', 'vendor'),
      ...optional('real', 'value_price'),
      ...optional('text', 'target_demographic', 'utility_type', 'durability', 'usage_type'),
      ...required('time', 'classified_at'),
      ...optional('text', 'classification_status', 'raw_description'),
    ],
    uniqueColumns: ['product_id', 'product_hash'],
    isCopiedWhole: true,
  },
  {
    name: 'admin_audit_log',
    rows: 'audit entries',
    columns: [
      ...required('int64', 'id'),
      ...required('time', 'date_time'),
      ...required('text', 'actor', 'action', 'target'),
      ...optional('text', 'detail'),
    ],
    uniqueColumns: [],
    isCopiedWhole: false,
    timeColumn: 'date_time',
  },
  {
    name: 'user_api_call_log',
    rows: 'calls',
    columns: [
      ...required('int64', 'id', 'user_id'),
      ...required('time', 'date_time'),
      ...required('text', 'api_route'),
      ...optional('text', 'request_payload', 'response_payload'),
      ...optional('int32', 'response_status_code'),
      ...optional('real', 'response_time_ms'),
      ...optional('text', 'error_message'),
    ],
    uniqueColumns: [],
    isCopiedWhole: false,
    timeColumn: 'date_time',
  },
];

/** The names of a table's columns of one kind. */
export function columnsOf({ columns }: CopyTable, kind: ColumnKind): readonly string[] {
  return columns.filter((column) => column.kind === kind).map(({ name }) => name);
}

/** The table of a name. */
export function tableNamed(name: TableName): CopyTable {
  const table = COPY_TABLES.find((known) => known.name === name);
  if (table === undefined) throw new Error(`no table ${name}`);
  return table;
}

/** A value for every table. */
export function forEachTable<Value>(of: (table: TableName) => Value): Readonly<Record<TableName, Value>> {
  return {
    user: of('user'),
    product_attributes: of('product_attributes'),
    admin_audit_log: of('admin_audit_log'),
    user_api_call_log: of('user_api_call_log'),
  };
}

function required(kind: ColumnKind, ...names: readonly string[]): readonly CopyColumn[] {
  return names.map((name) => ({ name, kind, isRequired: true }));
}

function optional(kind: ColumnKind, ...names: readonly string[]): readonly CopyColumn[] {
  return names.map((name) => ({ name, kind, isRequired: false }));
}
