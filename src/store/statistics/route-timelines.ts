import type { RouteBuckets, RouteTime } from '../answers/call-sums.ts';
import type { Span } from '../answers/spans.ts';
import { ByteReader } from './bytes.ts';
import type { CallRun, RunSink } from './call-run.ts';
import { LatencySums } from './latency-sums.ts';
import { type Scales, TimelineSums } from './timeline-sums.ts';

/** Adds up the response times of some routes by buckets. */
export class RouteTimelines implements RunSink {
  readonly needsTimes = true;
  readonly #scales: Scales;
  // By the number of a route.
  readonly #timelines = new Map<number, TimelineSums>();
  readonly #others: TimelineSums;

  constructor(scales: Scales, from: number, { routes, ...buckets }: RouteBuckets) {
    this.#scales = scales;
    this.#others = new TimelineSums(scales, from, buckets);
    const wanted = new Set(routes);
    for (const [route, name] of scales.names.routes.entries()) {
      if (wanted.has(name)) this.#timelines.set(route, new TimelineSums(scales, from, buckets));
    }
  }

  needsSeconds(span: Span): boolean {
    return this.#others.needsSeconds(span);
  }

  addRun(run: CallRun): void {
    this.#timelines.get(this.#scales.names.routeOf[run.kind] ?? 0)?.addRun(run);
  }

  /** Adds the stored times by route of a time that lies in one bucket and begins at a second. */
  addStored(second: number, stored: unknown): void {
    const reader = new ByteReader(stored);
    const unwanted = new LatencySums(this.#scales.scale);
    while (!reader.isDone) {
      const timeline = this.#timelines.get(reader.varint());
      (timeline?.timesAt(second) ?? unwanted).merge(reader);
    }
  }

  rows(): RouteTime[] {
    return [...this.#timelines].flatMap(([route, timeline]) =>
      timeline.rows().map(({ bucket, p95ResponseMs }) => ({
        apiRoute: this.#scales.names.routes[route] ?? '',
        bucket,
        p95ResponseMs,
      })),
    );
  }
}
