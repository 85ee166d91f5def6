import type { ChartStyle } from '../../text/area-chart.ts';
import type { TerminalQuestions } from './terminal-questions.ts';

// A sign of several bytes, which tmux 3.3 repeats as less, is written and repeated eight times. It stands in the second row: the
// answer for the first looks like a key (F3).
const probe = (sign: string) => `\u001b[2;1H${sign}\u001b[8b\u001b[6n`;
const REPEATED = '\u001b[2;10R';

/**
 * Finds out whether the terminal repeats a character when it is told to (REP, ECMA-48 8.3.103): many do, few say so, and
 * what stands in between (screen, mosh) may not. The cursor tells.
 */
export class RepeatProbe {
  /** True when the terminal is known to repeat. */
  canRepeat = false;
  #isAsked = false;
  readonly #questions: Pick<TerminalQuestions, 'ask'>;
  readonly #sign: string;

  constructor(questions: Pick<TerminalQuestions, 'ask'>, style: ChartStyle = 'blocks') {
    this.#questions = questions;
    this.#sign = style === 'ascii' ? '-' : '─';
  }

  /** Asks, the first time. It writes onto the screen, which is to be cleared behind it. */
  ask(): void {
    if (this.#isAsked) return;
    this.#isAsked = true;
    const onReply = (reply: string) => {
      if (reply === REPEATED) this.canRepeat = true;
    };
    this.#questions.ask(probe(this.#sign), { onReply });
  }
}
