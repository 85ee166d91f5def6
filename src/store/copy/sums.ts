import type { CopyCheck } from '../../model/copy.ts';
import type { CopyTable } from './tables.ts';

/** Sums over rows of a table, the same from every engine. */
export interface TableSums {
  readonly rows: bigint;
  readonly ids: bigint;
  /** Bytes of all texts in UTF-8. */
  readonly bytes: bigint;
  /** Sum of all times, in whole seconds since 1970. */
  readonly seconds: bigint;
  /** Sum of prices, or of response times, in thousandths; numbers beyond ten milliards are left out. */
  readonly thousandths: bigint;
  /** Failed calls; active users. */
  readonly marked: bigint;
  /** Rows by user, or by status. */
  readonly groups: ReadonlyMap<string, bigint>;
  /** Times of the first and the last row in seconds since 1970; null if there is none. */
  readonly first: bigint | null;
  readonly last: bigint | null;
}

/** The statuses of products. */
const STATUSES = ['success', 'partial', 'failed', 'invalidated'];

/** The sums over no row. */
export const NO_SUMS: TableSums = {
  rows: 0n,
  ids: 0n,
  bytes: 0n,
  seconds: 0n,
  thousandths: 0n,
  marked: 0n,
  groups: new Map(),
  first: null,
  last: null,
};

/** The sums over the rows of two ranges. */
export function addSums(a: TableSums, b: TableSums): TableSums {
  const groups = new Map(a.groups);
  for (const [key, rows] of b.groups) groups.set(key, (groups.get(key) ?? 0n) + rows);
  return {
    rows: a.rows + b.rows,
    ids: a.ids + b.ids,
    bytes: a.bytes + b.bytes,
    seconds: a.seconds + b.seconds,
    thousandths: a.thousandths + b.thousandths,
    marked: a.marked + b.marked,
    groups,
    first: extreme(a.first, b.first, (x, y) => x < y),
    last: extreme(a.last, b.last, (x, y) => x > y),
  };
}

/** The sums of both sides, measure by measure; `addedBytes` is what replaced characters added on the way. */
export function checksOf(
  table: CopyTable,
  source: TableSums,
  target: TableSums,
  addedBytes: bigint,
): readonly CopyCheck[] {
  const expected = { ...source, bytes: source.bytes + addedBytes };
  const all = measuresOf(table);
  const isEmpty = source.rows === 0n && target.rows === 0n;
  const measures = isEmpty ? all.slice(0, 1) : all;
  return measures.map(([measure, sum]) => ({
    table: table.rows,
    measure,
    source: sum(expected),
    target: sum(target),
  }));
}

type Measure = readonly [name: string, sum: (sums: TableSums) => bigint | string];

function measuresOf({ name, timeColumn }: CopyTable): readonly Measure[] {
  const measures: Measure[] = [
    ['rows', ({ rows }) => rows],
    ['sum of ids', ({ ids }) => ids],
    ['bytes of text', ({ bytes }) => bytes],
    ['sum of times (s)', ({ seconds }) => seconds],
  ];
  if (name === 'user') measures.push(['active', ({ marked }) => marked]);
  if (name === 'product_attributes') {
    measures.push(['sum of prices (thousandths)', ({ thousandths }) => thousandths]);
    for (const status of STATUSES) measures.push([`status ${status}`, (sums) => sums.groups.get(status) ?? 0n]);
  }
  if (name === 'user_api_call_log') {
    measures.push(['sum of response times (µs)', ({ thousandths }) => thousandths]);
    measures.push(['errors', ({ marked }) => marked]);
    measures.push(['users who called', (sums) => BigInt(sums.groups.size)]);
  }
  if (timeColumn !== undefined) {
    measures.push(['first', ({ first }) => time(first)], ['last', ({ last }) => time(last)]);
  }
  return measures;
}

function extreme(a: bigint | null, b: bigint | null, isMore: (x: bigint, y: bigint) => boolean): bigint | null {
  if (a === null || b === null) return a ?? b;
  return isMore(a, b) ? a : b;
}

function time(seconds: bigint | null): string {
  return seconds === null ? 'none' : `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')}`;
}
