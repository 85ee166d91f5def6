import type { Span } from '../answers/spans.ts';
import { HourChecker } from './hour-checker.ts';
import { NOTHING_COVERED } from './index-content.ts';
import type { LogFollower } from './log-follower.ts';
import { lastHourBefore } from './log-times.ts';

/** Tells whether this process writes the index, and takes reports of errors found in it. */
export interface ComparerOptions {
  readonly isBuilder: () => boolean;
  readonly noteCorrection: () => void;
}

/** Compares the index with the log: all of it after each move of the log, in the background, and a span on request. */
export class Comparer {
  readonly #follower: LogFollower;
  readonly #options: ComparerOptions;
  readonly #checker: HourChecker;
  // At which move of the log the last comparison began, and down to where it came.
  #comparedMove: number | undefined;
  #verified = 0;
  // Where another process builds, and what it wrote is not what the log holds: after how many corrections that was so.
  #doubted: number | undefined;

  constructor(follower: LogFollower, options: ComparerOptions) {
    this.#follower = follower;
    this.#options = options;
    this.#checker = new HourChecker(follower);
  }

  /** True when another process wrote something wrong and has not noticed it yet. */
  get isDoubted(): boolean {
    return this.#doubted === this.#follower.content.reach.corrections;
  }

  /** True when the log has moved since the last comparison began. */
  get isMoved(): boolean {
    return this.#comparedMove !== this.#follower.moveCount;
  }

  /** True when something is left to compare. */
  get isDue(): boolean {
    return this.#verified > 0 || this.isMoved;
  }

  /** Begins anew, where another process built the index so far: it may not have compared everything. */
  takeOver(): void {
    this.#comparedMove = undefined;
    if (this.isDoubted) this.#distrust();
  }

  /**
   * Compares what comes next, about so many rows of it, until all was compared since the log last moved: the tail, then the
   * hours, the newest first.
   */
  async verify(rowsPerRead: number): Promise<void> {
    if (this.#verified > 0) {
      this.#verified = (await this.#compareBelow(this.#verified, this.#checker, rowsPerRead)) ?? 0;
      return;
    }
    this.#comparedMove = this.#follower.moveCount;
    await this.#follower.compareTail();
    this.#verified = this.#options.isBuilder() ? NOTHING_COVERED : 0;
  }

  /**
   * Compares a span, the newest hour first; each step is short and yields how much is done, from 0 to 1. It ends early where the
   * log will answer the rest, since the index does not cover it or was found to be wrong.
   */
  async *compare(span: Span, covers: (span: Span) => boolean, rowsPerRead: number): AsyncGenerator<number> {
    const follower = this.#follower;
    const checker = new HourChecker(follower);
    await follower.follow();
    if (!covers(span)) return;
    await follower.compareTail();
    const hours = follower.content.tables.checked.hoursIn(span).length;
    let done = 0;
    for (let at: number | undefined = span.until; at !== undefined && at > span.from; ) {
      yield Math.min(1, done / Math.max(1, hours));
      await follower.follow();
      if (!covers(span)) return;
      const before: number = at;
      at = await this.#compareBelow(before, checker, rowsPerRead);
      if (at !== before) done += 1;
    }
  }

  // Compares some rows of the last hour that begins before a second, whole also where it goes on past it, and returns from where
  // to go on: from that hour once it is found to be true; undefined if nothing is left, or what is left is not trusted.
  async #compareBelow(second: number, checker: HourChecker, rowsPerRead: number): Promise<number | undefined> {
    const { content, log } = this.#follower;
    const known = content.tables.checked.hourBefore(second);
    const logged = await lastHourBefore(log, second);
    const hour = known === undefined || logged === undefined ? (known ?? logged) : Math.max(known, logged);
    if (hour === undefined) return undefined;
    const isTrue = await checker.step(hour, rowsPerRead);
    if (isTrue === undefined) return second;
    if (isTrue) return hour;
    this.#distrust();
    return undefined;
  }

  // The same change may have been made in hours that were compared before it: all are trusted again once `build` has compared
  // them, the newest first, at full speed.
  #distrust(): void {
    const { corrections } = this.#follower.content.reach;
    this.#options.noteCorrection();
    if (this.#options.isBuilder()) this.#follower.save({ frontier: NOTHING_COVERED, corrections: corrections + 1 });
    else this.#doubted = corrections;
  }
}
