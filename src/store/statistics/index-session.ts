import Database from 'better-sqlite3';
import { fromTimestamp } from '../answers/timestamps.ts';
import type { Connection } from '../sqlite/file/connection.ts';
import { earliestText } from '../sqlite/file/instants.ts';
import type { IndexState } from '../store.ts';
import { IndexBuilder } from './builder.ts';
import { DamagedIndexError } from './bytes.ts';
import { hourToCompare, isHourTrue, isSampleTrue, oldestTrue } from './comparison.ts';
import { IndexContent, NOTHING_COVERED } from './content.ts';
import type { OpenIndex } from './index-file.ts';
import { IndexView } from './index-view.ts';
import { boundsOf, LogReader, type Span } from './log-reader.ts';
import { Tail } from './tail.ts';

// More calls than this are not added one after the other: the hours that they are in are read anew.
const LONGEST_TAIL = 20_000;
const SEAL_ROWS = 4_000;
const SEAL_AFTER_MS = 60_000;

/** What a session has to do next. */
export type Task = 'build' | 'verify' | 'nothing';

/** Where the database lies, and whom to tell what was found wrong. */
export interface SessionOptions {
  readonly path: string;
  readonly noteCorrection: () => void;
}

/** One index and the log it is of, as long as that is the same file. */
export class IndexSession {
  readonly connection: Connection;
  readonly content: IndexContent;
  readonly log: LogReader;
  readonly #open: OpenIndex;
  readonly #builder: IndexBuilder;
  readonly #noteCorrection: () => void;
  #tail: Tail;
  #logVersion: unknown;
  #indexVersion: unknown;
  #isInStep = false;
  #sealedAt = performance.now();
  // What was compared since the log last changed reaches down to here.
  #verified = 0;
  #isMoved = true;
  // Whether the ids of the log are whole numbers, which grow: else only the log can answer.
  #isNumbered = true;
  // Where another process builds, and what it wrote is not what the log holds: after how many corrections that was so.
  #doubted: number | undefined;
  #wasBuilder = false;

  /** `noteCorrection` is called where something was found to be other than the log, so that answers given before may be wrong. */
  constructor(connection: Connection, open: OpenIndex, { path, noteCorrection }: SessionOptions) {
    this.#noteCorrection = noteCorrection;
    this.connection = connection;
    this.#open = open;
    this.log = new LogReader(connection);
    this.content = guard(() => new IndexContent(open.database, path));
    this.#builder = new IndexBuilder(this.content);
    this.#tail = this.#newTail();
  }

  /** Whether this session builds; all others follow what the one that does has written. */
  get isBuilder(): boolean {
    return this.#open.mayWrite();
  }

  /** How far it is. */
  get state(): IndexState {
    const { reach, progress } = this.content;
    if (!this.#isNumbered) return { state: 'none', progress: 0, readyFrom: null };
    if (reach.frontier === 0) return { state: 'ready', progress: 1, readyFrom: null };
    const readyFrom = reach.frontier === NOTHING_COVERED ? null : new Date(reach.frontier * 1000);
    return { state: 'building', progress, readyFrom };
  }

  /** All that the window holds; undefined where the index cannot tell. */
  view(span: Span, exactCalls: number): IndexView | undefined {
    this.#follow();
    if (!this.#covers(span) || this.#mayHoldOdd(span)) return undefined;
    return new IndexView({ content: this.content, tail: this.#tail, log: this.log }, span, exactCalls);
  }

  /** Does work that asks several times, for whom the index stays the same although another process may write to it. */
  inOneState<Answer>(work: () => Answer): Answer {
    return this.isBuilder ? work() : this.#open.database.transaction(work).deferred();
  }

  /** Whether some hours of a span, as many as fit in a time, are still what the log holds. */
  looksTrue(span: Span, budgetMs: number): boolean {
    return isSampleTrue({ content: this.content, log: this.log }, span, budgetMs);
  }

  /** Looks at what has changed, and says what there is to do for the one who builds. */
  next(): Task {
    this.#follow();
    if (!this.#isNumbered) return 'nothing';
    // What another process builds it compares, too; only the calls after those are this one's own.
    if (!this.isBuilder) return this.#isInStep && this.#isMoved ? 'verify' : 'nothing';
    this.#takeOver();
    if (!this.#builder.isBusy && this.#isInStep) this.#sealWhenDue();
    if (!this.#isInStep || this.content.reach.frontier > 0) return 'build';
    return this.#verified > 0 || this.#isMoved ? 'verify' : 'nothing';
  }

  /** Goes a short step towards an index of the whole log. */
  build(rowsPerRead: number): void {
    this.#builder.step(this.log, rowsPerRead);
  }

  /**
   * Compares what comes next with the log until all was compared since the log last changed: the tail, then the hours, the
   * newest first.
   */
  verify(): void {
    if (this.#verified > 0) {
      this.#verified = this.#compareBefore(this.#verified) ?? 0;
      return;
    }
    this.#isMoved = false;
    this.#compareTail();
    this.#verified = this.isBuilder ? NOTHING_COVERED : 0;
  }

  /**
   * Compares a span with the log, hour by hour, the newest first; each step is short and yields how much is done, from 0 to 1.
   * It ends early where the log will answer the rest, since the index does not cover it or was found to be wrong.
   */
  *compare(span: Span): Generator<number> {
    this.#follow();
    if (!this.#covers(span)) return;
    this.#compareTail();
    const hours = this.content.tables.hoursIn(span).length;
    let done = 0;
    for (let at: number | undefined = span.until; at !== undefined && at > span.from; done += 1) {
      yield Math.min(1, done / Math.max(1, hours));
      this.#follow();
      if (!this.#covers(span)) return;
      at = this.#compareBefore(at);
    }
  }

  /** Reads what another process wrote to the index, and tells where that corrects what was answered before. */
  followIndex(): void {
    if (this.#open.isShared) this.#reload();
  }

  /** Whether the index file is still the one that others would open. */
  get isCurrent(): boolean {
    return this.#open.isCurrent();
  }

  close(): void {
    this.#open.close();
  }

  discard(): void {
    this.#open.discard();
  }

  // Calls that the index does not take, in whatever form their times are written.
  #mayHoldOdd(span: Span): boolean {
    const bounds = boundsOf(span);
    if (this.#tail.odd.some(({ dateTime }) => isWithin(span, dateTime)) || this.content.tables.holdsOdd(bounds))
      return true;
    // Of hours that are not indexed yet, some calls that belong to the window may sort in front of it.
    if (this.content.reach.frontier === 0) return false;
    return this.connection.timeForms.hasOthers({ fromText: earliestText(bounds.from), toText: bounds.from }, 'all');
  }

  #covers(span: Span): boolean {
    return this.#isInStep && !this.#isDoubted && span.from >= this.content.reach.frontier;
  }

  get #isDoubted(): boolean {
    return this.#doubted === this.content.reach.corrections;
  }

  // The hour that begins here may go on past the second that it was looked for from: it is compared whole.
  #compareBefore(second: number): number | undefined {
    const hour = hourToCompare(second, this.content, this.log);
    if (hour === undefined || isHourTrue(hour, this.content, this.log)) return hour;
    this.#distrust();
    return undefined;
  }

  #compareTail(): void {
    if (this.#tail.isTrue(this.log)) return;
    this.#tail = this.#newTail();
    this.#isInStep = this.#catchUp();
    this.#noteCorrection();
  }

  #follow(): void {
    this.followIndex();
    const version = this.connection.prepare('PRAGMA data_version').pluck().get();
    if (version !== this.#logVersion) this.#isMoved = true;
    else if (this.#isInStep) return;
    this.#isInStep = this.#isKnownLog() && this.#catchUp();
    this.#logVersion = version;
  }

  // The names of the tail are numbered after those of the index, which may have grown.
  #reload(): void {
    const version = guard(() => this.#open.database.pragma('data_version', { simple: true }));
    if (version === this.#indexVersion) return;
    this.#indexVersion = version;
    const { corrections } = this.content.reach;
    this.content.reload();
    if (this.content.reach.corrections !== corrections) this.#noteCorrection();
    this.#tail = this.#newTail();
    this.#logVersion = undefined;
  }

  #isKnownLog(): boolean {
    const { reach, isNew } = this.content;
    const extent = this.log.extent();
    this.#isNumbered = extent !== undefined;
    if (extent === undefined) return false;
    const { first, last } = extent;
    if (!this.isBuilder)
      return !isNew && reach.first === first && this.log.fingerprintOf(reach.sealed) === reach.anchor;
    if (isNew || this.log.fingerprintOf(reach.sealed) !== reach.anchor) {
      this.#startOver(last ?? 0n, first);
    } else if (reach.first !== first) {
      const frontier =
        reach.first === null ? reach.frontier : Math.max(reach.frontier, oldestTrue(this.content, this.log));
      this.#save({ frontier, first });
    }
    return true;
  }

  #catchUp(): boolean {
    let outcome = this.#tail.catchUp(this.log, LONGEST_TAIL);
    if (outcome === 'changed') {
      this.#tail = this.#newTail();
      outcome = this.#tail.catchUp(this.log, LONGEST_TAIL);
    }
    if (outcome === 'too long' && this.isBuilder && !this.#builder.isBusy) {
      const sealed = this.log.extent()?.last ?? 0n;
      this.#save({ sealed, anchor: this.log.fingerprintOf(sealed), frontier: NOTHING_COVERED });
      this.#tail = this.#newTail();
      outcome = this.#tail.catchUp(this.log, LONGEST_TAIL);
    }
    return outcome === 'complete';
  }

  #sealWhenDue(): void {
    const { length } = this.#tail.rows;
    const isDue = length >= SEAL_ROWS || performance.now() - this.#sealedAt >= SEAL_AFTER_MS;
    if (this.#tail.last === this.#tail.sealed || !isDue) return;
    this.#builder.seal(this.#tail, this.log);
    this.#sealedAt = performance.now();
    this.#tail = this.#newTail();
  }

  #startOver(sealed: bigint, first: bigint | null): void {
    this.content.tables.clearAll();
    this.#save({ sealed, first, anchor: this.log.fingerprintOf(sealed), frontier: NOTHING_COVERED });
    this.#tail = this.#newTail();
  }

  // The same change may have been made in hours that were compared before it: all are trusted again once `build` has compared
  // them, the newest first, at full speed.
  #distrust(): void {
    const { corrections } = this.content.reach;
    this.#noteCorrection();
    if (this.isBuilder) this.#save({ frontier: NOTHING_COVERED, corrections: corrections + 1 });
    else this.#doubted = corrections;
  }

  // The one who built before may not have compared everything.
  #takeOver(): void {
    if (this.#wasBuilder) return;
    this.#wasBuilder = true;
    this.#isMoved = true;
    if (this.#isDoubted) this.#distrust();
  }

  // A part that was begun belongs below the frontier as it was.
  #save(reach: Parameters<IndexContent['save']>[0]): void {
    this.#builder.cancel();
    this.#open.database.transaction(() => this.content.save(reach)).immediate();
  }

  #newTail(): Tail {
    return new Tail(this.content.reach.sealed, this.content.names);
  }
}

function isWithin({ from, until }: Span, dateTime: string): boolean {
  const ms = fromTimestamp(dateTime)?.getTime() ?? Number.NaN;
  return (from <= 0 || ms >= from * 1000) && ms < until * 1000;
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
