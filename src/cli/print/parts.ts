import { rowPieces } from '../../export/rows.ts';
import type { Context } from '../context.ts';

type Value = string | number | bigint | boolean | null;

/** A row of an answer with several parts: the part it belongs to, and its values by the names of their columns. */
export interface PartRow {
  readonly list: string;
  readonly values: Readonly<Record<string, Value | undefined>>;
}

const TEXTS: ReadonlySet<string> = new Set(['list', 'name', 'apiRoute', 'category', 'metric']);

/** Prints the parts of an answer as one table in CSV or Markdown. Its first column tells the parts apart. */
export function printParts(context: Context, names: readonly string[], rows: readonly PartRow[]): void {
  const columns = ['list', ...names].map((id) => ({
    id,
    header: id,
    align: TEXTS.has(id) ? ('left' as const) : ('right' as const),
    value: ({ list, values }: PartRow) => (id === 'list' ? list : (values[id] ?? null)),
  }));
  const format = context.format === 'markdown' ? 'markdown' : 'csv';
  const pieces = rowPieces<PartRow>(format, { columns, document: ({ values }) => values });
  context.io.stdout.write(pieces.rows(rows, true));
}

/** The single values of an answer as rows of metric and value, named as in JSON, with those before where they are given. */
export function totalRows(answer: object, before?: object): readonly PartRow[] {
  return Object.entries(answer).flatMap(([metric, of]: readonly [string, unknown]) => {
    const value = toValue(of);
    if (value === undefined) return [];
    const valueBefore = before === undefined ? undefined : toValue(Reflect.get(before, metric));
    return [{ list: 'total', values: { metric, value, valueBefore } }];
  });
}

/** A value as a cell holds it; undefined if it is a list, a record, or not there. */
function toValue(value: unknown): Value | undefined {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint') return value;
  return typeof value === 'boolean' || value === null ? value : undefined;
}
