import { ByteReader, type ByteWriter, DamagedIndexError } from './bytes.ts';
import type { CallRun, RunSink } from './call-run.ts';
import { CallerSums } from './caller-sums.ts';
import { ExactTimes } from './exact-times.ts';
import type { LatencyScale } from './latency-scale.ts';
import { LatencySums } from './latency-sums.ts';
import type { Names } from './names.ts';
import { OverallSums } from './overall-sums.ts';

/** The pieces of a summary as they are stored. */
export interface StoredSummary {
  readonly overall: Buffer;
  readonly kinds: Buffer;
  readonly routes: Buffer;
  readonly callers: Buffer;
}

/** A summary as it is stored, or some pieces of it, with the second at which its time begins. */
export interface SummaryRow extends Partial<StoredSummary> {
  readonly start: number;
}

/** Parts of a summary that a question needs; the rest is not added up. */
export interface SummaryParts {
  readonly routes?: boolean;
  readonly callers?: boolean;
  /** Keep the times of up to so many single calls, for exact percentiles. */
  readonly exactCalls?: number;
}

/** The sums of some calls: over all, by kind, by route and by user. */
export class Summary implements RunSink {
  readonly needsTimes = true;
  readonly routes = new Map<number, LatencySums>();
  readonly callsOfKind: Float64Array;
  readonly callers: CallerSums;
  readonly #scale: LatencyScale;
  readonly #names: Names;
  readonly #parts: SummaryParts;
  readonly #exact: ExactTimes | undefined;
  readonly #routeOfKind: LatencySums[] = [];
  // Where times are added up by route, those over all are the sum of these, made when it is asked for.
  #overall: OverallSums;
  #isOverallMade = false;

  constructor(scale: LatencyScale, names: Names, parts: SummaryParts) {
    this.#scale = scale;
    this.#names = names;
    this.#parts = parts;
    this.#exact = parts.exactCalls ? new ExactTimes(parts.exactCalls) : undefined;
    this.#overall = new OverallSums(scale, this.#exact);
    this.callsOfKind = new Float64Array(names.routeOf.length);
    this.callers = new CallerSums(parts.callers ? names.userIds.length : 0);
  }

  /** The sums over all. */
  get overall(): OverallSums {
    if (!this.#parts.routes || this.#isOverallMade) return this.#overall;
    const { calls, errors, serverErrors } = this.#overall;
    this.#overall = Object.assign(new OverallSums(this.#scale, this.#exact), { calls, errors, serverErrors });
    for (const sums of this.routes.values()) this.#overall.latency.add(sums);
    this.#isOverallMade = true;
    return this.#overall;
  }

  needsSeconds(): boolean {
    return false;
  }

  /** Adds a run of calls, and its times to other sums too. */
  addRun(run: CallRun, others?: LatencySums): void {
    const { kind, from, to } = run;
    const calls = to - from;
    this.#isOverallMade = false;
    this.#overall.count(kind, this.#names, calls);
    this.callsOfKind[kind] = (this.callsOfKind[kind] ?? 0) + calls;
    const sums = this.#parts.routes ? this.#routeOf(kind) : this.#overall.latency;
    sums.addRun(run.micros, from, to, others);
    if (this.#parts.callers) this.callers.addRun(run, this.#names.isError[kind] ?? 0, sums);
  }

  /** Adds the sums of other calls, which have all parts of these. */
  add(other: Summary): void {
    this.#isOverallMade = false;
    if (this.#parts.routes) {
      this.#overall.addCounts(other.overall);
      for (const [kind, calls] of other.callsOfKind.entries()) {
        if (calls > 0) this.callsOfKind[kind] = (this.callsOfKind[kind] ?? 0) + calls;
      }
      for (const [route, sums] of other.routes) this.#route(route).add(sums);
    } else {
      this.#overall.add(other.overall);
    }
    if (this.#parts.callers) this.callers.add(other.callers);
  }

  /** Adds what was stored of other calls. */
  merge(stored: Partial<StoredSummary>): void {
    const overall = new ByteReader(stored.overall);
    this.#isOverallMade = false;
    if (!this.#parts.routes) this.#overall.merge(overall);
    else {
      this.#overall.mergeCounts(overall);
      this.#mergeKinds(new ByteReader(stored.kinds));
      const routes = new ByteReader(stored.routes);
      while (!routes.isDone) this.#route(routes.varint()).merge(routes);
    }
    if (this.#parts.callers) this.callers.merge(new ByteReader(stored.callers));
  }

  /** Makes it ready to be stored. */
  store(writer: ByteWriter): StoredSummary {
    this.overall.write(writer);
    const overall = writer.finish();
    const kinds = this.#storeKinds(writer);
    const routes = this.#storeRoutes(writer);
    this.callers.write(writer);
    return { overall, kinds, routes, callers: writer.finish() };
  }

  #storeKinds(writer: ByteWriter): Buffer {
    for (const [kind, calls] of this.callsOfKind.entries()) {
      if (calls === 0) continue;
      writer.varint(kind);
      writer.varint(calls);
    }
    return writer.finish();
  }

  #storeRoutes(writer: ByteWriter): Buffer {
    for (const [route, sums] of this.routes) {
      writer.varint(route);
      sums.write(writer);
    }
    return writer.finish();
  }

  #mergeKinds(reader: ByteReader): void {
    while (!reader.isDone) {
      const kind = reader.varint();
      if (kind >= this.callsOfKind.length) throw new DamagedIndexError();
      this.callsOfKind[kind] = (this.callsOfKind[kind] ?? 0) + reader.varint();
    }
  }

  #routeOf(kind: number): LatencySums {
    const known = this.#routeOfKind[kind];
    if (known !== undefined) return known;
    const sums = this.#route(this.#names.routeOf[kind] ?? 0);
    this.#routeOfKind[kind] = sums;
    return sums;
  }

  #route(route: number): LatencySums {
    const known = this.routes.get(route);
    if (known !== undefined) return known;
    const sums = new LatencySums(this.#scale, this.#exact);
    this.routes.set(route, sums);
    return sums;
  }
}
