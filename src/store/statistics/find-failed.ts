import type { FoundQuery } from './found-query.ts';
import type { IndexSources } from './index-sources.ts';
import type { TimedQuery } from './timed-queries.ts';

/**
 * Looks for failed calls by their messages where a query does that, the newest first, for about so long; returns the second down
 * to which all were looked at. Undefined where the log cannot be asked.
 */
export async function lookAtFailed(
  { content, log, tail }: IndexSources,
  queries: readonly TimedQuery[],
  budgetMs: number,
): Promise<number | undefined> {
  const startedAt = performance.now();
  for (const { span, ofFailed } of queries.toReversed()) {
    for (let reached = span.until; ofFailed !== undefined && reached > span.from; ) {
      const next = await content.failed.step(log, ofFailed, { span, tail });
      if (next === undefined || performance.now() - startedAt >= budgetMs) return next;
      reached = next;
    }
  }
  return Number.NEGATIVE_INFINITY;
}

/** The queries with the failed calls that were found for them; undefined if some days were not looked at. */
export async function findFailed(
  { content, log, tail }: IndexSources,
  queries: readonly TimedQuery[],
): Promise<readonly FoundQuery[] | undefined> {
  const found: FoundQuery[] = [];
  for (const query of queries) {
    const { ofFailed, span } = query;
    const failed = ofFailed && (await content.failed.of(log, ofFailed, { span, tail }));
    if (ofFailed !== undefined && failed === undefined) return undefined;
    found.push({ ...query, ...(failed && { failed }) });
  }
  return found;
}
