import { setImmediate as nextTurn } from 'node:timers/promises';
import { PresentsError } from '../../model/presents-error.ts';
import type { Window } from '../../model/window.ts';
import { type Span, spanOf } from '../answers/spans.ts';
import type { CompareOptions, Comparison, IndexState } from '../store.ts';
import { BackgroundWork } from './background-work.ts';
import type { IndexSession } from './index-session.ts';
import type { IndexSources } from './index-sources.ts';
import type { IndexView } from './index-view.ts';
import { LogBusyError, type OpenLog } from './log-source.ts';
import { estimateCalls } from './log-times.ts';
import { SessionKeeper } from './session-keeper.ts';
import type { StatisticsIndexUse } from './statistics-index-use.ts';
import { Turns } from './turns.ts';

const BUSY_PAUSE_MS = 50;
const REST_MS = 1_000;
// Comparing what was indexed with the log takes a hundredth of a core.
const VERIFY_PAUSES = 99;
const SPOT_CHECK_MS = 5;
const EXACT_CALLS = 30_000;
// A question about more calls than this waits for the index, which is there before the log would have answered.
const CALLS_WORTH_WAITING = 1_000_000;

/**
 * Sums of the log in a file of our own, so that a window of any length is answered in milliseconds, exactly as the log would.
 *
 * It is made newest first by one process at a time, in the background, where the log can be read by time; where it cannot, and
 * for windows that hold odd rows or reach before what was indexed, the log itself answers. Before each question the rows after
 * the last one seen are read. That others changed what was indexed is noticed
 * - at the next question, where the newest or the oldest indexed row is gone or another one (a cleanup, a restored backup),
 * - at once, where a window is compared on request,
 * - within ten minutes on ten million calls, sooner on fewer, where any other row was deleted, added or changed: after each
 *   change of the file all hours are compared with the log, one by one, by a hash of their rows, at a hundredth of a core.
 * Then all hours are compared at full speed, what differs is read anew, and until then the log answers. A file that
 * took the place of the database has another index, by its place and inode. A command, which does not stay, compares as many
 * hours of its window as it can in 5 ms.
 */
export class StatisticsIndex {
  readonly #use: StatisticsIndexUse;
  readonly #turns = new Turns();
  readonly #sessions: SessionKeeper;
  #version = '';
  #isClosed = false;
  // Whether the log could not be read at the last step.
  #isStuck = false;
  readonly #work = new BackgroundWork(() => this.#turns.take(() => this.#step()));

  constructor(openLog: OpenLog, use: StatisticsIndexUse) {
    this.#use = use;
    this.#sessions = new SessionKeeper(openLog, use);
  }

  /** Answers from the index; undefined if the log must be asked. */
  ask<Answer>(window: Window, answer: (view: IndexView) => Answer | Promise<Answer>): Promise<Answer | undefined> {
    const span = spanOf(window);
    const { builds, exactCalls = EXACT_CALLS } = this.#use;
    const since = performance.now();
    return this.#unlessAtFault(async () => {
      const session = await this.#openSession();
      return session?.inOneState(async () => {
        const view = await session.view(span, { exactCalls, since });
        if (view === undefined || (!builds && !(await session.looksTrue(span, SPOT_CHECK_MS)))) return undefined;
        return answer(view);
      });
    });
  }

  /** Answers from what is indexed, which may be a share of the log; undefined if the log must be asked. */
  askAll<Answer>(answer: (sources: IndexSources, share: number) => Answer): Promise<Answer | undefined> {
    this.#start();
    const since = performance.now();
    return this.#unlessAtFault(async () => {
      const session = await this.#openSession();
      return session?.inOneState(async () => {
        const all = await session.all(since);
        return all && answer(all.sources, all.share);
      });
    });
  }

  /** Resolves when a window can be answered soon: by the index, or by a log that is short or indexed no further. */
  async prepare(window: Window): Promise<void> {
    const span = spanOf(window);
    this.#start();
    for (;;) {
      // Taken before the look, for a step may end meanwhile.
      const { stepped } = this.#work;
      if (!(await this.#isWorthWaiting(span))) return;
      await stepped;
    }
  }

  /** Returns the state of the index. */
  state(): IndexState {
    const session = this.#sessions.current;
    if (session === undefined || this.#isStuck) return { state: 'none', progress: 0, readyFrom: null };
    return session.state;
  }

  /** Grows where answers that were given before may be wrong though the log has not moved since. */
  get correctionCount(): number {
    return this.#sessions.correctionCount;
  }

  /** Compares a window with the log at full speed; resolves to what it found. */
  async compare(window: Window, { onProgress, signal }: CompareOptions): Promise<Comparison> {
    const before = this.correctionCount;
    const step = this.#comparison(spanOf(window));
    let stepCount = 0;
    for (let next = await step(); next?.done === false && signal?.aborted !== true; next = await step()) {
      stepCount += 1;
      onProgress?.(next.value);
      await nextTurn();
    }
    const isChanged = this.correctionCount !== before;
    // Whatever was remembered of the log is to be read anew.
    this.#sessions.correctionCount += 1;
    this.#start();
    if (isChanged) return 'changed';
    return stepCount > 0 ? 'unchanged' : 'not needed';
  }

  /** Goes on with what there is to do where the version of the data is another than the last one. */
  async noteVersion(version: string): Promise<void> {
    await this.#unlessAtFault(() => this.#sessions.current?.followIndex());
    if (version !== this.#version) {
      this.#sessions.current?.noteMove();
      this.#start();
    }
    this.#version = version;
  }

  /** Lets the index go once what was begun is done. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#turns.take(() => this.#sessions.close());
  }

  #start(): void {
    if (this.#use.builds && !this.#isClosed && !this.#sessions.isOff) this.#work.start();
  }

  /** Does work on the index in its turn; undefined if the log or the index is at fault. */
  #unlessAtFault<Answer>(work: () => Answer | Promise<Answer>): Promise<Answer | undefined> {
    return this.#turns.take(async () => {
      try {
        return await work();
      } catch (error) {
        if (this.#sessions.recover(error)) return undefined;
        throw error;
      }
    });
  }

  /** Steps of a comparison, each in a turn of its own; it begins anew where the session is another. */
  #comparison(span: Span): () => Promise<IteratorResult<number, unknown> | undefined> {
    let steps: AsyncGenerator<number> | undefined;
    let ofSession: IndexSession | undefined;
    const step = async () => {
      const session = await this.#openSession();
      if (session !== ofSession) steps = session?.compare(span, await session.log.rowsPerRead());
      ofSession = session;
      return session?.inOneState(async () => steps?.next());
    };
    return () => this.#turns.take(() => step().catch((error: unknown) => this.#endComparison(error)));
  }

  /** Throws what the person who asked must know of the log; an index at fault is one that answered wrongly. */
  #endComparison(error: unknown): undefined {
    if (error instanceof PresentsError || !this.#sessions.recover(error)) throw error;
    this.#sessions.correctionCount += 1;
    return undefined;
  }

  /** Does one short piece of work and says how long to rest, in milliseconds; undefined if all is done. */
  async #step(): Promise<number | undefined> {
    if (this.#isClosed || this.#sessions.isOff) return undefined;
    try {
      const session = await this.#openSession();
      const pauseMs = session && (await this.#workOn(session));
      this.#isStuck = false;
      return pauseMs;
    } catch (error) {
      if (error instanceof LogBusyError) return BUSY_PAUSE_MS;
      this.#isStuck = error instanceof PresentsError;
      if (!this.#sessions.recover(error)) this.#sessions.giveUp();
      // It goes on at the next look at the log.
      this.#version = '';
      return undefined;
    }
  }

  async #workOn(session: IndexSession): Promise<number | undefined> {
    const startedAt = performance.now();
    const task = await session.next();
    if (task === 'nothing') return undefined;
    if (task === 'rest') return REST_MS;
    const rows = await session.log.rowsPerRead();
    await (task === 'verify' ? session.verify(rows) : session.build(rows));
    const workMs = performance.now() - startedAt;
    if (task === 'verify') return workMs * (this.#use.verifyPauses ?? VERIFY_PAUSES);
    return (await session.log.blocksWriters()) ? workMs : 0;
  }

  async #openSession(): Promise<IndexSession | undefined> {
    return this.#isClosed ? undefined : this.#sessions.open();
  }

  #isWorthWaiting(span: Span): Promise<boolean> {
    return this.#turns.take(async () => {
      if (!this.#use.builds || !this.#work.isRunning) return false;
      try {
        const session = await this.#openSession();
        if (session === undefined || !session.isBuilder || span.from >= session.frontier) return false;
        return (await estimateCalls(session.log, span)) > CALLS_WORTH_WAITING;
      } catch {
        // Whatever it is, the question itself will meet it.
        return false;
      }
    });
  }
}
