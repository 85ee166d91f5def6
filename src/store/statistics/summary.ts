import { ByteReader, type ByteWriter, DamagedIndexError } from './bytes.ts';
import type { CallRows } from './call-rows.ts';
import type { LatencyScale } from './latency-scale.ts';
import { LatencySums, microsOf } from './latency-sums.ts';
import type { Names } from './names.ts';

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
  readonly mostValues?: number;
}

/** The sums of some calls: over all, by kind, by route and by user. */
export class Summary {
  calls = 0;
  errors = 0;
  serverErrors = 0;
  readonly overall: LatencySums;
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
  readonly #routeOfKind: LatencySums[] = [];

  constructor(scale: LatencyScale, names: Names, parts: SummaryParts) {
    this.#scale = scale;
    this.#names = names;
    this.#parts = parts;
    this.overall = new LatencySums(scale, parts.mostValues ?? 0);
    this.callsOfKind = new Float64Array(names.routeOf.length);
    const callerCount = parts.callers ? names.userIds.length : 0;
    this.callsOf = new Float64Array(callerCount);
    this.errorsOf = new Float64Array(callerCount);
    this.timedOf = new Float64Array(callerCount);
    this.microsOf = new Float64Array(callerCount);
  }

  /** Adds the calls of a list that lie in `[from, until)`. */
  addRows(rows: CallRows, from: number, until: number): void {
    const { second } = rows;
    for (let index = 0; index < rows.length; index += 1) {
      const at = second[index] ?? 0;
      if (at >= from && at < until) this.addRow(rows, index);
    }
  }

  /** Adds one call of a list. */
  addRow(rows: CallRows, index: number): void {
    const kind = rows.kind[index] ?? 0;
    const ms = rows.ms[index] ?? Number.NaN;
    const isError = this.#names.isError[kind] ?? 0;
    this.calls += 1;
    this.errors += isError;
    this.serverErrors += this.#names.isServerError[kind] ?? 0;
    this.callsOfKind[kind] = (this.callsOfKind[kind] ?? 0) + 1;
    const timed = ms >= 0 ? 1 : 0;
    const micros = timed ? microsOf(ms) : 0;
    if (timed) {
      const bin = this.#scale.binOf(ms);
      this.overall.add(ms, micros, bin);
      if (this.#parts.routes) this.#routeOf(kind).add(ms, micros, bin);
    }
    if (this.#parts.callers) this.#addCaller(rows.caller[index] ?? 0, 1, isError, timed, micros);
  }

  /** Adds what was stored of other calls. */
  merge(stored: Partial<StoredSummary>): void {
    this.#mergeOverall(new ByteReader(stored.overall));
    if (this.#parts.routes) {
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
    for (const count of [this.calls, this.errors, this.serverErrors]) writer.varint(count);
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

  #mergeOverall(reader: ByteReader): void {
    this.calls += reader.varint();
    this.errors += reader.varint();
    this.serverErrors += reader.varint();
    this.overall.merge(reader);
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

  // Called for every call: an object for the sums would cost more than adding them.
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
    const sums = new LatencySums(this.#scale, this.#parts.mostValues ?? 0);
    this.routes.set(route, sums);
    return sums;
  }
}
