import { EVER, type Span } from '../answers/spans.ts';
import { reachWithout } from './doubts.ts';
import { HourChecker } from './hour-checker.ts';
import { NOTHING_COVERED } from './index-content.ts';
import type { LogFollower } from './log-follower.ts';
import { lastHourBefore } from './log-times.ts';
import { HOUR_SECONDS } from './seconds.ts';

/** Tells whether this process writes the index, and takes reports of errors found in it. */
export interface ComparerOptions {
  readonly isBuilder: () => boolean;
  readonly noteCorrection: () => void;
}

/** Time that is being compared, at a stamp of the log, and down to where that came. */
interface Left {
  readonly stamp: string;
  readonly span: Span;
  readonly until: number;
}

/** A comparison: down to a second, and the time that is no longer trusted where something in it is wrong. */
interface Comparison {
  readonly checker: HourChecker;
  readonly rowsPerRead: number;
  readonly lowest: number;
  readonly doubted: Span;
}

/** Compares the index with the log: all of it after each move of the log, in the background, and a span on request. */
export class Comparer {
  readonly #follower: LogFollower;
  readonly #options: ComparerOptions;
  readonly #checker: HourChecker;
  // At which move of the log the last comparison began, and what is left of it.
  #comparedMove: number | undefined;
  #left: Left | undefined;
  // Until then the log may still tell of changes that were made before the last look at it.
  #expectingUntil = Number.NEGATIVE_INFINITY;
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
    return this.#left !== undefined || this.isMoved || this.#hasWaited;
  }

  /** True when the log may still tell of changes that it does not tell of yet. */
  get isExpecting(): boolean {
    return this.#expectingUntil > Number.NEGATIVE_INFINITY;
  }

  /** Begins anew, where another process built the index so far: it may not have compared everything. */
  async takeOver(): Promise<void> {
    this.#comparedMove = undefined;
    this.#left = undefined;
    // A person may have found something by comparing on request: then it may be anywhere.
    if (this.isDoubted) await this.#distrust(EVER);
  }

  /**
   * Compares what comes next, about so many rows of it, until all was compared since the log last moved: the tail, then the
   * hours, the newest first.
   */
  async verify(rowsPerRead: number): Promise<void> {
    if (this.#left !== undefined) {
      await this.#compareLeft(this.#left, rowsPerRead);
      return;
    }
    const { log, moveCount, content } = this.#follower;
    const isNewMove = this.#comparedMove !== moveCount;
    this.#comparedMove = moveCount;
    await this.#follower.compareTail();
    if (!this.#options.isBuilder()) return;
    const { stamp, span, settlesInMs } = await log.changesSince(content.reach.compared);
    this.#expectingUntil =
      isNewMove && settlesInMs !== undefined ? performance.now() + settlesInMs : Number.NEGATIVE_INFINITY;
    if (span === undefined) this.#noteCompared(stamp);
    else this.#left = { stamp, span, until: span.until };
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
      at = await this.#compareBelow(before, { checker, rowsPerRead, lowest: span.from, doubted: EVER });
      if (at !== before) done += 1;
    }
  }

  get #hasWaited(): boolean {
    return this.isExpecting && performance.now() >= this.#expectingUntil;
  }

  async #compareLeft({ stamp, span, until }: Left, rowsPerRead: number): Promise<void> {
    const next = await this.#compareBelow(until, {
      checker: this.#checker,
      rowsPerRead,
      lowest: span.from,
      doubted: span,
    });
    // Undefined also where something was found to be wrong.
    if (this.#left === undefined) return;
    const isDone = next === undefined || next <= span.from;
    this.#left = isDone ? undefined : { stamp, span, until: next };
    if (isDone) this.#noteCompared(stamp);
  }

  /** Remembers, for those who come later too, that the log was compared as it was at a stamp. */
  #noteCompared(stamp: string): void {
    if (stamp !== (this.#follower.content.reach.compared ?? '')) this.#follower.save({ compared: stamp });
  }

  // Compares some rows of the last hour that begins before a second, whole also where it goes on past it, and returns from where
  // to go on: from that hour once it is found to be true; undefined if nothing is left, or what is left is not trusted.
  async #compareBelow(
    second: number,
    { checker, rowsPerRead, lowest, doubted }: Comparison,
  ): Promise<number | undefined> {
    const { content, log } = this.#follower;
    const known = content.tables.checked.hourBefore(second);
    const logged = await lastHourBefore(log, second);
    const hour = known === undefined || logged === undefined ? (known ?? logged) : Math.max(known, logged);
    if (hour === undefined || hour + HOUR_SECONDS <= lowest) return undefined;
    const isTrue = await checker.step(hour, rowsPerRead);
    if (isTrue === undefined) return second;
    if (isTrue) return hour;
    await this.#distrust(doubted);
    return undefined;
  }

  // The same change may have been made in hours that were compared before it: all of that time are trusted again once `build` has
  // compared them, the newest first, at full speed.
  async #distrust(doubted: Span): Promise<void> {
    const { corrections } = this.#follower.content.reach;
    this.#left = undefined;
    this.#options.noteCorrection();
    if (!this.#options.isBuilder()) {
      this.#doubted = corrections;
      return;
    }
    const all = { frontier: NOTHING_COVERED, trusted: undefined };
    const reach = doubted.from <= 0 ? all : await reachWithout(this.#follower, [doubted]);
    this.#follower.save({ ...reach, corrections: corrections + 1 });
  }
}
