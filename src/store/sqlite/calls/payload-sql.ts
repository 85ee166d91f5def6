import type { BoundTerm } from '../../../filter/bound-query.ts';
import type { JsonTest, PathStep, TextTest } from '../../../filter/query.ts';
import { type Binder, fitsSql, rangeSql } from './text-sql.ts';

// SQLite's paths know no way to name some keys.
const PLAIN_KEY = /^[^"\\\p{Cc}]+$/u;
const COLUMNS = { req: 'request_payload', res: 'response_payload' } as const;

type PayloadTerm = Extract<BoundTerm, { readonly kind: 'payload' }>;

/** A value in JSON: its type and itself, in SQL. */
interface Value {
  readonly type: string;
  readonly value: string;
}

/** Writes a test of a value in a payload, which holds for none that is not JSON. */
export function payloadSql(term: PayloadTerm, bind: Binder): string {
  const { payload, path, test } = term;
  const column = COLUMNS[payload];
  const isPlain = path.every((step) => !('key' in step) || PLAIN_KEY.test(step.key));
  // The function is handed the one payload that counts.
  const fits = isPlain ? pathSql(column, path, { test, bind }) : fitsSql(column, { ...term, payload: 'req' }, bind);
  const isJson = `typeof(${column}) = 'text'${mayHoldSql(column, path, bind)} AND json_valid(${column})`;
  return `CASE WHEN ${isJson} THEN ${fits} ELSE false END`;
}

/** Writes a look for the last key of a path, which costs less than to read all of the JSON, and finds it unless that is escaped. */
function mayHoldSql(column: string, path: readonly PathStep[], bind: Binder): string {
  const key = path.findLast((step) => 'key' in step)?.key;
  if (key === undefined || !PLAIN_KEY.test(key)) return '';
  return ` AND (instr(${column}, ${bind(`"${key}"`)}) > 0 OR instr(${column}, '\\') > 0)`;
}

interface Wanted {
  readonly test: JsonTest;
  readonly bind: Binder;
}

/** Any element of a list is looked for in the rows of that list, one table in the other. */
function pathSql(json: string, path: readonly PathStep[], { test, bind }: Wanted): string {
  const stretches = splitAtAny(path).map((steps) => bind(pathText(steps)));
  const last = stretches.at(-1) ?? '';
  const tables = stretches.slice(0, -1).map((way, index) => {
    const inside = index === 0 ? json : elementOf(index);
    return `json_each(CASE WHEN json_type(${inside}, ${way}) = 'array' THEN ${inside} END, ${way}) AS e${index + 1}`;
  });
  const inside = tables.length === 0 ? json : elementOf(tables.length);
  const found = { type: `json_type(${inside}, ${last})`, value: `json_extract(${inside}, ${last})` };
  const fits = `coalesce(${valueSql(found, test, bind)}, false)`;
  return tables.length === 0 ? fits : `EXISTS (SELECT 1 FROM ${tables.join(', ')} WHERE ${fits})`;
}

// A list's rows hold plain values as they are; as JSON they are quoted again.
function elementOf(table: number): string {
  const [type, value] = [`e${table}.type`, `e${table}.value`];
  return `CASE ${type} WHEN 'object' THEN ${value} WHEN 'array' THEN ${value} WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
    ELSE json_quote(${value}) END`;
}

function splitAtAny(path: readonly PathStep[]): readonly (readonly PathStep[])[] {
  const any = path.findIndex((step) => 'any' in step);
  return any === -1 ? [path] : [path.slice(0, any), ...splitAtAny(path.slice(any + 1))];
}

function pathText(steps: readonly PathStep[]): string {
  return steps.reduce(
    (text, step) => `${text}${'key' in step ? `."${step.key}"` : 'index' in step ? `[${step.index}]` : ''}`,
    '$',
  );
}

function valueSql({ type, value }: Value, test: JsonTest, bind: Binder): string {
  const isNumber = `${type} IN ('integer', 'real')`;
  switch (test.is) {
    case 'present':
      return `${type} IS NOT NULL`;
    case 'literal':
      return `${type} = '${test.literal}'`;
    case 'range':
      return `${isNumber} AND ${rangeSql(`CAST(${value} AS REAL)`, test, bind)}`;
    case 'number':
      return `(${isNumber} AND CAST(${value} AS REAL) = ${bind(test.number)}) OR (${type} = 'text' AND ${value} = ${bind(test.text)})`;
    case 'text':
      return `${type} = 'text' AND ${value} = ${bind(test.text)}`;
    case 'glob':
      return `${type} = 'text' AND ${globOf(value, test, bind)}`;
  }
}

function globOf(value: string, test: Extract<TextTest, { readonly is: 'glob' }>, bind: Binder): string {
  return fitsSql(value, { kind: 'route', test }, bind);
}
