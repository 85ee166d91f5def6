import type { Clock } from './clock.ts';

/** What the screen says of the data: how fresh it is, and why it is not fresher. */
export interface Pulse {
  readonly state: 'starting' | 'live' | 'paused' | 'stale';
  /** Since when it is paused or stale; null while it is live. */
  readonly since: Date | null;
  /** Why it is stale. */
  readonly reason: string;
  /** Also true while paused data is stale. */
  readonly isPaused: boolean;
  readonly intervalMs: number;
}

/** One timer for the whole program: it asks whether the data moved, and only then wakes those who show it. */
export interface Heartbeat {
  /** The state of the data, the same object until it changes. */
  pulse(): Pulse;
  /** Tells when the pulse changed. Returns the way to stop. */
  onPulse(listener: () => void): () => void;
  /** Tells when the data moved; `evenIfPaused` also while paused or held. Returns the way to stop. */
  onBeat(listener: () => void, options?: { readonly evenIfPaused?: boolean }): () => void;
  /** The version of the data that was seen last. */
  version(): string;
  /** How often the data moved, or was asked for anew, until now. */
  beatCount(): number;
  /** Asks at once whether the data moved; `force` wakes everybody whatever the answer. */
  checkNow(options?: { readonly force?: boolean }): void;
  /** Stops and restarts the waking; the check goes on, so that new calls are still counted. */
  setPaused(paused: boolean): void;
  /** How often it asks, in milliseconds. */
  setInterval(intervalMs: number): void;
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
export const intervalSteps: readonly number[] = [250, 500, 1000, 2000, 5000, 10_000, 30_000];

interface Listener {
  readonly run: () => void;
  readonly evenIfPaused: boolean;
}

/** How a heartbeat begins. */
export interface HeartbeatOptions {
  readonly intervalMs?: number;
  /** The version, where it is known already: what is read from now on need not be read again when it is seen. */
  readonly firstVersion?: string;
}

/** A heartbeat over a version: `version` answers a word that differs whenever the data may have moved, or rejects. */
export function createHeartbeat(
  clock: Clock,
  version: () => Promise<string>,
  options: HeartbeatOptions = {},
): Heartbeat {
  return new VersionHeartbeat(clock, version, options);
}

class VersionHeartbeat implements Heartbeat {
  readonly #clock: Clock;
  readonly #readVersion: () => Promise<string>;
  readonly #beatListeners = new Set<Listener>();
  readonly #pulseListeners = new Set<() => void>();
  /** Who fails to read, and why; what was reported last stands last. */
  readonly #failures = new Map<object, string>();
  readonly #versionReader = {};
  #pulse: Pulse;
  #version: string;
  #beats = 0;
  #isChecking = false;
  #askedMeanwhile: 'no' | 'yes' | 'force' = 'no';
  #pausedSince: Date | null = null;
  #staleSince: Date | null = null;
  #holds = 0;
  #isBeatOwed = false;
  #stopTimer: (() => void) | undefined;
  #stopHold: (() => void) | undefined;

  constructor(clock: Clock, readVersion: () => Promise<string>, options: HeartbeatOptions) {
    const { intervalMs = 500, firstVersion = '' } = options;
    this.#version = firstVersion;
    this.#clock = clock;
    this.#readVersion = readVersion;
    this.#pulse = {
      state: firstVersion === '' ? 'starting' : 'live',
      since: null,
      reason: '',
      isPaused: false,
      intervalMs,
    };
  }

  readonly pulse = (): Pulse => this.#pulse;

  readonly onPulse = (listener: () => void): (() => void) => {
    this.#pulseListeners.add(listener);
    return () => this.#pulseListeners.delete(listener);
  };

  onBeat(run: () => void, options: { readonly evenIfPaused?: boolean } = {}): () => void {
    const listener = { run, evenIfPaused: options.evenIfPaused ?? false };
    this.#beatListeners.add(listener);
    return () => this.#beatListeners.delete(listener);
  }

  version(): string {
    return this.#version;
  }

  beatCount(): number {
    return this.#beats;
  }

  checkNow(options: { readonly force?: boolean } = {}): void {
    void this.#check(options.force ?? false);
  }

  setPaused(paused: boolean): void {
    this.#pausedSince = paused ? (this.#pausedSince ?? this.#clock.now()) : null;
    this.#refreshPulse();
    this.#payOwedBeat();
  }

  setInterval(intervalMs: number): void {
    this.#setPulse({ ...this.#pulse, intervalMs });
    if (this.#stopTimer) this.#restartTimer();
  }

  hold(): () => void {
    this.#holds += 1;
    let isReleased = false;
    return () => {
      if (!isReleased) this.#release();
      isReleased = true;
    };
  }

  holdFor(ms: number): void {
    if (!this.#stopHold) this.#holds += 1;
    this.#stopHold?.();
    this.#stopHold = this.#clock.after(ms, () => {
      this.#stopHold = undefined;
      this.#release();
    });
  }

  report(reader: object, failure: string | null): void {
    if (failure === null) this.#failures.delete(reader);
    else this.#failures.set(reader, failure);
    if (this.#failures.size === 0) this.#staleSince = null;
    else this.#staleSince ??= this.#clock.now();
    this.#refreshPulse();
  }

  start(): void {
    this.#restartTimer();
    void this.#check(false);
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#stopHold?.();
    if (this.#stopHold) this.#holds -= 1;
    this.#stopHold = undefined;
  }

  async #check(force: boolean): Promise<void> {
    if (this.#isChecking) {
      this.#askedMeanwhile = force || this.#askedMeanwhile === 'force' ? 'force' : 'yes';
      return;
    }
    this.#isChecking = true;
    await this.#compareVersions(force);
    this.#isChecking = false;
    const again = this.#askedMeanwhile;
    this.#askedMeanwhile = 'no';
    if (again !== 'no') await this.#check(again === 'force');
  }

  async #compareVersions(force: boolean): Promise<void> {
    try {
      const next = await this.#readVersion();
      const isWanted = force || next !== this.#version || this.#failures.size > 0;
      this.#version = next;
      this.report(this.#versionReader, null);
      if (isWanted) this.#wake();
    } catch (error) {
      this.report(this.#versionReader, error instanceof Error ? error.message : String(error));
    }
  }

  get #isQuiet(): boolean {
    return this.#pausedSince !== null || this.#holds > 0;
  }

  #wake(): void {
    this.#beats += 1;
    if (this.#isQuiet) this.#isBeatOwed = true;
    for (const { run, evenIfPaused } of [...this.#beatListeners]) if (!this.#isQuiet || evenIfPaused) run();
  }

  #payOwedBeat(): void {
    if (!this.#isBeatOwed || this.#isQuiet) return;
    this.#isBeatOwed = false;
    for (const { run } of [...this.#beatListeners]) run();
  }

  #release(): void {
    this.#holds -= 1;
    this.#payOwedBeat();
  }

  #restartTimer(): void {
    this.#stopTimer?.();
    this.#stopTimer = this.#clock.every(this.#pulse.intervalMs, () => void this.#check(false));
  }

  #refreshPulse(): void {
    const reason = [...this.#failures.values()].at(-1) ?? '';
    const isPaused = this.#pausedSince !== null;
    const state = reason !== '' ? 'stale' : isPaused ? 'paused' : this.#version === '' ? 'starting' : 'live';
    const since = state === 'stale' ? this.#staleSince : state === 'paused' ? this.#pausedSince : null;
    this.#setPulse({ state, since, reason, isPaused, intervalMs: this.#pulse.intervalMs });
  }

  #setPulse(next: Pulse): void {
    if (Object.entries(next).every(([field, value]) => this.#pulse[field as keyof Pulse] === value)) return;
    this.#pulse = next;
    for (const listener of [...this.#pulseListeners]) listener();
  }
}
