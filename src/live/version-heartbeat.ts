import { BeatListeners } from './beat-listeners.ts';
import type { Clock } from './clock.ts';
import { Freshness } from './freshness.ts';
import type { Heartbeat, HeartbeatOptions } from './heartbeat.ts';
import { Holds } from './holds.ts';
import type { Pulse } from './pulse.ts';
import { Rounds } from './rounds.ts';

const defaultIntervalMs = 1000;
const checksPerInterval = 2;
// A timer may come a little early or late.
const leastShare = 0.75;

/** Reason to check the version: the timer, a listener that asks, or one that must be woken whatever the answer. */
type Request = 'timer' | 'asked' | 'force';

/** A heartbeat that asks for the version of the data, on whole multiples of half its interval. */
class VersionHeartbeat implements Heartbeat {
  readonly #clock: Clock;
  readonly #readVersion: () => Promise<string>;
  readonly #listeners = new BeatListeners(() => this.#freshness.isPaused || this.#holds.isHeld);
  readonly #freshness: Freshness;
  readonly #versionReader = {};
  readonly #holds: Holds;
  readonly #rounds: Rounds;
  readonly #holdFrames: () => () => void;
  #version: string;
  #beats = 0;
  #isChecking = false;
  #askedMeanwhile: Request | undefined;
  #restsSince = Number.NEGATIVE_INFINITY;
  #stopTimer: (() => void) | undefined;

  constructor(clock: Clock, readVersion: () => Promise<string>, options: HeartbeatOptions) {
    const { intervalMs = defaultIntervalMs, firstVersion = '', holdFrames = () => () => {} } = options;
    this.#version = firstVersion;
    this.#clock = clock;
    this.#readVersion = readVersion;
    this.#rounds = new Rounds(clock);
    this.#holdFrames = holdFrames;
    this.#holds = new Holds(clock, () => this.#listeners.wakeLater());
    this.#freshness = new Freshness(clock, { intervalMs, isStarting: firstVersion === '' });
  }

  readonly pulse = (): Pulse => this.#freshness.pulse;

  readonly onPulse = (listener: () => void): (() => void) => this.#freshness.onPulse(listener);

  onBeat(run: () => void, options: { readonly evenIfPaused?: boolean } = {}): () => void {
    return this.#listeners.add(run, options);
  }

  version(): string {
    return this.#version;
  }

  beatCount(): number {
    return this.#beats;
  }

  checkNow(options: { readonly force?: boolean } = {}): void {
    // A person who acted sees the result at once, even if the cursor just moved.
    if (!options.force) this.#holds.endTimed();
    void this.#check(options.force ? 'force' : 'asked');
  }

  setPaused(paused: boolean): void {
    this.#freshness.setPaused(paused);
    this.#listeners.wakeLater();
  }

  setInterval(intervalMs: number): void {
    this.#freshness.setInterval(intervalMs);
    if (this.#stopTimer) this.#restartTimer();
  }

  opening(): () => void {
    return this.#holdFrames();
  }

  hold(): () => void {
    return this.#holds.hold();
  }

  together<Answer>(answer: Promise<Answer>): Promise<Answer> {
    return this.#rounds.together(answer);
  }

  turned(): Promise<void> {
    return this.#rounds.turned();
  }

  holdFor(ms: number): void {
    this.#holds.holdFor(ms);
  }

  report(reader: object, failure: string | null): void {
    this.#freshness.report(reader, failure);
  }

  start(): void {
    this.#restartTimer();
    void this.#check('asked');
  }

  stop(): void {
    this.#stopTimer?.();
    this.#stopTimer = undefined;
    this.#holds.endTimed();
  }

  async #check(request: Request): Promise<void> {
    if (this.#isChecking) {
      this.#askedMeanwhile = this.#askedMeanwhile === 'force' ? 'force' : request;
      return;
    }
    this.#isChecking = true;
    await this.#compareVersions(request);
    this.#isChecking = false;
    const again = this.#askedMeanwhile;
    this.#askedMeanwhile = undefined;
    if (again !== undefined) await this.#check(again);
  }

  async #compareVersions(request: Request): Promise<void> {
    try {
      const next = await this.#readVersion();
      const isDue = request === 'asked' || this.#isRested;
      const isWanted = request === 'force' || this.#freshness.isFailing || (isDue && next !== this.#version);
      if (isWanted) this.#take(next);
      if (isWanted && request === 'timer') this.#restsSince = this.#clock.now().getTime();
      this.report(this.#versionReader, null);
      if (isWanted) this.#beats += 1;
      if (isWanted) this.#listeners.wake();
    } catch (error) {
      this.report(this.#versionReader, error instanceof Error ? error.message : String(error));
    }
  }

  #take(version: string): void {
    this.#version = version;
    this.#freshness.start();
  }

  /** True when the last beat is an interval ago, or half an interval if a new interval begins. */
  get #isRested(): boolean {
    const { intervalMs } = this.#freshness.pulse;
    const now = this.#clock.now().getTime();
    const isBeginning = now % intervalMs < this.#checkEveryMs / 2;
    const sinceMs = now - this.#restsSince;
    // A clock that was set back must not keep the heart from beating.
    return sinceMs < 0 || sinceMs >= (isBeginning ? this.#checkEveryMs : intervalMs) * leastShare;
  }

  get #checkEveryMs(): number {
    return this.#freshness.pulse.intervalMs / checksPerInterval;
  }

  // On whole multiples of the time between, as ages move on: what changes together is drawn together.
  #restartTimer(): void {
    this.#stopTimer?.();
    const checkEveryMs = this.#checkEveryMs;
    const untilNext = checkEveryMs - (this.#clock.now().getTime() % checkEveryMs);
    // A timer that came a little early would come again at once.
    const waitMs = untilNext < checkEveryMs / 4 ? untilNext + checkEveryMs : untilNext;
    this.#stopTimer = this.#clock.after(waitMs, () => {
      this.#restartTimer();
      void this.#check('timer');
    });
  }
}

/** A heartbeat over a version: `version` answers an opaque token that changes whenever the data may have changed, or rejects. */
export function createHeartbeat(
  clock: Clock,
  version: () => Promise<string>,
  options: HeartbeatOptions = {},
): Heartbeat {
  return new VersionHeartbeat(clock, version, options);
}
