import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';

/** Last answer to a question, and the state of the next one. */
export interface KeptAnswer<Answer> {
  /** Undefined until there was one. */
  readonly answer: Answer | undefined;
  readonly isReading: boolean;
  /** Error of the last reading; null if it succeeded. */
  readonly error: Error | null;
}

/** The last answer to a question that is asked when somebody needs it. It outlasts them, and is there at once the next time. */
export class Kept<Answer> {
  #state: KeptAnswer<Answer> = { answer: undefined, isReading: false, error: null };
  #reading = {};
  #version: string | undefined;
  readonly #listeners = new Set<() => void>();

  /** The state, the same object until it changes. */
  readonly snapshot = (): KeptAnswer<Answer> => this.#state;

  /** Tells of every change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Asks again, unless that is known of this version of the data. The answer to an earlier reading that is still under way is not
   * taken.
   */
  refresh(read: () => Promise<Answer>, version?: string): void {
    if (version !== undefined && version === this.#version) return;
    this.#version = version;
    const reading = {};
    this.#reading = reading;
    this.#change({ ...this.#state, isReading: true });
    const end = (state: Partial<KeptAnswer<Answer>>): void => {
      if (this.#reading === reading) this.#change({ ...this.#state, error: null, isReading: false, ...state });
    };
    read().then(
      (answer) => end({ answer }),
      (error: unknown) => {
        if (this.#reading === reading) this.#version = undefined;
        end({ error: error instanceof Error ? error : new Error(String(error)) });
      },
    );
  }

  #change(state: KeptAnswer<Answer>): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/**
 * The kept answer to a question, which is asked once for each `key`; with the version of the data, only where they moved since. No
 * frame waits for it.
 */
export function useKept<Answer>(
  kept: Kept<Answer>,
  key: string,
  read: () => Promise<Answer>,
  version?: string,
): KeptAnswer<Answer> {
  const ask = useEffectEvent(() => kept.refresh(read, version));
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for each key
  useEffect(() => ask(), [key]);
  return useKeptAnswer(kept);
}

/** The kept answer to a question that somebody else asks. */
export function useKeptAnswer<Answer>(kept: Kept<Answer>): KeptAnswer<Answer> {
  return useSyncExternalStore(kept.subscribe, kept.snapshot);
}
