import { countsBefore } from '../../columns/counts-before.ts';
import { categoryColumns } from '../../columns/stats.ts';
import { forJson } from '../../export/approximate.ts';
import type { CacheStats } from '../../model/product.ts';
import type { SystemStats, UserStats } from '../../model/statistics.ts';
import type { StatsBefore } from '../../questions/stats-before.ts';
import type { Context } from '../context.ts';
import { type PartRow, printParts, totalRows } from '../print/parts.ts';

const SUMS = ['callCount', 'errorCount', 'avgResponseMs', 'p95ResponseMs'] as const;
const TOTAL = ['metric', 'value'] as const;

/** Prints statistics of the whole API as one table: users, routes, status codes, totals, each beside what was before. */
export function printSystemParts(
  context: Context,
  stats: SystemStats & { readonly where: string | undefined },
  before: StatsBefore | undefined,
): void {
  const { topUsers, topRoutes, statusCodes } = stats;
  const counts = before && countsBefore(before);
  const rows: readonly PartRow[] = [
    ...topUsers.map((row) => part('user', row.username, { ...row, callCountBefore: counts?.user(row) })),
    ...topRoutes.map((row) => part('route', row.apiRoute, { ...row, callCountBefore: counts?.route(row) })),
    ...statusCodes.map((row) => part('status', row.statusCode, { ...row, callCountBefore: counts?.status(row) })),
    ...totalRows(forJson(stats), before && forJson(before)),
  ];
  const compared = before === undefined ? [] : ['callCountBefore'];
  printParts(context, ['name', ...SUMS, ...compared, ...TOTAL, ...(before === undefined ? [] : ['valueBefore'])], rows);
}

/** Prints statistics of one user as one table: endpoints, totals. */
export function printUserParts(context: Context, stats: UserStats & { readonly where: string | undefined }): void {
  const endpoints = stats.endpoints.map((row): PartRow => ({ list: 'endpoint', values: { ...row } }));
  printParts(context, ['apiRoute', ...SUMS, ...TOTAL], [...endpoints, ...totalRows(forJson(stats))]);
}

/** Prints the state of the cache as one table: categories, ages in days, totals. */
export function printCacheParts(context: Context, stats: CacheStats): void {
  const columns = categoryColumns(stats.topCategories);
  const categories = stats.topCategories.map((row): PartRow => {
    return { list: 'category', values: Object.fromEntries(columns.map(({ id, value }) => [id, value(row)])) };
  });
  const ages = stats.ages.map((row): PartRow => ({ list: 'age', values: { ...row } }));
  printParts(
    context,
    ['category', 'count', 'share', 'fromDays', 'toDays', ...TOTAL],
    [...categories, ...ages, ...totalRows(stats)],
  );
}

function part(list: string, name: string | number | null, values: PartRow['values']): PartRow {
  return { list, values: { ...values, name } };
}
