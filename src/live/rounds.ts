import type { Clock } from './clock.ts';

// A slow question must not hold up the others for longer than a person would notice.
const longestMs = 100;

/** Groups what is asked in one turn of the event loop, by all who listen to a beat or by a screen that opens. */
export class Rounds {
  readonly #clock: Clock;
  #round: Round | undefined;
  #turn: Promise<void> | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The answer, at the same moment as those to all else that was asked in this turn. */
  together<Answer>(answer: Promise<Answer>): Promise<Answer> {
    this.#round ??= this.#open();
    return this.#round.join(answer);
  }

  /** Resolves when the event loop has turned, for all who wait for it at once. */
  turned(): Promise<void> {
    this.#turn ??= new Promise((resolve) => {
      setImmediate(() => {
        this.#turn = undefined;
        resolve();
      });
    });
    return this.#turn;
  }

  #open(): Round {
    const round = new Round(this.#clock);
    queueMicrotask(() => {
      this.#round = undefined;
      round.close();
    });
    return round;
  }
}

/** Questions that were asked together, whose answers are told together, so that they cost one frame. */
class Round {
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
