import type { SummaryLine } from '../../columns/stats.ts';
import type { Context } from '../context.ts';
import { forJson } from '../print/approximate.ts';
import { headingLines, type Listing, printJson, printLines, printListing } from '../print/print.ts';
import { summaryLines } from './summary.ts';

/** Numbers with a list below: JSON has everything, CSV the list. */
export interface Report<Row> {
  readonly title: readonly string[];
  readonly summary: readonly SummaryLine[];
  readonly listTitle: string;
  readonly list: Listing<Row>;
}

/** Prints numbers with a list below. */
export function printReport<Row>(
  context: Context,
  stats: object,
  { title, summary, listTitle, list }: Report<Row>,
): void {
  if (context.format === 'json') {
    printJson(context, forJson(stats));
    return;
  }
  if (context.format === 'text') {
    const numbers = summaryLines(summary, context.paintOut);
    printLines(context, [...title, '', ...numbers, '', ...headingLines(context, listTitle)]);
  }
  printListing(context, list);
}
