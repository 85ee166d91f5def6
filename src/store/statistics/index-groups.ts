import type { GroupedErrors, GroupSums, TrendPlan } from '../answers/call-sums.ts';
import { nameOfGroup } from '../answers/group-name.ts';
import type { Span } from '../answers/spans.ts';
import { bucketFinder, bucketUnit } from '../answers/trend.ts';
import type { FoundQuery } from './found-query.ts';
import { GroupSink, LastCallSink } from './group-sink.ts';
import type { IndexSources } from './index-sources.ts';
import { HOUR_SECONDS } from './seconds.ts';
import { SourceScan } from './source-scan.ts';

/** The failed calls of a window by group: those in the index and those that came since. */
export class IndexGroups {
  readonly #sources: IndexSources;
  readonly #span: Span;
  readonly #scan: SourceScan;

  constructor(sources: IndexSources, span: Span) {
    this.#sources = sources;
    this.#span = span;
    this.#scan = new SourceScan(sources);
  }

  /**
   * The sums of each group; without queries of all failed calls of the window. Undefined where the newest call of a group is gone,
   * so that only the log can name it.
   */
  async sums(plan: TrendPlan, queries?: readonly FoundQuery[]): Promise<GroupedErrors | undefined> {
    const failed = (queries ?? [{ span: this.#span, query: undefined }]).map(onlyFailed);
    const sink = this.#count(plan, failed);
    const { names, reach } = this.#sources.content;
    // A last call that went with its row is the last one still: known to be right is only what was never corrected.
    const lasts = this.#lastSeconds(sink, failed, queries === undefined && reach.corrections === 0);
    const newest = [...sink.groups.keys()].map((number) => names.groups.list[number]?.newest ?? 0);
    const messages = await this.#sources.log.messagesOf(newest);
    if (newest.some((id) => !messages.has(id))) return undefined;
    const partOf = bucketUnit(plan) === 'hour' ? bucketFinder(plan) : (part: number) => part;
    const groups = [...sink.groups].map(([number, counts]): GroupSums => {
      const trend = Array.from({ length: plan.bucketCount }, () => 0);
      for (const [part, calls] of counts.parts) trend[partOf(part)] = (trend[partOf(part)] ?? 0) + calls;
      const { id = '', newest: call = 0 } = names.groups.list[number] ?? {};
      return {
        group: nameOfGroup(id, { ...this.#callOf(number), message: messages.get(call) ?? null }),
        callCount: counts.callCount,
        users: new Map([...counts.users].map(([user, calls]) => [names.userIds[user] ?? 0, calls])),
        routes: new Map([...counts.routes].map(([route, calls]) => [names.routes[route] ?? '', calls])),
        trend,
        lastSecond: lasts.get(number) ?? 0,
      };
    });
    return { groups, ungroupedCount: sink.ungroupedCount };
  }

  #count(plan: TrendPlan, queries: readonly FoundQuery[]): GroupSink {
    const { content } = this.#sources;
    if (bucketUnit(plan) === 'second') {
      const sink = new GroupSink(content.names, bucketFinder(plan));
      this.#scan.all(queries, sink);
      return sink;
    }
    const sink = new GroupSink(content.names);
    this.#scan.byHours(queries, sink, (hours) => sink.add(content.kept.groupsOf(content.names, hours)));
    return sink;
  }

  /** The last second of each group: that of all time where it counts and is in the window, else that of its last hour. */
  #lastSeconds(
    { groups }: GroupSink,
    queries: readonly FoundQuery[],
    countsEver: boolean,
  ): ReadonlyMap<number, number> {
    const { names } = this.#sources.content;
    const seconds = new Map<number, number>();
    const hours = new Map<number, Set<number>>();
    for (const [number, { lastHour }] of groups) {
      const ever = names.groups.list[number]?.last ?? 0;
      if (countsEver && ever >= lastHour && ever < Math.min(this.#span.until, lastHour + HOUR_SECONDS))
        seconds.set(number, ever);
      else hours.set(lastHour, (hours.get(lastHour) ?? new Set()).add(number));
    }
    for (const [hour, numbers] of hours) {
      const sink = new LastCallSink(names);
      this.#scan.all(
        queries.flatMap((query) => within(query, hour)),
        sink,
      );
      for (const number of numbers) seconds.set(number, sink.seconds.get(number) ?? hour);
    }
    return seconds;
  }

  #callOf(group: number): { readonly status: number | null; readonly route: string } {
    const { groupOf, statusOf, routeOf, routes } = this.#sources.content.names;
    const kind = groupOf.indexOf(group);
    return { status: statusOf[kind] ?? null, route: routes[routeOf[kind] ?? 0] ?? '' };
  }
}

/** The same of failed calls alone. */
function onlyFailed(found: FoundQuery): FoundQuery {
  const failed = { kind: 'error' } as const;
  return { ...found, query: found.query === undefined ? failed : { kind: 'and', parts: [failed, found.query] } };
}

function within(query: FoundQuery, hour: number): readonly FoundQuery[] {
  const from = Math.max(query.span.from, hour);
  const until = Math.min(query.span.until, hour + HOUR_SECONDS);
  return from < until ? [{ ...query, span: { from, until } }] : [];
}
