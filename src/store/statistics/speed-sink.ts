import type { CallRun, RunSink } from './call-run.ts';

const FEWEST_KEPT = 1_000;

/** Order of a list by response time, ties by id in the same direction; where calls without a time come. */
export interface SpeedOrder {
  readonly descending: boolean;
  readonly hasUntimedFirst: boolean;
}

/** Finds the calls that come first by response time. */
export class SpeedSink implements RunSink {
  readonly needsTimes = true;
  readonly #wanted: number;
  readonly #sign: 1 | -1;
  readonly #untimed: number;
  // Times and ids, with the sign that has the first in order be the smallest.
  readonly #times: Float64Array;
  readonly #ids: Float64Array;
  #length = 0;
  // What is not smaller than these does not belong to the first ones.
  #lastTime = Number.POSITIVE_INFINITY;
  #lastId = Number.POSITIVE_INFINITY;

  constructor(wanted: number, { descending, hasUntimedFirst }: SpeedOrder) {
    this.#wanted = wanted;
    this.#sign = descending ? -1 : 1;
    this.#untimed = hasUntimedFirst ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
    const room = Math.max(FEWEST_KEPT, wanted * 2);
    this.#times = new Float64Array(room);
    this.#ids = new Float64Array(room);
  }

  needsSeconds(): boolean {
    return true;
  }

  /** Adds a run of calls. */
  addRun(run: CallRun): void {
    const { micros, from, to } = run;
    const sign = this.#sign;
    for (let place = from; place < to; place += 1) {
      const time = micros[place] ?? -1;
      const key = time < 0 ? this.#untimed : time * sign;
      if (key > this.#lastTime) continue;
      const id = run.idAt(place) * sign;
      if (key < this.#lastTime || id < this.#lastId) this.#add(key, id);
    }
  }

  /** Returns the ids of the first calls in their order. */
  ids(): readonly number[] {
    this.#cut();
    return Array.from(this.#ids.subarray(0, this.#length), (id) => id * this.#sign);
  }

  #add(time: number, id: number): void {
    this.#times[this.#length] = time;
    this.#ids[this.#length] = id;
    this.#length += 1;
    if (this.#length < this.#times.length) return;
    this.#cut();
    this.#lastTime = this.#times[this.#length - 1] ?? Number.POSITIVE_INFINITY;
    this.#lastId = this.#ids[this.#length - 1] ?? Number.POSITIVE_INFINITY;
  }

  /** Sorts what was found and forgets what comes behind the wanted number. */
  #cut(): void {
    const times = this.#times.slice(0, this.#length);
    const ids = this.#ids.slice(0, this.#length);
    const order = Uint32Array.from(times.keys()).sort(
      (one, other) => compare(times[one] ?? 0, times[other] ?? 0) || compare(ids[one] ?? 0, ids[other] ?? 0),
    );
    this.#length = Math.min(this.#wanted, order.length);
    for (let place = 0; place < this.#length; place += 1) {
      this.#times[place] = times[order[place] ?? 0] ?? 0;
      this.#ids[place] = ids[order[place] ?? 0] ?? 0;
    }
  }
}

// Infinity less itself is no number.
function compare(one: number, other: number): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
