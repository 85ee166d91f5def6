import type { SummaryLine } from '../../columns/stats.ts';
import { forJson } from '../../export/approximate.ts';
import type { Context } from '../context.ts';
import { headingLines, type Listing, printJson, printLines, printTable } from '../print/print.ts';
import { summaryLines } from './summary.ts';

/** Numbers with a list below. */
export interface Report<Row> {
  readonly title: readonly string[];
  readonly summary: readonly SummaryLine[];
  readonly listTitle: string;
  readonly list: Listing<Row>;
  /** Prints all of it as one table. */
  readonly printParts: () => void;
}

/** Prints numbers with a list below. */
export function printReport<Row>(
  context: Context,
  stats: object,
  { title, summary, listTitle, list, printParts }: Report<Row>,
): void {
  if (context.format === 'json') printJson(context, forJson(stats));
  else if (context.format !== 'text') printParts();
  else {
    const numbers = summaryLines(summary, context.paintOut);
    printLines(context, [...title, '', ...numbers, '', ...headingLines(context, listTitle)]);
    printTable(context, list);
  }
}
