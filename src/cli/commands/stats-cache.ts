import { cacheSummary, categoryColumns, noCategories } from '../../columns/stats.ts';
import type { Context } from '../context.ts';
import { cellContext, headingLines } from '../print/print.ts';
import { printCacheParts } from './stats-parts.ts';
import { printReport } from './stats-report.ts';

/** Prints the state of the cache of classifications. */
export async function showCache(context: Context): Promise<void> {
  const stats = await context.withStore((store) => store.products.stats());
  const rows = stats.topCategories;
  printReport(context, stats, {
    title: headingLines(context, 'Cache', ['of product classifications']),
    summary: cacheSummary(stats, cellContext(context)),
    listTitle: 'Top categories',
    list: { columns: categoryColumns(rows), rows, whenEmpty: noCategories(stats) },
    printParts: () => printCacheParts(context, stats),
  });
}
