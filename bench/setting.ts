import type { Crowd, Log } from './databases.ts';

/** Amount of measuring; more of it takes longer and is steadier. */
export interface Scale {
  /** At least so many rounds of each comparison, and no new one after so many milliseconds. */
  readonly rounds: number;
  readonly budgetMs: number;
  /** Number of keys pressed in each measurement of keys. */
  readonly keyCount: number;
  /** Time for which a running dashboard is watched, and for which a writer writes, in seconds. */
  readonly watchSeconds: number;
  /** Number of times that programs are started, and that a writer is measured without and with a dashboard. */
  readonly startCount: number;
  readonly pairCount: number;
  /** Number of users in the view of many users, and in the list in which a key is held down. */
  readonly smallCrowdSize: number;
  readonly largeCrowdSize: number;
}

/** Setting in which all measurements work. */
export interface Setting {
  readonly scale: Scale;
  /** The environment of programs that are started. */
  readonly env: Readonly<Record<string, string>>;
  /** The log of the size that was asked for. It may be written to. */
  readonly log: Log;
  /** Smaller logs, by which growth is shown. */
  readonly logs: readonly Log[];
  /** Databases with many users: as many as a view shall bear, and a list so long that a key is held for minutes. */
  readonly smallCrowd: Crowd;
  readonly largeCrowd: Crowd;
  /** Tells whoever waits what is being done. */
  readonly say: (text: string) => void;
}

/** For a look of a minute. */
export const QUICK: Scale = {
  rounds: 2,
  budgetMs: 250,
  keyCount: 30,
  watchSeconds: 3,
  startCount: 3,
  pairCount: 1,
  smallCrowdSize: 10_000,
  largeCrowdSize: 10_000,
};

/** For figures that are to be quoted. */
export const THOROUGH: Scale = {
  rounds: 3,
  budgetMs: 1000,
  keyCount: 100,
  watchSeconds: 10,
  startCount: 9,
  pairCount: 5,
  smallCrowdSize: 10_000,
  largeCrowdSize: 100_000,
};
