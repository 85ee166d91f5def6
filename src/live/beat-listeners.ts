interface Listener {
  readonly run: () => void;
  readonly evenIfPaused: boolean;
}

/** Those who are woken when the data moved. While it is quiet, most are woken later, and once. */
export class BeatListeners {
  readonly #listeners = new Set<Listener>();
  readonly #isQuiet: () => boolean;
  #isOwed = false;

  constructor(isQuiet: () => boolean) {
    this.#isQuiet = isQuiet;
  }

  /** Adds one until the returned function is called. */
  add(run: () => void, { evenIfPaused = false }: { readonly evenIfPaused?: boolean }): () => void {
    const listener = { run, evenIfPaused };
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  wake(): void {
    if (this.#isQuiet()) this.#isOwed = true;
    this.#beat((listener) => !this.#isQuiet() || listener.evenIfPaused);
  }

  /** Wakes those who were not, if it is no longer quiet. */
  wakeLater(): void {
    if (!this.#isOwed || this.#isQuiet()) return;
    this.#isOwed = false;
    this.#beat(() => true);
  }

  #beat(isMeant: (listener: Listener) => boolean): void {
    for (const listener of [...this.#listeners]) if (isMeant(listener)) listener.run();
  }
}
