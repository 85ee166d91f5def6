import type { Location } from './location.ts';
import type { Settings } from './settings.ts';

/** A demo that runs beside the dashboard. */
export interface RunningDemo {
  readonly location: Location;
  /** Ends the live traffic and removes the database. */
  stop(): Promise<void>;
}

/** Start options of the dashboard. */
export interface DashboardOptions {
  readonly location: Location;
  /** Words that name the database in a command; none if commands find it without being told. */
  readonly databaseWords?: readonly string[];
  /** `--config FILE` for commands that name a database of another config file than the usual one. */
  readonly configWords?: readonly string[];
  /** Starts where the operator left. */
  readonly isResumed?: boolean;
  /** View that it starts with. */
  readonly view?: Readonly<Record<string, unknown>>;
  readonly color: boolean;
  readonly settings: Settings;
  /** Starts the demo, for the welcome that offers it if there is no database. */
  readonly startDemo: () => Promise<RunningDemo>;
  /** True when that database is the demo's. */
  readonly isDemo?: boolean;
  /** Said on the message line of the first frame. */
  readonly greeting?: string;
  /** Said there instead, where something is not as it was asked for. */
  readonly warning?: string;
}
