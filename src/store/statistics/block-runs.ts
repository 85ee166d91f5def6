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
  usersShift = 0;
  block: CallBlock;

  constructor(block: CallBlock) {
    this.block = block;
  }

  get micros(): Times {
    return this.block.micros;
  }

  get users(): Uint16Array | Uint32Array {
    return this.block.mixedUsers;
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
  readonly usersShift = 0;
  to = 0;
  micros: Times = new Int32Array(0);
  users = new Uint32Array(0);
  /** The places of the calls in their block. */
  places = new Uint32Array(0);
  #run: WholeRun;

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
    if (this.places.length < size) {
      this.places = new Uint32Array(size * 2);
      this.users = new Uint32Array(size * 2);
    }
    if (!run.block.hasTimes) return;
    if (this.micros.length >= size && this.micros.constructor === run.micros.constructor) return;
    this.micros = run.micros instanceof Int32Array ? new Int32Array(size * 2) : new Float64Array(size * 2);
  }

  secondAt(place: number): number {
    return this.#run.secondAt(this.places[place] ?? 0);
  }

  idAt(place: number): number {
    return this.#run.idAt(this.places[place] ?? 0);
  }
}
