import type { Span } from '../answers/spans.ts';
import type { CallBlock } from './call-block.ts';
import { type CallRun, MIXED } from './call-run.ts';
import type { Times } from './latency-sums.ts';

const NO_SPAN = { from: 0, until: 0 };

/** Calls of a block that follow each other. */
export class WholeRun implements CallRun {
  kind = 0;
  user = MIXED;
  from = 0;
  to = 0;
  span: Span = NO_SPAN;
  /** Place of the run's first call among those of mixed runs, less its place in the block. */
  mixedShift = 0;
  block: CallBlock;

  constructor(block: CallBlock) {
    this.block = block;
  }

  get micros(): Times {
    return this.block.micros;
  }

  userAt(place: number): number {
    return this.user === MIXED ? (this.block.mixedUsers[place + this.mixedShift] ?? 0) : this.user;
  }

  secondAt(place: number): number {
    return this.block.start + (this.block.seconds[place] ?? 0);
  }

  idAt(place: number): number {
    return this.block.idAt(place);
  }
}

/** Some calls of a run, picked one by one. */
export class PickedRun implements CallRun {
  readonly from = 0;
  to = 0;
  micros: Times = new Int32Array(0);
  #run: WholeRun;
  #places = new Uint32Array(0);

  constructor(run: WholeRun) {
    this.#run = run;
  }

  get kind(): number {
    return this.#run.kind;
  }

  get user(): number {
    return this.#run.user;
  }

  get span(): Span {
    return this.#run.span;
  }

  /** Begins anew with calls of a run. */
  reset(run: WholeRun): void {
    const size = run.to - run.from;
    this.#run = run;
    this.to = 0;
    if (this.#places.length < size) this.#places = new Uint32Array(size * 2);
    if (!run.block.hasTimes) return;
    if (this.micros.length >= size && this.micros.constructor === run.micros.constructor) return;
    this.micros = run.micros instanceof Int32Array ? new Int32Array(size * 2) : new Float64Array(size * 2);
  }

  /** Adds a call of the run. */
  pick(place: number, micros: number): void {
    this.#places[this.to] = place;
    this.micros[this.to] = micros;
    this.to += 1;
  }

  userAt(place: number): number {
    return this.#run.userAt(this.#places[place] ?? 0);
  }

  secondAt(place: number): number {
    return this.#run.secondAt(this.#places[place] ?? 0);
  }

  idAt(place: number): number {
    return this.#run.idAt(this.#places[place] ?? 0);
  }
}
