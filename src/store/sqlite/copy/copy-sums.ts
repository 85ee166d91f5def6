import type { IdRange } from '../../copy/rows.ts';
import type { TableSums } from '../../copy/sums.ts';
import type { Statement } from '../file/driver.ts';
import type { ReadSql } from './copy-sql.ts';

/** Whole numbers of one row of sums. */
type SumRow = readonly [
  rows: bigint,
  highIds: bigint,
  lowIds: bigint,
  bytes: bigint,
  seconds: bigint,
  thousandths: bigint,
  marked: bigint,
  first: bigint | null,
  last: bigint | null,
];

/** Sums the rows of a range but those with some ids; `prepare` gives statements that answer with exact integers. */
export function sumRows(
  prepare: (sql: string) => Statement,
  sql: ReadSql,
  { from, to, without }: IdRange & { readonly without: readonly bigint[] },
): TableSums {
  const parameters = { from, to, without: `[${without.join()}]` };
  const sums = prepare(sql.sums).raw().get(parameters) as SumRow;
  const groups = prepare(sql.groups).raw().all(parameters) as readonly (readonly [unknown, bigint])[];
  const [rows, highIds, lowIds, bytes, seconds, thousandths, marked, first, last] = sums;
  return {
    rows,
    ids: (highIds << 32n) + lowIds,
    bytes,
    seconds,
    thousandths,
    marked,
    groups: new Map(groups.map(([key, count]) => [String(key), count])),
    first,
    last,
  };
}
