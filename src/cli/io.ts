import type { ReadStream, WriteStream } from 'node:tty';
import type { DashboardOptions } from '../model/dashboard-options.ts';

/** What a command may know of the process it runs in; `main.ts` hands it over, tests hand over their own. */
export interface Io {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream & { readonly fd?: number };
  readonly stderr: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The working directory; asking for it throws a UserError where it was deleted. */
  readonly cwd: string;
  /** Who acts, for the audit log: `user@host`; whoever runs the process unless given. */
  readonly actor?: string;
  readonly now: () => Date;
  /** Why times are shown in another zone than the one that was asked for. */
  readonly timeZoneFault?: string;
  /** Aborted by SIGINT, SIGTERM and SIGHUP from the first time it is asked for; until then they end the process at once. */
  readonly interrupted: AbortSignal;
  /** How long a question or an action waits for a lock, in milliseconds (the store's own measure unless given). */
  readonly busyTimeoutMs?: number;
  /** Opens the full-screen dashboard and resolves with the exit code when it is left. */
  readonly openDashboard: (options: DashboardOptions) => Promise<number>;
}
