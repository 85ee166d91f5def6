import type { Clock } from '../../live/clock.ts';
import type { KeyStream } from './key-stream.ts';
import type { TerminalQuestions } from './terminal-questions.ts';

/** Stream that frames are written to. */
export interface FrameOutput {
  /** True when more output waits for the stream than it should keep. */
  readonly writableNeedDrain: boolean;
  once(event: 'drain', listener: () => void): unknown;
}

/** Time after a key in which frames count as its own, in milliseconds. */
const keyMs = 500;
/** A terminal that has not answered for so long, in milliseconds, is not waited for. */
const patienceMs = 3000;
/** Times in milliseconds that the first frame of a screen waits for its answers, and that Ink takes to draw them. */
const opening = { longestMs: 100, drawingMs: 34 };
/** Limit of the bytes in transit: at least a few small frames, and no real limit on a fast line. */
const window = { leastBytes: 2048, firstBytes: 4096, mostBytes: 262_144 };
/** Time that frames may queue on the line, in milliseconds, before fewer are sent, and when more are. */
const queue = { shortMs: 100, longMs: 250 };

/**
 * Sends frames no faster than the line takes them. SSH and what lies between take megabytes at once, so that a slow line shows
 * in nothing but the time until the terminal answers: while keys are pressed it is asked behind each frame, and when too much
 * is on its way the next frame waits; of those that wait, only the last is drawn.
 */
export class FramePace {
  readonly #keys: Pick<KeyStream, 'lastKeyAtMs'>;
  readonly #questions: Pick<TerminalQuestions, 'ask' | 'hasAnswered'>;
  readonly #stdout: FrameOutput;
  readonly #clock: Clock;
  #next: (() => number) | undefined;
  #bytesOnTheWay = 0;
  #windowBytes = window.firstBytes;
  #shortestMs = Number.POSITIVE_INFINITY;
  #stopWaiting = () => {};
  readonly #holds = new Set<object>();
  #isHeld = false;
  #isStuck = false;

  constructor(
    keys: Pick<KeyStream, 'lastKeyAtMs'>,
    questions: Pick<TerminalQuestions, 'ask' | 'hasAnswered'>,
    stdout: FrameOutput,
    clock: Clock,
  ) {
    this.#keys = keys;
    this.#questions = questions;
    this.#stdout = stdout;
    this.#clock = clock;
  }

  /** Draws now, or when the line is free, unless another frame has come by then; `draw` answers how many bytes it sent. */
  readonly draw = (draw: () => number): void => {
    this.#next = draw;
    if (this.#holds.size === 0) this.#isHeld = false;
    this.#drawNext();
  };

  /**
   * Keeps frames back until the first frame after the returned function was called, so that a screen that opens is drawn once,
   * with its answers; but not for long.
   */
  readonly hold = (): (() => void) => {
    const hold = {};
    this.#holds.add(hold);
    this.#isHeld = true;
    const stop = this.#clock.after(opening.longestMs, () => {
      this.#holds.delete(hold);
      this.#endHold();
    });
    return () => {
      stop();
      // Answers that look like what was there bring no frame.
      if (this.#holds.delete(hold)) this.#clock.after(opening.drawingMs, () => this.#endHold());
    };
  };

  #endHold(): void {
    if (this.#holds.size > 0) return;
    this.#isHeld = false;
    this.#drawNext();
  }

  #drawNext(): void {
    if (this.#next === undefined || this.#isHeld) return;
    if (this.#questions.hasAnswered && this.#bytesOnTheWay >= this.#windowBytes) return;
    if (this.#stdout.writableNeedDrain) {
      if (!this.#isStuck) this.#stdout.once('drain', () => this.#goOn());
      this.#isStuck = true;
      return;
    }
    const bytes = this.#next();
    this.#next = undefined;
    const isOfKey = this.#clock.now().getTime() - this.#keys.lastKeyAtMs < keyMs;
    if (bytes > 0 && isOfKey) this.#follow(bytes);
  }

  #goOn(): void {
    this.#isStuck = false;
    this.#drawNext();
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
