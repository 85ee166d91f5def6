/** A question whose answer comes in parts. */
export interface InParts {
  stop(): void;
  goOn(): void;
}

/** The questions whose answers come in parts: those that go on by themselves, and those that somebody stopped. */
export class Unfinished {
  readonly #running = new Set<InParts>();
  readonly #stopped = new Set<InParts>();

  /** Notes that a question goes on until `leave` is called with it. */
  enter(question: InParts): void {
    this.#running.add(question);
  }

  /** Notes that a question is complete, or another one. */
  leave(question: InParts): void {
    this.#running.delete(question);
    this.#stopped.delete(question);
  }

  /** Stops all that go on; true if there were some. */
  stop(): boolean {
    const running = [...this.#running];
    this.#running.clear();
    for (const question of running) {
      this.#stopped.add(question);
      question.stop();
    }
    return running.length > 0;
  }

  /** Lets those that were stopped go on. */
  goOn(): void {
    const stopped = [...this.#stopped];
    this.#stopped.clear();
    for (const question of stopped) question.goOn();
  }
}
