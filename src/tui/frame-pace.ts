import type { Clock } from '../live/clock.ts';
import type { KeyStream } from './key-stream.ts';
import type { TerminalQuestions } from './terminal-questions.ts';

/** How long after a key frames count as its own, in milliseconds. */
const keyMs = 500;
/** A terminal that has not answered for so long, in milliseconds, is not waited for. */
const patienceMs = 3000;
/** How many bytes may be on their way: at least a few small frames, and on a fast line as good as any number. */
const window = { leastBytes: 2048, firstBytes: 4096, mostBytes: 262_144 };
/** How long frames may queue on the line, in milliseconds, before fewer are sent, and when more are. */
const queue = { shortMs: 100, longMs: 250 };

/**
 * Sends frames no faster than the line takes them. SSH and what lies between take megabytes at once, so that a slow line shows
 * in nothing but the time until the terminal answers: while keys are pressed it is asked behind each frame, and when too much
 * is on its way the next frame waits; of those that wait, only the last is drawn.
 */
export class FramePace {
  readonly #keys: Pick<KeyStream, 'lastKeyAtMs'>;
  readonly #questions: Pick<TerminalQuestions, 'ask' | 'hasAnswered'>;
  readonly #clock: Clock;
  #next: (() => number) | undefined;
  #bytesOnTheWay = 0;
  #windowBytes = window.firstBytes;
  #shortestMs = Number.POSITIVE_INFINITY;
  #stopWaiting = () => {};

  constructor(
    keys: Pick<KeyStream, 'lastKeyAtMs'>,
    questions: Pick<TerminalQuestions, 'ask' | 'hasAnswered'>,
    clock: Clock,
  ) {
    this.#keys = keys;
    this.#questions = questions;
    this.#clock = clock;
  }

  /** Draws now, or when the line is free, unless another frame has come by then; `draw` answers how many bytes it sent. */
  readonly draw = (draw: () => number): void => {
    this.#next = draw;
    this.#drawNext();
  };

  #drawNext(): void {
    if (this.#next === undefined) return;
    if (this.#questions.hasAnswered && this.#bytesOnTheWay >= this.#windowBytes) return;
    const bytes = this.#next();
    this.#next = undefined;
    const isOfKey = this.#clock.now().getTime() - this.#keys.lastKeyAtMs < keyMs;
    if (bytes > 0 && isOfKey) this.#follow(bytes);
  }

  #follow(bytes: number): void {
    this.#bytesOnTheWay += bytes;
    this.#stopWaiting();
    this.#stopWaiting = this.#clock.after(patienceMs, () => {
      this.#bytesOnTheWay = 0;
      this.#drawNext();
    });
    const onEnd = (ms: number): void => {
      this.#bytesOnTheWay = Math.max(0, this.#bytesOnTheWay - bytes);
      if (this.#bytesOnTheWay === 0) this.#stopWaiting();
      this.#adapt(ms);
      this.#drawNext();
    };
    this.#questions.ask('', { onEnd });
  }

  #adapt(ms: number): void {
    this.#shortestMs = Math.min(this.#shortestMs, ms);
    const queuedMs = ms - this.#shortestMs;
    if (queuedMs < queue.shortMs) this.#windowBytes = Math.min(window.mostBytes, this.#windowBytes * 2);
    else if (queuedMs > queue.longMs) this.#windowBytes = Math.max(window.leastBytes, this.#windowBytes / 2);
  }
}
