import { AFTER_ALL_TIMES } from '../../answers/timestamps.ts';
import { earliestText, latestText } from '../file/instants.ts';

const ROWS_AT_ONCE = 20_000;

/** Looks at the times of the log: which one is so many rows below another, and whether some between two have other forms. */
export interface TimesOfLog {
  textBelow(to: string, from: string, rows: number): string;
  hasOthers(from: string, to: string): boolean;
}

/** Looks for times in other forms beside a window, if they may denote instants in it, some rows at a time. */
export class TimesBeside {
  readonly #times: TimesOfLog;
  readonly #top: string;
  // Texts down to which all times are in the canonical form, above the window and below it.
  #clearAbove: string;
  #clearBelow = AFTER_ALL_TIMES;
  #hasOthersBelow = false;

  /** Without an end, a window has nothing above it. */
  constructor(times: TimesOfLog, to: string | null) {
    this.#times = times;
    this.#top = to ?? AFTER_ALL_TIMES;
    this.#clearAbove = to === null ? this.#top : latestText(to);
  }

  /** True when rows below a window may be in it. */
  get hasOthersBelow(): boolean {
    return this.#hasOthersBelow;
  }

  /** Tells whether nothing is to be looked at any more beside a window that begins at a text. */
  isDone(from: string): boolean {
    return this.#clearAbove <= this.#top && (this.#hasOthersBelow || this.#clearBelow <= earliestText(from));
  }

  /** Looks at some rows, all above `low` being known; returns the text above which rows may be in the window, if that was found. */
  lookOn(from: string, low: string): string | undefined {
    if (this.#clearAbove > this.#top) {
      const next = this.#times.textBelow(this.#clearAbove, this.#top, ROWS_AT_ONCE);
      const hasOthers = this.#times.hasOthers(next, this.#clearAbove);
      this.#clearAbove = hasOthers ? this.#top : next;
      return hasOthers ? latestText(this.#top) : undefined;
    }
    const [to = low] = [low, this.#clearBelow].sort();
    this.#clearBelow = this.#times.textBelow(to, earliestText(from), ROWS_AT_ONCE);
    this.#hasOthersBelow ||= this.#times.hasOthers(this.#clearBelow, to);
    return undefined;
  }
}
