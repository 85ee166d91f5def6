import { existsSync } from 'node:fs';
import type { WriteStream } from 'node:tty';
import { fileNamed } from '../../files/file-named.ts';
import { systemClock } from '../../live/clock.ts';
import { createHeartbeat } from '../../live/version-heartbeat.ts';
import type { DashboardOptions, RunningDemo } from '../../model/dashboard-options.ts';
import { mayPass, UserError } from '../../model/user-error.ts';
import {
  databaseState,
  initDatabase,
  isOnReadOnlyMedium,
  openStoreInWorker,
  statisticsFolder,
} from '../../store/open.ts';
import type { Store } from '../../store/store.ts';
import { printable } from '../../text/printable.ts';
import type { Message } from '../context/message.ts';
import { saveSecret } from '../context/save-secret.ts';
import { clipboardSequence } from '../terminal/clipboard.ts';
import type { FramePace } from '../terminal/frame-pace.ts';
import type { AppProps } from './app.tsx';

/** What a session needs of the terminal that the dashboard runs in. */
export interface SessionTerminal {
  readonly stdout: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Throws a UserError where it was deleted. */
  readonly workingDirectory: () => string;
  /** Stops the process group until the shell brings it back. */
  readonly suspendProcess: () => Promise<void>;
}

/** Why there is no database to show: there is no file, or one of something else, or one without all the tables. */
export type MissingDatabase = 'no file' | 'no tables';

/** What is opened while the dashboard runs: the store, and the demo where it was started from the welcome. */
export interface Session {
  readonly databasePath: string;
  readonly databaseName: string;
  /** What to show first: the dashboard, or a welcome where there is no database. */
  start(): Promise<AppProps | MissingDatabase>;
  /** Creates the database and opens it. Rejects with UserError. */
  create(): Promise<AppProps>;
  /** Opens another database, which must be there, by the name that a person gave. Rejects with UserError. */
  openOther(name: string): Promise<AppProps>;
  /** Starts the demo and opens its database. */
  openDemo(): Promise<AppProps>;
  end(): Promise<void>;
}

/** Makes the session; nothing is opened until it starts. */
export function createSession(
  options: DashboardOptions,
  terminal: SessionTerminal,
  { hold: holdFrames }: Pick<FramePace, 'hold'>,
): Session {
  let store: Store | undefined;
  let demo: RunningDemo | undefined;
  const greetingOf = (text: string | undefined): Message | null => {
    if (options.warning !== undefined) return { tone: 'warn', text: printable(options.warning) };
    return text === undefined ? null : { tone: 'good', text };
  };
  const open = async (path: string, greeting?: string): Promise<AppProps & { readonly fault: unknown }> => {
    const statisticsIndex = { folder: statisticsFolder(terminal.env), builds: true };
    store = await openStoreInWorker(path, { statisticsIndex });
    const { version, apiLogs } = store;
    // Asked at once: behind the first answer the thread begins to work at its index.
    const [firstVersion, fault] = await Promise.all([
      version().catch(() => ''),
      apiLogs.newest().then(
        () => null,
        (error: unknown) => error,
      ),
    ]);
    const isDemo = options.isDemo || demo !== undefined;
    return {
      fault,
      services: {
        store,
        clock: systemClock,
        heartbeat: createHeartbeat(systemClock, () => version(), { firstVersion, holdFrames }),
        databaseName: printable(path),
        location: options.isDefaultDatabase && path === options.databasePath ? [] : ['--db', path],
        badges: [...(isDemo ? ['DEMO'] : []), ...((await isOnReadOnlyMedium(path)) ? ['READ-ONLY MEDIUM'] : [])],
        copy: (text) => void terminal.stdout.write(clipboardSequence(text, terminal.env)),
        saveSecret: async (name, text) => saveSecret(terminal.workingDirectory(), name, text),
      },
      start: { greeting: greetingOf(greeting) },
      suspendProcess: terminal.suspendProcess,
    };
  };
  return {
    databasePath: options.databasePath,
    databaseName: printable(options.databasePath),
    async start() {
      // A file in a folder that may not be entered is not there either, and then the state says why.
      if (!existsSync(options.databasePath) && (await databaseState(options.databasePath)) === 'missing')
        return 'no file';
      const { fault, ...app } = await open(options.databasePath, options.greeting);
      // Busy passes, and the dashboard says so meanwhile. Anything else is told before there is a dashboard.
      if (fault === null || mayPass(fault)) return app;
      if ((await databaseState(options.databasePath)) === 'ready') throw fault;
      await app.services.store.close();
      return 'no tables';
    },
    async create() {
      const { isNew } = await initDatabase(options.databasePath);
      return open(
        options.databasePath,
        isNew ? 'Created. a adds the first user.' : 'The missing tables are there now.',
      );
    },
    async openOther(name) {
      const path = fileNamed(name, 'The name', terminal.workingDirectory);
      if ((await databaseState(path)) === 'ready') return open(path);
      throw new UserError(`There is no database of the API at ${printable(path)}.`);
    },
    async openDemo() {
      demo = await options.startDemo();
      return open(demo.databasePath, 'This is a demo: invented data, live. It is removed when you quit.');
    },
    async end() {
      try {
        await store?.close();
      } finally {
        await demo?.stop();
      }
    },
  };
}
