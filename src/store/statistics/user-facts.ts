import type { UserFacts } from '../answers/call-sums.ts';
import type { CallerSums } from './caller-sums.ts';
import type { FoundQuery } from './found-query.ts';
import type { IndexSources } from './index-sources.ts';
import { LastErrorSink } from './last-error-sink.ts';
import { HOUR_SECONDS } from './seconds.ts';
import { SourceScan } from './source-scan.ts';
import { type FactPlan, UserFactSink } from './user-fact-sink.ts';

// The times of so many users are kept at once, whoever they are; of more users only those of so many calls.
const FEW_USERS = 1_000;
const MOST_TIMES = 4_000_000;

/** Calls that facts are about: those that fit queries, and how many each user has. */
export interface FactCalls {
  readonly queries: readonly FoundQuery[];
  readonly callsOf: () => CallerSums;
}

/** Facts about those of some users who called, some users after the others where the times of all would take too much memory. */
export function factsInParts(
  sources: IndexSources,
  plan: FactPlan,
  { queries, callsOf }: FactCalls,
): readonly UserFacts[] {
  const isLong = plan.wanted.includes('times') && plan.callers.length > FEW_USERS;
  const parts = isLong ? partsOf(plan.callers, callsOf()) : [plan.callers];
  return parts.flatMap((callers) => factsOf(sources, { ...plan, callers }, queries));
}

function partsOf(callers: readonly number[], sums: CallerSums): readonly (readonly number[])[] {
  const parts: number[][] = [[]];
  let kept = 0;
  for (const caller of callers) {
    const calls = sums.callsOf(caller);
    if (calls === 0) continue;
    kept += calls;
    if (kept > MOST_TIMES) {
      parts.push([]);
      kept = calls;
    }
    parts.at(-1)?.push(caller);
  }
  return parts;
}

function factsOf(sources: IndexSources, plan: FactPlan, queries: readonly FoundQuery[]): readonly UserFacts[] {
  const { content } = sources;
  const scan = new SourceScan(sources);
  const sink = new UserFactSink(content.names, content.scale, plan);
  scan.byHours(queries, sink, (hours) => sink.add(content.kept.factsOf(content, hours, plan)));
  if (!plan.wanted.includes('lastError')) return sink.facts(undefined);
  const lastErrors = new LastErrorSink(content.names, plan.callers);
  const ofHours = sink.lastErrorHours.flatMap((hour) => queries.flatMap((query) => within(query, hour)));
  scan.all(ofHours, lastErrors);
  return sink.facts(lastErrors);
}

/** The part of a query in an hour. */
function within(query: FoundQuery, hour: number): readonly FoundQuery[] {
  const span = { from: Math.max(query.span.from, hour), until: Math.min(query.span.until, hour + HOUR_SECONDS) };
  return span.from < span.until ? [{ ...query, span }] : [];
}
