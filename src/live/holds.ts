import type { Clock } from './clock.ts';

/** Reasons to keep the rows in place: open dialogs, and a key pressed a moment ago. */
export class Holds {
  readonly #clock: Clock;
  readonly #onRelease: () => void;
  #count = 0;
  #stopTimed: (() => void) | undefined;

  /** Tells whenever one of them has ended. */
  constructor(clock: Clock, onRelease: () => void) {
    this.#clock = clock;
    this.#onRelease = onRelease;
  }

  get isHeld(): boolean {
    return this.#count > 0 || this.#stopTimed !== undefined;
  }

  /** Holds until the returned function is called. */
  hold(): () => void {
    this.#count += 1;
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#count -= 1;
      this.#onRelease();
    };
  }

  /** Holds for so many milliseconds from now. */
  holdFor(ms: number): void {
    this.#stopTimed?.();
    this.#stopTimed = this.#clock.after(ms, () => {
      this.#stopTimed = undefined;
      this.#onRelease();
    });
  }

  /** Ends what `holdFor` began, and tells nobody. */
  endTimed(): void {
    this.#stopTimed?.();
    this.#stopTimed = undefined;
  }
}
