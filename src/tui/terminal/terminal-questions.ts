import type { WriteStream } from 'node:tty';
import type { Clock } from '../../live/clock.ts';
import type { KeyStream } from './key-stream.ts';

/** Time after a question before the terminal may be left without an answer, in milliseconds. */
const patienceMs = 2500;

/** Handler of the answer to a question. */
export interface Asker {
  readonly onReply?: (reply: string) => void;
  /** Called when the terminal has worked through all that was written before, with the milliseconds that it took. */
  readonly onEnd?: (ms: number) => void;
}

interface Question extends Asker {
  readonly askedAtMs: number;
}

/**
 * Questions to the terminal. Not every terminal answers every question, but all tell their device attributes (DA1), and they
 * answer in order: asked last, that answer tells that the others are in, or will never be.
 */
export class TerminalQuestions {
  /** True when the terminal is known to answer at all. */
  hasAnswered = false;
  readonly #stdout: Pick<WriteStream, 'write'>;
  readonly #keys: KeyStream;
  readonly #clock: Clock;
  readonly #open: Question[] = [];
  readonly #answered = new Set<() => void>();

  constructor(keys: KeyStream, stdout: Pick<WriteStream, 'write'>, clock: Clock) {
    this.#keys = keys;
    this.#stdout = stdout;
    this.#clock = clock;
    keys.onReply(this.#hear);
  }

  /** Asks something, or with an empty text only whether the terminal has got that far. */
  ask(question: string, asker: Asker): void {
    this.#open.push({ ...asker, askedAtMs: this.#clock.now().getTime() });
    this.#keys.isReplyDue = true;
    this.#stdout.write(`${question}\u001b[c`);
  }

  /** Resolves when everything is answered, or when the last question was asked so long ago that nobody will answer. */
  async answered(): Promise<void> {
    const last = this.#open.at(-1);
    if (last === undefined || this.#keys.writableEnded) return;
    const restMs = last.askedAtMs + patienceMs - this.#clock.now().getTime();
    if (restMs <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const stopWaiting = this.#clock.after(restMs, resolve);
    this.#answered.add(resolve);
    this.#keys.once('finish', resolve);
    await promise;
    stopWaiting();
    this.#keys.off('finish', resolve);
    this.#answered.delete(resolve);
  }

  readonly #hear = (reply: string): void => {
    if (!isDeviceAttributes(reply)) {
      this.#open[0]?.onReply?.(reply);
      return;
    }
    this.hasAnswered = true;
    const question = this.#open.shift();
    if (question === undefined) return;
    this.#keys.isReplyDue = this.#open.length > 0;
    question.onEnd?.(this.#clock.now().getTime() - question.askedAtMs);
    if (this.#open.length === 0) for (const resolve of this.#answered) resolve();
  };
}

function isDeviceAttributes(reply: string): boolean {
  return reply.startsWith('\u001b[?');
}
