import Database from 'better-sqlite3';
import { LAST_SECOND } from '../answers/spans.ts';
import { DamagedIndexError } from './bytes.ts';
import { reachWithout } from './doubts.ts';
import { IndexBuilder } from './index-builder.ts';
import { IndexContent, NOTHING_COVERED } from './index-content.ts';
import type { OpenIndex } from './index-file.ts';
import type { LogSource } from './log-source.ts';
import type { Reach } from './reach.ts';
import { oldestTrue } from './samples.ts';
import { Tail, type TailOutcome } from './tail.ts';
import { TailSealer } from './tail-sealer.ts';

// More calls than this are not added one after the other: the hours that they are in are read anew.
const LONGEST_TAIL = 20_000;
const SEAL_ROWS = 4_000;
const SEAL_AFTER_MS = 60_000;
// The log may become another once more while the index is put in step with what it became.
const MOST_TRIES = 4;

/** Keeps an index in step with its log: reads what is new, seals it, and begins anew where the log is another. */
export class LogFollower {
  readonly log: LogSource;
  readonly content: IndexContent;
  readonly builder: IndexBuilder;
  /** Number of times that the log was found to have moved. */
  moveCount = 0;
  readonly #open: OpenIndex;
  readonly #noteCorrection: () => void;
  readonly #sealer: TailSealer;
  #tail: Tail;
  #logVersion: string | undefined;
  #indexVersion: unknown;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #isToldOfMove = false;
  #isInStep = false;
  #held: 'waiting' | 'unfit' | undefined;
  #reason: string | undefined;
  #sealedAt = performance.now();

  /** `noteCorrection` is called where something was found to be other than the log, so that answers given before may be wrong. */
  constructor(log: LogSource, open: OpenIndex, noteCorrection: () => void) {
    this.log = log;
    this.#open = open;
    this.#noteCorrection = noteCorrection;
    this.content = guard(() => new IndexContent(open.database, open.blockFiles, log.label));
    this.builder = new IndexBuilder(this.content, log);
    this.#sealer = new TailSealer(this.content);
    this.#tail = this.#newTail();
  }

  /** The calls that came since the index was written. */
  get tail(): Tail {
    return this.#tail;
  }

  /** True when index and tail together match the log as of the last look. */
  get isInStep(): boolean {
    return this.#isInStep;
  }

  /** Set while only the log itself can answer: it cannot be followed at the moment, or at all. */
  get held(): 'waiting' | 'unfit' | undefined {
    return this.#held;
  }

  /** The reason for that, in words for a person, if there are any. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /**
   * Reads what came since the last look at the log and at what another process wrote to the index; a look that began at a moment
   * (of `performance.now()`) or later is enough.
   */
  async follow(since = performance.now()): Promise<void> {
    this.followIndex();
    if (this.#isInStep && this.#logVersion !== undefined && this.#lookedAt >= since) return;
    this.#lookedAt = performance.now();
    // Asking for the version would be a second round trip where reading tells it, too.
    const version = this.#isToldOfMove && this.#tail.version !== undefined ? undefined : await this.log.version();
    this.#isToldOfMove = false;
    if (version === undefined || version !== this.#logVersion) this.moveCount += 1;
    else if (this.#isInStep || this.#held !== undefined) return;
    this.#isInStep = false;
    this.#isInStep = await this.#catchUp(version);
  }

  /** Takes note that the log was seen to move since the last look at it. */
  noteMove(): void {
    this.#isToldOfMove = true;
  }

  /** Reads what another process wrote to the index, and tells where that corrects what was answered before. */
  followIndex(): void {
    if (!this.#open.isShared) return;
    const version = guard(() => this.#open.database.pragma('data_version', { simple: true }));
    if (version === this.#indexVersion) return;
    this.#indexVersion = version;
    const { corrections } = this.content.reach;
    this.content.reload();
    if (this.content.reach.corrections !== corrections) this.#noteCorrection();
    // The names of the tail are numbered after those of the index, which may have grown.
    this.#tail = this.#newTail();
    this.#logVersion = undefined;
  }

  /** Reads the tail anew where the log holds other rows now, and tells so. */
  async compareTail(): Promise<void> {
    if (await this.#tail.isTrue(this.log)) return;
    this.#tail = this.#newTail();
    // It stays so if the log cannot be read.
    this.#isInStep = false;
    this.#isInStep = await this.#catchUp(this.#logVersion);
    this.#noteCorrection();
  }

  /** Adds the tail to the index if it is long or old. */
  async sealWhenDue(): Promise<void> {
    const tail = this.#tail;
    const isDue = tail.sealable.rows.length >= SEAL_ROWS || performance.now() - this.#sealedAt >= SEAL_AFTER_MS;
    if (tail.last === tail.sealed || !isDue) return;
    const mark = await this.log.mark(tail.last);
    // What went in the meantime is for the next look.
    if (mark === undefined || (await this.log.standing(this.content.reach)).is !== 'same') return;
    this.#sealer.seal(tail, mark);
    this.#sealedAt = performance.now();
    this.#tail = this.#newTail();
    // The calls that may go again are to be read anew.
    this.#isInStep = false;
  }

  /** Writes how far the index reaches now; a part that was begun belongs below the frontier as it was. */
  save(reach: Partial<Reach>, change?: () => void): void {
    this.builder.cancel();
    this.#open.database
      .transaction(() => {
        change?.();
        this.content.save(reach);
      })
      .immediate();
  }

  /** Reads what is new; `version` is the one that was told last. */
  async #catchUp(version: string | undefined): Promise<boolean> {
    this.#hold(undefined);
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const outcome: TailOutcome = this.content.isNew
        ? { is: 'another' }
        : await this.#tail.catchUp(this.log, this.content.reach, LONGEST_TAIL);
      this.#logVersion = this.#tail.version ?? version;
      if (outcome === 'complete') return true;
      if (!(await this.#adaptTo(outcome))) return false;
    }
    return false;
  }

  /** Puts the index in step with what became of the log; false where that is for others to do, or for later. */
  async #adaptTo(outcome: Exclude<TailOutcome, 'complete'>): Promise<boolean> {
    if (outcome === 'changed') {
      this.#tail = this.#newTail();
      return true;
    }
    if (outcome === 'too long') return this.#leap();
    if (outcome.is === 'waiting' || outcome.is === 'unfit') {
      this.#hold(outcome.is, outcome.reason);
      return false;
    }
    if (!this.#open.mayWrite()) return false;
    const { reach } = this.content;
    if (outcome.is === 'another') return this.#beginAnew();
    const mark = await this.log.mark(reach.position);
    if (mark === undefined) return false;
    if (outcome.is === 'cut') {
      this.save({ ...mark, frontier: Math.max(reach.frontier, await oldestTrue(this)) });
    } else if (outcome.is === 'doubtful') {
      // More may have changed since the log was compared.
      const spans = [...outcome.spans, ...this.log.spansBetween(reach, mark)];
      const without = await reachWithout(this, spans);
      this.save({ ...mark, ...without, corrections: reach.corrections + 1 });
      this.#tail = this.#newTail();
    }
    return true;
  }

  async #beginAnew(): Promise<boolean> {
    // Asked first: what changes from here on is compared.
    const { stamp } = await this.log.changesSince(undefined);
    const mark = await this.log.mark();
    if (mark === undefined) this.#hold('unfit');
    if (mark === undefined) return false;
    const reach = { ...mark, frontier: NOTHING_COVERED, trusted: undefined, compared: stamp };
    this.save(reach, () => this.content.clearAll());
    this.#tail = this.#newTail();
    return true;
  }

  /** Goes on from the end of the log; the hours with calls that were left out are read anew. */
  async #leap(): Promise<boolean> {
    // What the builder has begun belongs to the log as it was.
    if (this.builder.isBusy || !this.#open.mayWrite()) return false;
    const mark = await this.log.mark();
    if (mark === undefined) return false;
    const { reach } = this.content;
    const earliest = await this.log.earliestAfter(reach.position);
    const without =
      earliest === undefined
        ? { frontier: NOTHING_COVERED, trusted: undefined }
        : await reachWithout(this, [{ from: earliest, until: LAST_SECOND }, ...this.log.spansBetween(reach, mark)]);
    this.save({ ...mark, ...without });
    this.#tail = this.#newTail();
    return true;
  }

  #hold(held: 'waiting' | 'unfit' | undefined, reason?: string): void {
    this.#held = held;
    this.#reason = reason;
  }

  #newTail(): Tail {
    return new Tail(this.content.reach.position, this.content.newParser());
  }
}

/** Runs work on the index alone, whose faults mean that it is damaged. */
function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Database.SqliteError) throw new DamagedIndexError(error.message);
    throw error;
  }
}
