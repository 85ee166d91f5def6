/**
 * A clock of a thread: the time of the one who asks, as each message told it, since a function cannot cross to a thread; that of the system
 * where none was told.
 */
export class ToldClock {
  #told: Date | undefined;

  /** Takes the time that came with a message, if one did. */
  tell(time: Date | undefined): void {
    this.#told = time ?? this.#told;
  }

  readonly now = (): Date => this.#told ?? new Date();
}
