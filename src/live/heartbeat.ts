import type { Pulse } from './pulse.ts';

/** One timer for the whole program: it asks whether the data moved, and only then wakes those who show it. */
export interface Heartbeat {
  /** The state of the data, the same object until it changes. */
  pulse(): Pulse;
  /** Tells when the pulse changed. Returns the way to stop. */
  onPulse(listener: () => void): () => void;
  /** Tells when the data moved; `evenIfPaused` also while paused or held. Returns the way to stop. */
  onBeat(listener: () => void, options?: { readonly evenIfPaused?: boolean }): () => void;
  /** The version of the data at the last beat. */
  version(): string;
  /** Number of beats so far: each means changed data or a forced reread. */
  beatCount(): number;
  /** Asks immediately whether the data moved; `force` wakes everybody whatever the answer. */
  checkNow(options?: { readonly force?: boolean }): void;
  /** Stops and restarts the waking; the check goes on, so that new calls are still counted. */
  setPaused(paused: boolean): void;
  /** Sets the shortest time between beats, in milliseconds; checks come twice as often, to show a lone change soon. */
  setInterval(intervalMs: number): void;
  /** An answer at the same moment as those to all that was asked in the same turn of the event loop: they make one frame. */
  together<Answer>(answer: Promise<Answer>): Promise<Answer>;
  /** Resolves when the event loop has turned, for all who wait for it at once. */
  turned(): Promise<void>;
  /** A screen that opens has nothing to show yet: its frame waits for the returned function to be called, or not for long. */
  opening(): () => void;
  /** Keeps the rows where they are until the returned function is called. */
  hold(): () => void;
  /** Keeps the rows where they are for so many milliseconds from now. */
  holdFor(ms: number): void;
  /** A reader tells how its last reading went: the reason of its failure, or null. */
  report(reader: object, failure: string | null): void;
  start(): void;
  stop(): void;
}

/** The steps that `+` and `-` go through, in milliseconds. */
export const intervalSteps: readonly number[] = [500, 1000, 2000, 5000, 10_000, 30_000];

/** Initial state of a heartbeat. */
export interface HeartbeatOptions {
  readonly intervalMs?: number;
  /** The version, if it is known already: what is read from now on need not be read again when it is seen. */
  readonly firstVersion?: string;
  /** Keeps frames back until the returned function is called; nothing does unless given. */
  readonly holdFrames?: () => () => void;
}
