import type { ReadStream, WriteStream } from 'node:tty';
import type { DashboardOptions } from '../model/dashboard-options.ts';

/** Process that a command runs in; `main.ts` passes the real one, tests pass their own. */
export interface Io {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream & { readonly fd?: number };
  readonly stderr: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory; asking for it throws a PresentsError if it was deleted. */
  readonly cwd: string;
  /** Actor for the audit log: `user@host`; the user that runs the process unless given. */
  readonly actor?: string;
  readonly now: () => Date;
  /** Reason why times are shown in another zone than the requested one. */
  readonly timeZoneFault?: string;
  /** Makes UTC the local time zone of the process. */
  readonly setToUtc: () => void;
  /** Aborted by SIGINT, SIGTERM and SIGHUP from the first time it is asked for; until then they end the process at once. */
  readonly interrupted: AbortSignal;
  /** Time that a question or an action waits for a lock, in milliseconds (the store's default unless given). */
  readonly busyTimeoutMs?: number;
  /** Opens the full-screen dashboard and resolves with the exit code when it is left. */
  readonly openDashboard: (options: DashboardOptions) => Promise<number>;
}
