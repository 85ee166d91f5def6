import Database from 'better-sqlite3';
import { DamagedIndexError } from './bytes.ts';
import { IndexBuilder } from './index-builder.ts';
import { IndexContent, NOTHING_COVERED } from './index-content.ts';
import type { OpenIndex } from './index-file.ts';
import type { LogSource, Standing } from './log-source.ts';
import type { Reach } from './reach.ts';
import { oldestTrue } from './samples.ts';
import { Tail } from './tail.ts';
import { TailSealer } from './tail-sealer.ts';

// More calls than this are not added one after the other: the hours that they are in are read anew.
const LONGEST_TAIL = 20_000;
const SEAL_ROWS = 4_000;
const SEAL_AFTER_MS = 60_000;

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
  #isInStep = false;
  #isFit = true;
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

  /** True when the log can be followed at all; if not, only the log itself can answer. */
  get isFit(): boolean {
    return this.#isFit;
  }

  /** Reads what came since the last look at the log and at what another process wrote to the index. */
  async follow(): Promise<void> {
    this.followIndex();
    const version = await this.log.version();
    if (version !== this.#logVersion) this.moveCount += 1;
    else if (this.#isInStep) return;
    this.#isInStep = (await this.#isKnownLog()) && (await this.#catchUp());
    this.#logVersion = version;
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
    this.#isInStep = await this.#catchUp();
    this.#noteCorrection();
  }

  /** Adds the tail to the index if it is long or old. */
  async sealWhenDue(): Promise<void> {
    const tail = this.#tail;
    const isDue = tail.rows.length >= SEAL_ROWS || performance.now() - this.#sealedAt >= SEAL_AFTER_MS;
    if (tail.last === tail.sealed || !isDue) return;
    const mark = await this.log.mark(tail.last);
    // What went in the meantime is for the next look.
    if (mark === undefined || (await this.log.standing(this.content.reach)) !== 'same') return;
    this.#sealer.seal(tail, mark);
    this.#sealedAt = performance.now();
    this.#tail = this.#newTail();
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

  async #isKnownLog(): Promise<boolean> {
    const standing = await this.#standing();
    this.#isFit = standing !== 'unfit';
    if (!this.#isFit || standing === 'same') return this.#isFit;
    if (!this.#open.mayWrite()) return false;
    const { reach } = this.content;
    const mark = await this.log.mark(standing === 'cut' ? reach.position : undefined);
    if (mark === undefined) return false;
    if (standing === 'cut') {
      this.save({ ...mark, frontier: Math.max(reach.frontier, await oldestTrue(this)) });
    } else {
      this.save({ ...mark, frontier: NOTHING_COVERED }, () => this.content.clearAll());
      this.#tail = this.#newTail();
    }
    return true;
  }

  async #standing(): Promise<Standing> {
    if (!this.content.isNew) return this.log.standing(this.content.reach);
    return (await this.log.mark()) === undefined ? 'unfit' : 'another';
  }

  async #catchUp(): Promise<boolean> {
    let outcome = await this.#tail.catchUp(this.log, LONGEST_TAIL);
    if (outcome === 'changed') {
      this.#tail = this.#newTail();
      outcome = await this.#tail.catchUp(this.log, LONGEST_TAIL);
    }
    const mark = outcome === 'too long' ? await this.log.mark() : undefined;
    if (mark !== undefined && this.#open.mayWrite() && !this.builder.isBusy) {
      this.save({ ...mark, frontier: NOTHING_COVERED });
      this.#tail = this.#newTail();
      outcome = await this.#tail.catchUp(this.log, LONGEST_TAIL);
    }
    return outcome === 'complete';
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
