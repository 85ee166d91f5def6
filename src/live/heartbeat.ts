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

/** A heartbeat over a version: `version` answers a word that differs whenever the data may have moved, or rejects. */
export function createHeartbeat(clock: Clock, version: () => Promise<string>, intervalMs = 500): Heartbeat {
  const beatListeners = new Set<Listener>();
  const pulseListeners = new Set<() => void>();
  const failures = new Map<object, string>();
  const versionReader = {};
  let seen = '';
  let isChecking = false;
  let isAskedAgain: 'no' | 'yes' | 'force' = 'no';
  let pausedSince: Date | null = null;
  let staleSince: Date | null = null;
  let holds = 0;
  let beats = 0;
  let isBeatOwed = false;
  let stopTimer: (() => void) | undefined;
  let stopHold: (() => void) | undefined;
  let current: Pulse = { state: 'starting', since: null, reason: '', isPaused: false, intervalMs };

  const refreshPulse = (): void => {
    const reason = [...failures.values()].at(-1) ?? '';
    const state = reason !== '' ? 'stale' : pausedSince ? 'paused' : seen === '' ? 'starting' : 'live';
    const since = state === 'stale' ? staleSince : state === 'paused' ? pausedSince : null;
    const isPaused = pausedSince !== null;
    const next: Pulse = { state, since, reason, isPaused, intervalMs: current.intervalMs };
    const isSame = next.state === current.state && next.since === current.since && next.reason === current.reason;
    if (isSame && next.isPaused === current.isPaused) return;
    current = next;
    for (const listener of pulseListeners) listener();
  };

  const report = (reader: object, failure: string | null): void => {
    if (failure === null) failures.delete(reader);
    else failures.set(reader, failure);
    if (failures.size === 0) staleSince = null;
    else staleSince ??= clock.now();
    refreshPulse();
  };

  const wake = (): void => {
    beats += 1;
    const isQuiet = pausedSince !== null || holds > 0;
    if (isQuiet) isBeatOwed = true;
    for (const listener of [...beatListeners]) if (!isQuiet || listener.evenIfPaused) listener.run();
  };

  const payOwedBeat = (): void => {
    if (!isBeatOwed || pausedSince !== null || holds > 0) return;
    isBeatOwed = false;
    for (const listener of [...beatListeners]) listener.run();
  };

  const check = async (force: boolean): Promise<void> => {
    if (isChecking) {
      isAskedAgain = force ? 'force' : isAskedAgain === 'no' ? 'yes' : isAskedAgain;
      return;
    }
    isChecking = true;
    try {
      const next = await version();
      const moved = next !== seen;
      const hadFailures = failures.size > 0;
      seen = next;
      report(versionReader, null);
      if (moved || force || hadFailures) wake();
    } catch (error) {
      report(versionReader, error instanceof Error ? error.message : String(error));
    } finally {
      isChecking = false;
    }
    if (isAskedAgain === 'no') return;
    const again = isAskedAgain;
    isAskedAgain = 'no';
    await check(again === 'force');
  };

  const restartTimer = (): void => {
    stopTimer?.();
    stopTimer = clock.every(current.intervalMs, () => void check(false));
  };

  const release = (): void => {
    holds -= 1;
    payOwedBeat();
  };

  return {
    pulse: () => current,
    onPulse(listener) {
      pulseListeners.add(listener);
      return () => pulseListeners.delete(listener);
    },
    onBeat(run, options = {}) {
      const listener = { run, evenIfPaused: options.evenIfPaused ?? false };
      beatListeners.add(listener);
      return () => beatListeners.delete(listener);
    },
    version: () => seen,
    beatCount: () => beats,
    checkNow: (options = {}) => void check(options.force ?? false),
    setPaused(paused) {
      pausedSince = paused ? (pausedSince ?? clock.now()) : null;
      refreshPulse();
      payOwedBeat();
    },
    setInterval(ms) {
      current = { ...current, intervalMs: ms };
      for (const listener of pulseListeners) listener();
      if (stopTimer) restartTimer();
    },
    hold() {
      holds += 1;
      let isReleased = false;
      return () => {
        if (!isReleased) release();
        isReleased = true;
      };
    },
    holdFor(ms) {
      if (!stopHold) holds += 1;
      stopHold?.();
      stopHold = clock.after(ms, () => {
        stopHold = undefined;
        release();
      });
    },
    report,
    start() {
      restartTimer();
      void check(false);
    },
    stop() {
      stopTimer?.();
      stopTimer = undefined;
      stopHold?.();
      if (stopHold) holds -= 1;
      stopHold = undefined;
    },
  };
}
