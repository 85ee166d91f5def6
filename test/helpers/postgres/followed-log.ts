import { LAST_SECOND, type Span } from '../../../src/store/answers/spans.ts';
import { openIndex } from '../../../src/store/statistics/index-file.ts';
import { IndexSession } from '../../../src/store/statistics/index-session.ts';
import { LogBusyError, type LogSource } from '../../../src/store/statistics/log-source.ts';
import { clearLater } from '../leftovers.ts';

/** An index of a log, and the questions that it asks; `beforeAsking` is told of each. */
export class FollowedLog {
  readonly spans: Span[] = [];
  corrections = 0;
  #isClosed = false;
  readonly #session: IndexSession;

  constructor(log: LogSource, folder: string, beforeAsking: (question: keyof LogSource) => void = () => undefined) {
    const watched = new Proxy(log, {
      get: (target, name: keyof LogSource) => {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== 'function') return value;
        return (...args: readonly unknown[]) => {
          beforeAsking(name);
          if (name === 'callsOf' || name === 'rowsOf') this.spans.push(args[0] as Span);
          return value.apply(target, args);
        };
      },
    });
    this.#session = new IndexSession(watched, openIndex(folder, log), () => {
      this.corrections += 1;
    });
    clearLater(() => this.close());
  }

  get state() {
    return this.#session.state;
  }

  close(): void {
    if (!this.#isClosed) this.#session.close();
    this.#isClosed = true;
  }

  /** Number of calls that the index counts; undefined if it cannot tell. */
  async count(): Promise<number | undefined> {
    return (await this.#session.view({ from: 0, until: LAST_SECOND }, { exactCalls: 0 }))?.sum({}).overall.calls;
  }

  /** Works until nothing is left to do but to wait. */
  async settle(): Promise<void> {
    while ((await this.work()) !== 'nothing');
  }

  /** Does one piece of work, and says whether there was one; `later` where the log has to be asked again. */
  async work(): Promise<'done' | 'later' | 'nothing'> {
    try {
      const task = await this.#session.next();
      if (task === 'build') await this.#session.build(5_000);
      else if (task === 'verify') await this.#session.verify(5_000);
      else return 'nothing';
      return 'done';
    } catch (error) {
      // The server writes to its disk what was logged last, or is behind others.
      if (error instanceof LogBusyError) return 'later';
      throw error;
    }
  }
}
