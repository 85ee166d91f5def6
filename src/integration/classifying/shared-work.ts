/** Work that several callers wait for. Each may stop waiting; when nobody waits any more, the work itself is aborted. */
export class SharedWork<Result> {
  /** The work, whoever waits for it. */
  readonly promise: Promise<Result>;
  readonly #controller = new AbortController();
  #isSettled = false;
  #waiting = 0;

  constructor(work: (signal: AbortSignal) => Promise<Result>) {
    this.promise = work(this.#controller.signal);
    const settle = () => {
      this.#isSettled = true;
    };
    this.promise.then(settle, settle);
  }

  /** Signal of the work, aborted when it is abandoned and nobody should wait for its result. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Waits for the result, or rejects with the signal's reason as soon as it is aborted. */
  async join(signal?: AbortSignal): Promise<Result> {
    signal?.throwIfAborted();
    this.#waiting += 1;
    try {
      return await untilAborted(this.promise, signal);
    } finally {
      this.#waiting -= 1;
      if (this.#waiting === 0 && !this.#isSettled) this.#controller.abort(signal?.reason);
    }
  }
}

/** Waits for a promise, or rejects with the signal's reason as soon as it is aborted. */
export async function untilAborted<Result>(promise: Promise<Result>, signal: AbortSignal | undefined): Promise<Result> {
  signal?.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
