/** An answer of a command, complete: what it printed, and what it said about it on stderr. */
export interface Answer {
  readonly at: Date;
  readonly text: string;
  readonly said: string;
}

/** Place where the answers of a watched command go. */
export interface Display {
  show(answer: Answer): Promise<void>;
  /** Says why there is no answer; the same reason once. */
  sayTrouble(reason: string): void;
  /** Called when the next answer had better come at once. */
  onStale(listener: () => void): void;
  close(): void;
}
