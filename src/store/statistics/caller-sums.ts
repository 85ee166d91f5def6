import { ByteReader, type ByteWriter, DamagedIndexError } from './bytes.ts';
import { type CallRun, MIXED } from './call-run.ts';
import type { LatencySums } from './latency-sums.ts';

const CALLS = 0;
const ERRORS = 1;
const TIMED = 2;
const MICROS = 3;
const WIDTH = 4;

/** The sums of one user's calls. */
export interface OneCaller {
  readonly calls: number;
  readonly errors: number;
  readonly averageMs: number | null;
}

/** Hands over the number of each user and of their calls, of what CallerSums wrote. */
export function readCallCounts(stored: Buffer, take: (user: number, calls: number) => void): void {
  const reader = new ByteReader(stored);
  for (let user = 0; !reader.isDone; ) {
    user += reader.varint();
    take(user, reader.varint());
    // Errors, calls without a time, and their times.
    reader.varint();
    reader.varint();
    reader.number();
  }
}

/** The sums of the calls of each user, by the user's number. */
export class CallerSums {
  /** The numbers of the users who called, in the order of their coming. */
  readonly seen: number[] = [];
  readonly #count: number;
  // What is known of a user stands together: with many users every call touches another part of it.
  readonly #sums: Float64Array;

  constructor(count: number) {
    this.#count = count;
    this.#sums = new Float64Array(count * WIDTH);
  }

  callsOf(user: number): number {
    return this.#sums[user * WIDTH + CALLS] ?? 0;
  }

  /** The sums of one user. */
  of(user: number): OneCaller {
    const at = user * WIDTH;
    const timed = this.#sums[at + TIMED] ?? 0;
    return {
      calls: this.callsOf(user),
      errors: this.#sums[at + ERRORS] ?? 0,
      averageMs: timed === 0 ? null : (this.#sums[at + MICROS] ?? 0) / 1000 / timed,
    };
  }

  /** Adds a run, which was the last that some times took. */
  addRun(run: CallRun, isError: number, { lastTimed, lastMicros }: LatencySums): void {
    const calls = run.to - run.from;
    if (run.user === MIXED) this.#addMixed(run, isError);
    else this.#add(run.user, calls, calls * isError, lastTimed, lastMicros);
  }

  /** Adds other sums. */
  add(other: CallerSums): void {
    for (const user of other.seen) {
      const at = user * WIDTH;
      const [calls = 0, errors = 0, timed = 0, micros = 0] = other.#sums.subarray(at, at + WIDTH);
      this.#add(user, calls, errors, timed, micros);
    }
  }

  write(writer: ByteWriter): void {
    let last = 0;
    for (const user of Int32Array.from(this.seen).sort()) {
      const at = user * WIDTH;
      const [calls = 0, errors = 0, timed = 0, micros = 0] = this.#sums.subarray(at, at + WIDTH);
      writer.varint(user - last);
      writer.varint(calls);
      writer.varint(errors);
      writer.varint(calls - timed);
      writer.number(micros);
      last = user;
    }
  }

  /** Adds what was written. */
  merge(reader: ByteReader): void {
    let user = 0;
    while (!reader.isDone) {
      user += reader.varint();
      if (user >= this.#count) throw new DamagedIndexError();
      const calls = reader.varint();
      const errors = reader.varint();
      const timed = calls - reader.varint();
      this.#add(user, calls, errors, timed, reader.number());
    }
  }

  // With many users most calls come this way.
  #addMixed({ micros, users, usersShift, from, to }: CallRun, isError: number): void {
    const sums = this.#sums;
    for (let place = from; place < to; place += 1) {
      const user = users[place + usersShift] ?? 0;
      const at = user * WIDTH;
      const calls = sums[at] ?? 0;
      if (calls === 0) this.seen.push(user);
      sums[at] = calls + 1;
      sums[at + ERRORS] = (sums[at + ERRORS] ?? 0) + isError;
      const time = micros[place] ?? -1;
      if (time < 0) continue;
      sums[at + TIMED] = (sums[at + TIMED] ?? 0) + 1;
      sums[at + MICROS] = (sums[at + MICROS] ?? 0) + time;
    }
  }

  // Called for every run: an object for the sums would cost more than adding them.
  #add(user: number, calls: number, errors: number, timed: number, micros: number): void {
    const sums = this.#sums;
    const at = user * WIDTH;
    const before = sums[at] ?? 0;
    if (before === 0) this.seen.push(user);
    sums[at] = before + calls;
    sums[at + ERRORS] = (sums[at + ERRORS] ?? 0) + errors;
    sums[at + TIMED] = (sums[at + TIMED] ?? 0) + timed;
    sums[at + MICROS] = (sums[at + MICROS] ?? 0) + micros;
  }
}
