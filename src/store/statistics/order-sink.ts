import { type CallRun, MIXED, type RunSink, userOf } from './call-run.ts';

const FEWEST_KEPT = 1_000;

/** The numbers that calls are sorted by: their response times, or one of each kind or user, NaN for none. */
export type CallKeys = 'times' | { readonly ofKind: Float64Array } | { readonly ofUser: Float64Array };

/** Order of a list, ties by id in the same direction; where calls without a key come. */
export interface CallOrder {
  readonly keys: CallKeys;
  readonly descending: boolean;
  readonly hasNoneFirst: boolean;
}

/** Finds the calls that come first in an order. */
export class OrderSink implements RunSink {
  readonly needsTimes: boolean;
  readonly #wanted: number;
  readonly #keysOf: CallKeys;
  readonly #sign: 1 | -1;
  readonly #none: number;
  // Keys and ids, with the sign that has the first in order be the smallest.
  readonly #keys: Float64Array;
  readonly #ids: Float64Array;
  #length = 0;
  // What is not smaller than these does not belong to the first ones.
  #lastKey = Number.POSITIVE_INFINITY;
  #lastId = Number.POSITIVE_INFINITY;

  constructor(wanted: number, { keys, descending, hasNoneFirst }: CallOrder) {
    this.needsTimes = keys === 'times';
    this.#wanted = wanted;
    this.#keysOf = keys;
    this.#sign = descending ? -1 : 1;
    this.#none = hasNoneFirst ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const room = Math.max(FEWEST_KEPT, wanted * 2);
    this.#keys = new Float64Array(room);
    this.#ids = new Float64Array(room);
  }

  needsSeconds(): boolean {
    return true;
  }

  /** Adds a run of calls. */
  addRun(run: CallRun): void {
    const keys = this.#keysOf;
    if (keys === 'times') {
      const { micros, from, to } = run;
      for (let place = from; place < to; place += 1) {
        const time = micros[place] ?? -1;
        this.#offer(run, place, time < 0 ? Number.NaN : time);
      }
    } else if ('ofUser' in keys && run.user === MIXED) {
      for (let place = run.from; place < run.to; place += 1) {
        this.#offer(run, place, keys.ofUser[userOf(run, place)] ?? Number.NaN);
      }
    } else {
      this.#addAll(run, ('ofUser' in keys ? keys.ofUser[run.user] : keys.ofKind[run.kind]) ?? Number.NaN);
    }
  }

  /** Adds the calls of a run, which have one key. */
  #addAll(run: CallRun, key: number): void {
    if (key * this.#sign > this.#lastKey) return;
    for (let place = run.from; place < run.to; place += 1) this.#offer(run, place, key);
  }

  #offer(run: CallRun, place: number, ofCall: number): void {
    const key = Number.isNaN(ofCall) ? this.#none : ofCall * this.#sign;
    if (key > this.#lastKey) return;
    const id = run.idAt(place) * this.#sign;
    if (key < this.#lastKey || id < this.#lastId) this.#add(key, id);
  }

  /** Returns the ids of the first calls in their order. */
  ids(): readonly number[] {
    this.#cut();
    return Array.from(this.#ids.subarray(0, this.#length), (id) => id * this.#sign);
  }

  #add(key: number, id: number): void {
    this.#keys[this.#length] = key;
    this.#ids[this.#length] = id;
    this.#length += 1;
    if (this.#length < this.#keys.length) return;
    this.#cut();
    this.#lastKey = this.#keys[this.#length - 1] ?? Number.POSITIVE_INFINITY;
    this.#lastId = this.#ids[this.#length - 1] ?? Number.POSITIVE_INFINITY;
  }

  /** Sorts what was found and forgets what comes behind the wanted number. */
  #cut(): void {
    const keys = this.#keys.slice(0, this.#length);
    const ids = this.#ids.slice(0, this.#length);
    const order = Uint32Array.from(keys.keys()).sort(
      (one, other) => compare(keys[one] ?? 0, keys[other] ?? 0) || compare(ids[one] ?? 0, ids[other] ?? 0),
    );
    this.#length = Math.min(this.#wanted, order.length);
    for (let place = 0; place < this.#length; place += 1) {
      this.#keys[place] = keys[order[place] ?? 0] ?? 0;
      this.#ids[place] = ids[order[place] ?? 0] ?? 0;
    }
  }
}

// Infinity less itself is no number.
function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
