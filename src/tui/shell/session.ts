import type { WriteStream } from 'node:tty';
import { init } from '../../actions/init.ts';
import { openFilterHistory } from '../../files/filter-history.ts';
import { saveKey } from '../../files/key-file.ts';
import { stateFolderPath } from '../../files/own-folder.ts';
import { openPaletteUses } from '../../files/palette-uses.ts';
import { systemClock } from '../../live/clock.ts';
import { createHeartbeat } from '../../live/version-heartbeat.ts';
import type { DashboardOptions, RunningDemo } from '../../model/dashboard-options.ts';
import type { Location } from '../../model/location.ts';
import { mayPass, UserError } from '../../model/user-error.ts';
import { isSameLocation, locationNamed, locationText, locationWords } from '../../store/location.ts';
import {
  databaseState,
  initDatabase,
  isMissing,
  isOnReadOnlyMedium,
  openStoreInThread,
  statisticsFolder,
  triageFolder,
} from '../../store/open.ts';
import type { Store } from '../../store/store.ts';
import { printable } from '../../text/printable.ts';
import type { Message } from '../context/message.ts';
import { clipboardSequence } from '../terminal/clipboard.ts';
import type { FramePace } from '../terminal/frame-pace.ts';
import type { KeyStream } from '../terminal/key-stream.ts';
import type { AppProps } from './app.tsx';

/** Message on the message line of the first frame, and a hint at the next step. */
type Greeting = readonly [text?: string | undefined, hint?: string];

/** Terminal that the dashboard's session runs in. */
export interface SessionTerminal {
  readonly stdout: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Throws a UserError if it was deleted. */
  readonly workingDirectory: () => string;
  /** Stops the process group until the shell brings it back. */
  readonly suspendProcess: () => Promise<void>;
}

/** Reason why there is no database to show: there is none, or it lacks tables. */
export type MissingDatabase = 'no database' | 'no tables';

/** Resources opened while the dashboard runs: the store, and the demo if it was started from the welcome. */
export interface Session {
  /** Location of the database, as it is shown. */
  readonly databaseName: string;
  /** First view: the dashboard, or a welcome if there is no database. */
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
  { pace, keys }: { readonly pace: Pick<FramePace, 'hold'>; readonly keys: Pick<KeyStream, 'hold'> },
): Session {
  let store: Store | undefined;
  let demo: RunningDemo | undefined;
  const greetingOf = (text: string | undefined, hint?: string): Message | null => {
    if (options.warning !== undefined) return { tone: 'warn', text: printable(options.warning) };
    return text === undefined ? null : { tone: 'good', text, ...(hint !== undefined && { hint }) };
  };
  const isDefault = (location: Location) =>
    options.isDefaultLocation === true && isSameLocation(location, options.location);
  const open = async (location: Location, ...greeting: Greeting): Promise<AppProps & { readonly fault: unknown }> => {
    const statisticsIndex = { folder: statisticsFolder(terminal.env), builds: true };
    const { thresholds } = options.settings;
    store = await openStoreInThread(location, {
      statisticsIndex,
      triageFolder: triageFolder(terminal.env),
      thresholds,
    });
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
        heartbeat: createHeartbeat(systemClock, () => version(), {
          firstVersion,
          intervalMs: options.settings.intervalMs,
          holdFrames: pace.hold,
        }),
        databaseName: locationText(location),
        databaseWords: isDefault(location) ? [] : locationWords(location),
        badges: [...(isDemo ? ['DEMO'] : []), ...((await isOnReadOnlyMedium(location)) ? ['READ-ONLY MEDIUM'] : [])],
        holdKeys: () => keys.hold(),
        settings: options.settings,
        filterHistory: openFilterHistory(stateFolderPath(terminal.env)),
        paletteUses: openPaletteUses(stateFolderPath(terminal.env)),
        copy: (text) => void terminal.stdout.write(clipboardSequence(text, terminal.env)),
        saveKey: async (issued) => saveKey(terminal.workingDirectory(), issued),
      },
      start: { greeting: greetingOf(...greeting), isUtc: options.settings.zone === 'utc' },
      suspendProcess: terminal.suspendProcess,
    };
  };
  return {
    databaseName: locationText(options.location),
    async start() {
      if (await isMissing(options.location)) return 'no database';
      const { fault, ...app } = await open(options.location, options.greeting);
      // Busy passes, and the dashboard says so meanwhile. Anything else is told before there is a dashboard.
      if (fault === null || mayPass(fault)) return app;
      const state = await databaseState(options.location);
      if (state === 'ready') throw fault;
      await app.services.store.close();
      return state === 'missing' ? 'no database' : 'no tables';
    },
    async create() {
      const result = await initDatabase(options.location);
      const { text } = init.report(result, {
        name: locationText(options.location),
        isFile: options.location.kind === 'file',
      });
      return open(options.location, text, ...(result.isNew ? ['a adds the first user.'] : []));
    },
    async openOther(name) {
      const { env, workingDirectory } = terminal;
      const location = locationNamed(name, { source: 'the name', env, workingDirectory });
      if ((await databaseState(location)) === 'ready') return open(location);
      throw new UserError(`There is no database of the API at ${locationText(location)}.`);
    },
    async openDemo() {
      demo = await options.startDemo();
      return open(demo.location, 'This is a demo: invented data, live. It is removed when you quit.');
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
