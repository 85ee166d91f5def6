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
  /** Nothing named the database: commands find it without being told. */
  readonly isDefaultLocation?: boolean;
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
