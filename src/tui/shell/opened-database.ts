import type { WriteStream } from 'node:tty';
import { fileNamed } from '../../files/file-named.ts';
import { openFilterHistory } from '../../files/filter-history.ts';
import { homeFolder } from '../../files/home-folder.ts';
import { saveKey } from '../../files/key-file.ts';
import { stateFolderPath } from '../../files/own-folder.ts';
import { openPaletteUses } from '../../files/palette-uses.ts';
import { withHome } from '../../files/path-completion.ts';
import { keepPlace, readPlace } from '../../files/place-file.ts';
import { openViewFile } from '../../files/view-file.ts';
import { systemClock } from '../../live/clock.ts';
import { createHeartbeat } from '../../live/version-heartbeat.ts';
import type { DashboardOptions } from '../../model/dashboard-options.ts';
import type { Settings } from '../../model/settings.ts';
import { databaseIdentity, locationText, locationWords } from '../../store/location.ts';
import type { ChosenDatabase } from '../../store/named-database.ts';
import {
  isOnReadOnlyMedium,
  openStoreInThread,
  statisticsFolder,
  type ThreadStoreOptions,
  triageFolder,
} from '../../store/open.ts';
import { readOnlyReason } from '../../store/read-only-store.ts';
import type { Store } from '../../store/store.ts';
import type { Message } from '../context/message.ts';
import { newestDay } from '../context/newest-day.ts';
import { navigateRoutes, type Routes, startRoutes } from '../context/routes.ts';
import { routesFromJson, routesToJson } from '../context/routes-json.ts';
import { routeOfView } from '../context/saved-view.ts';
import type { DatabaseDoor } from '../context/services.tsx';
import type { ShownFrame } from '../context/shown-frame.ts';
import { ViewBook } from '../context/view-book.ts';
import type { WindowChoice } from '../context/window-choice.ts';
import { isMainScreen, isScreenId, type MainScreenId } from '../keys/screens.ts';
import { clipboardSequence } from '../terminal/clipboard.ts';
import type { FramePace } from '../terminal/frame-pace.ts';
import type { KeyStream } from '../terminal/key-stream.ts';
import { runProgram } from '../terminal/run-program.ts';
import type { AppProps } from './app.tsx';

/** Terminal that the dashboard's session runs in. */
export interface SessionTerminal {
  readonly stdout: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The words that start this program. */
  readonly program: readonly string[];
  /** A thread that was started ahead, for the first database. */
  readonly host?: ThreadStoreOptions['host'];
  /** Throws a PresentsError if it was deleted. */
  readonly workingDirectory: () => string;
  /** Stops the process group until the shell brings it back. */
  readonly suspendProcess: () => Promise<void>;
}

/** Means of a session by which databases are opened. */
export interface SessionMeans {
  readonly options: DashboardOptions;
  readonly terminal: SessionTerminal;
  readonly pace: Pick<FramePace, 'hold'>;
  readonly keys: Pick<KeyStream, 'hold'>;
  readonly frames: ShownFrame;
  readonly door: DatabaseDoor;
}

/** Circumstances in which a database is opened. */
interface Opening {
  readonly isDemo: boolean;
  /** Nothing was shown before. */
  readonly isFirst: boolean;
  readonly greeting: Message | null;
}

/** A database that is open: what the dashboard shows of it, why it cannot be read, if so, and its end. */
export interface OpenedDatabase {
  readonly app: AppProps;
  readonly fault: unknown;
  /** Keeps where the operator left it, and closes it. */
  close(): Promise<void>;
}

/** Opens a database in a thread of its own; nothing of it is read before, and it is open even if it cannot be read. */
export async function openDatabase(
  chosen: ChosenDatabase,
  { options, terminal, pace, keys, frames, door }: SessionMeans,
  { isDemo, isFirst, greeting }: Opening,
): Promise<OpenedDatabase> {
  const { location, entry } = chosen;
  const { settings } = options;
  const stateFolder = stateFolderPath(terminal.env);
  const reason = readOnlyReason(settings, chosen);
  const store = await openStoreInThread(location, {
    statisticsIndex: { folder: statisticsFolder(terminal.env), builds: true },
    triageFolder: triageFolder(terminal.env),
    thresholds: settings.thresholds,
    readOnlyReason: reason,
    host: terminal.host,
  });
  const { version, apiLogs } = store;
  // Asked at once: behind the first answer the thread begins to work at its index.
  const [firstVersion, { newest, fault }, isOnMedium, screen] = await Promise.all([
    version().catch(() => ''),
    apiLogs.newest().then(
      (newest) => ({ newest, fault: null }),
      (error: unknown) => ({ newest: undefined, fault: error }),
    ),
    isOnReadOnlyMedium(location),
    openingScreen(store, settings),
  ]);
  const identity = databaseIdentity(location);
  const isUtc = settings.zone === 'utc';
  const place = options.isResumed === true ? readPlace(stateFolder, identity) : undefined;
  const firstWindow = newestDay(newest, { now: systemClock.now(), isUtc });
  const { routes, isUnknownView } = firstPlace(place, isFirst ? options.view : undefined, { screen, firstWindow });
  let left: Routes | undefined;
  const app: AppProps = {
    services: {
      store,
      clock: systemClock,
      heartbeat: createHeartbeat(systemClock, () => version(), {
        firstVersion,
        intervalMs: settings.intervalMs,
        holdFrames: pace.hold,
      }),
      databaseName: locationText(location),
      databaseWords: wordsOf(chosen, options),
      databaseWord: entry?.word ? { text: entry.word, color: entry.color } : null,
      databases: door,
      badges: [
        ...(isDemo ? ['DEMO'] : []),
        ...(isOnMedium ? ['READ-ONLY MEDIUM'] : reason === undefined ? [] : ['READ-ONLY']),
      ],
      readOnlyReason: reason,
      views: new ViewBook(openViewFile(stateFolder), settings.views),
      keepPlace: (shown) => {
        left = shown;
      },
      holdKeys: () => keys.hold(),
      settings,
      filterHistory: openFilterHistory(stateFolder),
      paletteUses: openPaletteUses(stateFolder),
      runCommand: async (words, { width, ...watch }) => {
        const { configWords = [] } = options;
        const database = words[0] === 'copy' || words.includes('--db') ? [] : wordsOf(chosen, options);
        const config = words.includes('--config') || database.includes('--config') ? [] : configWords;
        const caution = reason === undefined ? [] : ['--read-only'];
        return await runProgram(
          {
            words: [...terminal.program, ...words, ...database, ...config, ...caution],
            env: { ...terminal.env, COLUMNS: String(width), NO_COLOR: '1' },
            workingDirectory: terminal.workingDirectory(),
          },
          watch,
        );
      },
      copy: (text) => void terminal.stdout.write(clipboardSequence(text, terminal.env)),
      frames,
      pathOf: (name) => fileNamed(withHome(name, homeFolder(terminal.env)), 'The name', terminal.workingDirectory),
      saveKey: async (issued) => saveKey(terminal.workingDirectory(), issued),
    },
    start: { greeting: isUnknownView ? unknownView : greeting, isUtc, routes },
    suspendProcess: terminal.suspendProcess,
  };
  const close = async (): Promise<void> => {
    if (left !== undefined && !isDemo) keepPlace(stateFolder, identity, routesToJson(left));
    await store.close();
  };
  return { app, fault, close };
}

/** The operator's first place: where they left, or a main screen; on it the view that was asked for, which may be unknown here. */
function firstPlace(
  place: string | undefined,
  wanted: DashboardOptions['view'],
  { screen, firstWindow }: { readonly screen: MainScreenId; readonly firstWindow: WindowChoice | null },
): { readonly routes: Routes; readonly isUnknownView: boolean } {
  const kept = place === undefined ? undefined : routesFromJson(place);
  const routes = kept ? { ...kept, firstWindow } : startRoutes(screen, firstWindow);
  // A view that was asked for is where the program starts, and not every database.
  const route = wanted === undefined ? undefined : routeOfView(wanted);
  if (route === undefined) return { routes, isUnknownView: wanted !== undefined };
  return { routes: navigateRoutes(routes, { type: 'restore', route }), isUnknownView: false };
}

/** Nobody waits longer for the first screen, in milliseconds. */
const LONGEST_LOOK_MS = 400;

const unknownView: Message = { tone: 'warn', text: 'This version cannot show that view.' };

/** The screen that opens first: Attention only if there is something, or where that takes long to tell. */
async function openingScreen(
  { attention }: Pick<Store, 'attention'>,
  { opensOn, thresholds }: Settings,
): Promise<MainScreenId> {
  if (opensOn !== 'attention') return isScreenId(opensOn) && isMainScreen(opensOn) ? opensOn : 'users';
  const late = Promise.withResolvers<undefined>();
  const stop = systemClock.after(LONGEST_LOOK_MS, () => late.resolve(undefined));
  const looked = attention.list({ thresholds: thresholds.attention }).catch(() => undefined);
  const found = await Promise.race([looked, late.promise]);
  stop();
  return found?.lines.length === 0 ? 'users' : 'attention';
}

/** Words that name a database in the commands that are shown. */
function wordsOf({ location, entry, isByName }: ChosenDatabase, options: DashboardOptions): readonly string[] {
  const { databaseWords, configWords = [] } = options;
  if (location === options.location && databaseWords !== undefined) return databaseWords;
  return isByName && entry !== undefined ? [...configWords, '--db', entry.name] : locationWords(location);
}
