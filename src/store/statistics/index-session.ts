import type { Span } from '../answers/spans.ts';
import { fromTimestamp } from '../answers/timestamps.ts';
import type { IndexState } from '../store.ts';
import { Comparer } from './comparer.ts';
import { NOTHING_COVERED } from './index-content.ts';
import type { OpenIndex } from './index-file.ts';
import type { IndexSources } from './index-sources.ts';
import { IndexView } from './index-view.ts';
import { LogFollower } from './log-follower.ts';
import type { LogSource } from './log-source.ts';
import { isSampleTrue } from './samples.ts';

/** Next task of a session: `rest` is to look again after a while. */
export type Task = 'build' | 'verify' | 'rest' | 'nothing';

/** Options of a question about a window. */
export interface Asked {
  /** Up to so many calls are added one by one, which makes percentiles exact. */
  readonly exactCalls: number;
  /** Moment, as `performance.now()` has it, at which it was asked: nothing that was committed before may be left out. */
  readonly since?: number;
}

/** One index and the log it is of, as long as that is the same log. One piece of work is done at a time. */
export class IndexSession {
  readonly log: LogSource;
  readonly #open: OpenIndex;
  readonly #follower: LogFollower;
  readonly #comparer: Comparer;
  #wasBuilder = false;

  /** `noteCorrection` is called where something was found to be other than the log, so that answers given before may be wrong. */
  constructor(log: LogSource, open: OpenIndex, noteCorrection: () => void) {
    this.log = log;
    this.#open = open;
    this.#follower = new LogFollower(log, open, noteCorrection);
    this.#comparer = new Comparer(this.#follower, { isBuilder: open.mayWrite, noteCorrection });
  }

  /** True when this session builds the index; all others follow the one that does. */
  get isBuilder(): boolean {
    return this.#open.mayWrite();
  }

  /** Second from which on the index holds the log; 0 means all of it. */
  get frontier(): number {
    return this.#follower.content.reach.frontier;
  }

  /** State of the index. */
  get state(): IndexState {
    const { frontier } = this;
    const { held, reason } = this.#follower;
    if (held !== undefined) return { state: 'none', progress: 0, readyFrom: null, reason };
    if (frontier === 0) return { state: 'ready', progress: 1, readyFrom: null };
    const readyFrom = frontier === NOTHING_COVERED ? null : new Date(frontier * 1000);
    return { state: 'building', progress: this.#follower.content.progress, readyFrom };
  }

  /** All that the window holds, as of some moment or later; undefined if the index cannot tell. */
  async view(span: Span, { exactCalls, since }: Asked): Promise<IndexView | undefined> {
    const { log, content } = this.#follower;
    await this.#follower.follow(since);
    if (!this.#covers(span) || (await this.#mayHoldOdd(span))) return undefined;
    return new IndexView({ content, tail: this.#follower.tail, log }, span, exactCalls);
  }

  /** The sources of all that is indexed, and the share of the log that it is; undefined if they are not in step with the log. */
  async all(since?: number): Promise<{ readonly sources: IndexSources; readonly share: number } | undefined> {
    const { log, content } = this.#follower;
    await this.#follower.follow(since);
    if (!this.#follower.isInStep || this.#comparer.isDoubted) return undefined;
    return { sources: { content, tail: this.#follower.tail, log }, share: this.state.progress };
  }

  /** Does work that asks several times, for whom the index stays the same although another process may write to it. */
  async inOneState<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    if (this.isBuilder) return work();
    const { database } = this.#open;
    database.exec('BEGIN');
    try {
      return await work();
    } finally {
      if (database.open && database.inTransaction) database.exec('COMMIT');
    }
  }

  /** Tells whether the hours of a span, as many as can be checked in `budgetMs`, still agree with the log. */
  looksTrue(span: Span, budgetMs: number): Promise<boolean> {
    return isSampleTrue(this.#follower, span, budgetMs);
  }

  /** Looks at what has changed, and says what there is to do for whoever builds. */
  async next(): Promise<Task> {
    await this.#follower.follow();
    const { held, isInStep, builder } = this.#follower;
    if (held !== undefined) return 'nothing';
    // What another process builds it compares, too; only the calls after those are this one's own.
    if (!this.isBuilder) return isInStep && this.#comparer.isMoved ? 'verify' : 'nothing';
    if (!this.#wasBuilder) await this.#comparer.takeOver();
    this.#wasBuilder = true;
    if (!builder.isBusy && isInStep) await this.#follower.sealWhenDue();
    if (!isInStep || this.frontier > 0) return 'build';
    if (this.#comparer.isDue) return 'verify';
    return this.#comparer.isExpecting ? 'rest' : 'nothing';
  }

  /** Goes a short step towards an index of the whole log. */
  build(rowsPerRead: number): Promise<void> {
    return this.#follower.builder.step(rowsPerRead);
  }

  /** Goes a short step on in comparing what was indexed with the log. */
  verify(rowsPerRead: number): Promise<void> {
    return this.#comparer.verify(rowsPerRead);
  }

  /** Compares a span with the log, step by step. */
  compare(span: Span, rowsPerRead: number): AsyncGenerator<number> {
    return this.#comparer.compare(span, (wanted) => this.#covers(wanted), rowsPerRead);
  }

  /** Reads what another process wrote to the index. */
  followIndex(): void {
    this.#follower.followIndex();
  }

  /** Takes note that the log was seen to move. */
  noteMove(): void {
    this.#follower.noteMove();
  }

  /** True while the index file is the one that another process would open. */
  get isCurrent(): boolean {
    return this.#open.isCurrent();
  }

  close(): void {
    this.#follower.content.close();
    this.#open.close();
  }

  discard(): void {
    this.#follower.content.close();
    this.#open.discard();
  }

  #covers(span: Span): boolean {
    return this.#follower.isInStep && !this.#comparer.isDoubted && span.from >= this.frontier;
  }

  // Calls that the index does not take, in whatever form their times are written.
  async #mayHoldOdd(span: Span): Promise<boolean> {
    const { content, tail, log } = this.#follower;
    if (tail.odd.some(({ dateTime }) => isWithin(span, dateTime)) || content.tables.checked.holdsOdd(span)) return true;
    // Of hours that are not indexed yet, some calls that belong to the window may sort in front of it.
    return this.frontier > 0 && (await log.hasStrays(span));
  }
}

function isWithin({ from, until }: Span, dateTime: string): boolean {
  const ms = fromTimestamp(dateTime)?.getTime() ?? Number.NaN;
  return (from <= 0 || ms >= from * 1000) && ms < until * 1000;
}
