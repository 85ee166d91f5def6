import type { UserFacts } from '../answers/call-sums.ts';
import { type CallRun, MIXED, type RunSink, userOf } from './call-run.ts';
import type { Names } from './names.ts';

/** Finds the last failed call of each of some users. */
export class LastErrorSink implements RunSink {
  readonly needsTimes = false;
  readonly #names: Names;
  readonly #placeOf: Int32Array;
  readonly #seconds: Float64Array;
  readonly #ids: Float64Array;
  readonly #kinds: Int32Array;

  constructor(names: Names, callers: readonly number[]) {
    this.#names = names;
    this.#placeOf = names.placesOf(callers);
    this.#seconds = new Float64Array(callers.length).fill(-1);
    this.#ids = new Float64Array(callers.length);
    this.#kinds = new Int32Array(callers.length);
  }

  needsSeconds(): boolean {
    return true;
  }

  addRun(run: CallRun): void {
    if (this.#names.isError[run.kind] !== 1) return;
    // The calls of one user rise by second and id.
    const from = run.user === MIXED ? run.from : run.to - 1;
    for (let at = from; at < run.to; at += 1) this.#offer(run, at);
  }

  /** The second and the status of a user's last failed call; null if there is none. */
  of(caller: number): UserFacts['lastError'] {
    const place = this.#placeOf[caller] ?? -1;
    const second = this.#seconds[place] ?? -1;
    return second < 0 ? null : { second, statusCode: this.#names.statusOf[this.#kinds[place] ?? 0] ?? 0 };
  }

  #offer(run: CallRun, at: number): void {
    const place = this.#placeOf[userOf(run, at)] ?? -1;
    if (place < 0) return;
    const second = run.secondAt(at);
    const known = this.#seconds[place] ?? -1;
    if (second < known || (second === known && run.idAt(at) < (this.#ids[place] ?? 0))) return;
    this.#seconds[place] = second;
    this.#ids[place] = run.idAt(at);
    this.#kinds[place] = run.kind;
  }
}
