import type { ReadStream, WriteStream } from 'node:tty';

/** What a command may know of the process it runs in; `main.ts` hands it over, tests hand over their own. */
export interface Io {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Who acts, for the audit log: `user@host`. */
  readonly actor: string;
  readonly now: () => Date;
  /** Aborted by Ctrl-C and SIGTERM while a command runs. */
  readonly interrupted: AbortSignal;
  /** Opens the full-screen dashboard and resolves with the exit code when it is left. */
  readonly openDashboard: (options: DashboardOptions) => Promise<number>;
}

/** A demo that runs beside the dashboard. */
export interface RunningDemo {
  readonly databasePath: string;
  /** Ends the live traffic and removes the database. */
  stop(): Promise<void>;
}

/** What the dashboard is told at its start. */
export interface DashboardOptions {
  readonly databasePath: string;
  readonly color: boolean;
  /** Starts the demo, for the welcome that offers it where there is no database. */
  readonly startDemo: () => Promise<RunningDemo>;
  /** Said on the message line of the first frame. */
  readonly greeting?: string;
}
