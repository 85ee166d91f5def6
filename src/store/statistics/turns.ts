/** Lets one piece of work go on at a time; what comes meanwhile waits for its turn. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Does work once all that came before is done, and resolves with what it gives. */
  async take<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    const turn = this.#last.then(work);
    // Whoever asked for it hears of its fault.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
