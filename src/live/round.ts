import type { Clock } from './clock.ts';

// A slow question must not hold up the others for longer than a person would notice.
const longestMs = 100;

/** Questions that were asked together, whose answers are told together, so that they cost one frame. */
export class Round {
  readonly #clock: Clock;
  readonly #answers: Promise<unknown>[] = [];
  readonly #isOver = Promise.withResolvers<void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The answer, as soon as all of the round are there, or have failed, or one of them takes too long. */
  async join<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.#answers.push(answer);
    await this.#isOver.promise;
    return answer;
  }

  /** Says that nobody else will join. */
  close(): void {
    if (this.#answers.length === 0) return;
    const stop = this.#clock.after(longestMs, this.#isOver.resolve);
    void Promise.allSettled(this.#answers).then(() => {
      stop();
      this.#isOver.resolve();
    });
  }
}
