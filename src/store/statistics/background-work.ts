import { setImmediate as nextTurn } from 'node:timers/promises';

/** Work in the background, in short steps between which everything else gets its turn. */
export class BackgroundWork {
  readonly #step: () => Promise<number | undefined>;
  #isRunning = false;
  #stepped = Promise.withResolvers<void>();

  /** `step` does one piece of work and says how long to rest, in milliseconds; undefined if all is done. */
  constructor(step: () => Promise<number | undefined>) {
    this.#step = step;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Resolves after the step at hand. */
  get stepped(): Promise<void> {
    return this.#stepped.promise;
  }

  /** Goes on until all is done. */
  start(): void {
    if (this.#isRunning) return;
    this.#isRunning = true;
    void this.#run();
  }

  async #run(): Promise<void> {
    for (;;) {
      await nextTurn();
      const pauseMs = await this.#step();
      this.#isRunning = pauseMs !== undefined;
      this.#stepped.resolve();
      this.#stepped = Promise.withResolvers<void>();
      if (pauseMs === undefined) return;
      if (pauseMs > 0) await unhurriedPause(pauseMs);
    }
  }
}

// A pause does not keep a process alive that has nothing else to do.
function unhurriedPause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms).unref();
  return promise;
}
