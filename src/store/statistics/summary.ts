import { ByteReader, type ByteWriter, DamagedIndexError } from './bytes.ts';
import { type CallRun, MIXED, type RunSink } from './call-run.ts';
import type { LatencyScale } from './latency-scale.ts';
import { ExactTimes, LatencySums } from './latency-sums.ts';
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
  readonly callsOf: Float64Array;
  readonly errorsOf: Float64Array;
  readonly timedOf: Float64Array;
  readonly microsOf: Float64Array;
  /** The numbers of the users who called. */
  readonly callers: number[] = [];
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
    const callerCount = parts.callers ? names.userIds.length : 0;
    this.callsOf = new Float64Array(callerCount);
    this.errorsOf = new Float64Array(callerCount);
    this.timedOf = new Float64Array(callerCount);
    this.microsOf = new Float64Array(callerCount);
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
    if (!this.#parts.callers) return;
    const isError = this.#names.isError[kind] ?? 0;
    if (run.user !== MIXED) this.#addCaller(run.user, calls, isError * calls, sums.lastTimed, sums.lastMicros);
    else this.#addMixed(run, isError);
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
    if (!this.#parts.callers) return;
    for (const caller of other.callers) {
      const { callsOf, errorsOf, timedOf, microsOf } = other;
      const errors = errorsOf[caller] ?? 0;
      this.#addCaller(caller, callsOf[caller] ?? 0, errors, timedOf[caller] ?? 0, microsOf[caller] ?? 0);
    }
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
    if (this.#parts.callers) this.#mergeCallers(new ByteReader(stored.callers));
  }

  /** Makes it ready to be stored. */
  store(writer: ByteWriter): StoredSummary {
    return {
      overall: this.storeOverall(writer),
      kinds: this.#storeKinds(writer),
      routes: this.#storeRoutes(writer),
      callers: this.#storeCallers(writer),
    };
  }

  /** Makes the sums over all ready to be stored. */
  storeOverall(writer: ByteWriter): Buffer {
    this.overall.write(writer);
    return writer.finish();
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

  #storeCallers(writer: ByteWriter): Buffer {
    let last = 0;
    for (const caller of Int32Array.from(this.callers).sort()) {
      const calls = this.callsOf[caller] ?? 0;
      writer.varint(caller - last);
      writer.varint(calls);
      writer.varint(this.errorsOf[caller] ?? 0);
      writer.varint(calls - (this.timedOf[caller] ?? 0));
      writer.number(this.microsOf[caller] ?? 0);
      last = caller;
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

  #mergeCallers(reader: ByteReader): void {
    let caller = 0;
    while (!reader.isDone) {
      caller += reader.varint();
      if (caller >= this.callsOf.length) throw new DamagedIndexError();
      const calls = reader.varint();
      const errors = reader.varint();
      const timed = calls - reader.varint();
      this.#addCaller(caller, calls, errors, timed, reader.number());
    }
  }

  // With many users most calls come this way.
  #addMixed(run: CallRun, isError: number): void {
    const { callsOf, errorsOf, timedOf, microsOf } = this;
    const { micros, to, users, usersShift } = run;
    for (let place = run.from; place < to; place += 1) {
      const user = users[place + usersShift] ?? 0;
      const calls = callsOf[user] ?? 0;
      if (calls === 0) this.callers.push(user);
      callsOf[user] = calls + 1;
      if (isError === 1) errorsOf[user] = (errorsOf[user] ?? 0) + 1;
      const time = micros[place] ?? -1;
      if (time < 0) continue;
      timedOf[user] = (timedOf[user] ?? 0) + 1;
      microsOf[user] = (microsOf[user] ?? 0) + time;
    }
  }

  // Called for every run: an object for the sums would cost more than adding them.
  #addCaller(caller: number, calls: number, errors: number, timed: number, micros: number): void {
    const before = this.callsOf[caller] ?? 0;
    if (before === 0) this.callers.push(caller);
    this.callsOf[caller] = before + calls;
    this.errorsOf[caller] = (this.errorsOf[caller] ?? 0) + errors;
    this.timedOf[caller] = (this.timedOf[caller] ?? 0) + timed;
    this.microsOf[caller] = (this.microsOf[caller] ?? 0) + micros;
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
