import { init } from '../../actions/init.ts';
import { homeFolder } from '../../files/home-folder.ts';
import { stateFolderPath } from '../../files/own-folder.ts';
import { completePath, withHome } from '../../files/path-completion.ts';
import { recentDatabases, rememberDatabase } from '../../files/recent-databases.ts';
import type { DashboardOptions, RunningDemo } from '../../model/dashboard-options.ts';
import type { Location } from '../../model/location.ts';
import { mayPass, PresentsError } from '../../model/presents-error.ts';
import { isServerName, locationText, locationWords } from '../../store/location.ts';
import { type ChosenDatabase, databaseAt, databaseNamed } from '../../store/named-database.ts';
import { databaseState, initDatabase, isMissing } from '../../store/open.ts';
import { readOnlyReason, readOnlyRefusal } from '../../store/read-only-store.ts';
import { printable } from '../../text/printable.ts';
import type { Message } from '../context/message.ts';
import type { DatabaseDoor, KnownDatabase } from '../context/services.tsx';
import type { AppProps } from './app.tsx';
import { type OpenedDatabase, openDatabase, type SessionMeans, type SessionTerminal } from './opened-database.ts';

export type { SessionTerminal } from './opened-database.ts';

/** Message on the message line of the first frame, and a hint at the next step. */
type Greeting = readonly [text?: string | undefined, hint?: string];

/** Reason why there is no database to show: there is none, or it lacks tables. */
export type MissingDatabase = 'no database' | 'no tables';

/** Resources opened while the dashboard runs: the store, and the demo if it was started from the welcome. */
export interface Session {
  /** Location of the database, as it is shown. */
  readonly databaseName: string;
  /** First view: the dashboard, or a welcome if there is no database. */
  start(): Promise<AppProps | MissingDatabase>;
  /** Creates the database and opens it. Rejects with PresentsError. */
  create(): Promise<AppProps>;
  /** Opens another database, which must be there, by the name that a person gave; the one that is open stays open. Rejects with PresentsError. */
  openOther(name: string): Promise<AppProps>;
  /** The databases that are known by name, and completions of typed paths. */
  readonly door: Pick<DatabaseDoor, 'known' | 'complete'>;
  /** Tells who shows a database that was opened from the dashboard; it is asked with every one. */
  onOpen(show: (app: AppProps) => void): void;
  /** Closes the databases that are not shown. */
  closeAllBut(shown: AppProps | MissingDatabase): void;
  /** Starts the demo and opens its database. */
  openDemo(): Promise<AppProps>;
  end(): Promise<void>;
}

/** Makes the session; nothing is opened until it starts. */
export function createSession(
  options: DashboardOptions,
  terminal: SessionTerminal,
  { pace, keys, frames }: Pick<SessionMeans, 'pace' | 'keys' | 'frames'>,
): Session {
  const { env, workingDirectory } = terminal;
  const { databases } = options.settings;
  const naming = { source: 'the name', env, workingDirectory };
  const stateFolder = stateFolderPath(env);
  let opened: readonly OpenedDatabase[] = [];
  let shown: ChosenDatabase = databaseAt(options.location, databases, naming);
  let hasShown = false;
  let demo: RunningDemo | undefined;
  let show: (app: AppProps) => void = () => undefined;
  const greetingOf = (text: string | undefined, hint?: string): Message | null => {
    if (options.warning !== undefined) return { tone: 'warn', text: printable(options.warning) };
    return text === undefined ? null : { tone: 'good', text, ...(hint !== undefined && { hint }) };
  };
  const isDemo = (location: Location) => options.isDemo === true || location === demo?.location;
  const open = async (chosen: ChosenDatabase, ...greeting: Greeting): Promise<OpenedDatabase> => {
    const { location } = chosen;
    const means = { options, terminal, pace, keys, frames, door };
    const database = await openDatabase(chosen, means, {
      isDemo: isDemo(location),
      isFirst: !hasShown,
      greeting: greetingOf(...greeting),
    });
    opened = [...opened, database];
    hasShown = true;
    shown = chosen;
    return database;
  };
  const openReady = async (chosen: ChosenDatabase): Promise<AppProps> => {
    const before = shown;
    if ((await databaseState(chosen.location)) !== 'ready') {
      throw new PresentsError(`There is no database of the API at ${locationText(chosen.location)}.`, {
        code: 'not_found',
      });
    }
    const database = await open(chosen);
    if (database.fault === null || mayPass(database.fault)) return database.app;
    opened = opened.filter((one) => one !== database);
    shown = before;
    await database.close();
    throw database.fault;
  };
  const openOther = (name: string): Promise<AppProps> =>
    openReady(databaseNamed(isServerName(name) ? name : withHome(name, homeFolder(env)), databases, naming));
  const known = (): readonly KnownDatabase[] => {
    const configured = Object.entries(databases).map(([name, { word, color, readOnly }]) => ({
      name,
      word: word === null ? null : { text: word, color },
      isReadOnly: readOnly,
      isOpen: shown.entry?.name === name,
    }));
    const openName = locationWords(shown.location).at(-1);
    const recent = recentDatabases(stateFolder).map((name) => ({
      name,
      word: null,
      isReadOnly: false,
      isOpen: name === openName,
    }));
    return [...configured, ...recent];
  };
  const complete = (text: string) =>
    isServerName(text)
      ? Promise.resolve({ text, candidates: [] })
      : completePath(text, { home: homeFolder(env), workingDirectory });
  const door: DatabaseDoor = { known, complete, open: async (name) => show(await openOther(name)) };
  const remember = ({ location, entry }: ChosenDatabase): void => {
    const [, name] = locationWords(location);
    if (entry === undefined && name !== undefined && !isDemo(location)) rememberDatabase(stateFolder, name);
  };
  return {
    databaseName: locationText(options.location),
    async start() {
      if (await isMissing(options.location)) return 'no database';
      const { fault, app, close } = await open(shown, options.greeting);
      // Busy passes, and the dashboard says so meanwhile. Anything else is told before there is a dashboard.
      if (fault === null || mayPass(fault)) return app;
      const state = await databaseState(options.location);
      if (state === 'ready') throw fault;
      opened = [];
      await close();
      return state === 'missing' ? 'no database' : 'no tables';
    },
    async create() {
      const chosen = databaseAt(options.location, databases, naming);
      const reason = readOnlyReason(options.settings, chosen);
      if (reason !== undefined) throw readOnlyRefusal(reason);
      const result = await initDatabase(options.location);
      const { text } = init.report(result, {
        name: locationText(options.location),
        isFile: options.location.kind === 'file',
      });
      return (await open(chosen, text, ...(result.isNew ? ['a adds the first user.'] : []))).app;
    },
    openOther,
    async openDemo() {
      demo ??= await options.startDemo();
      const chosen = { location: demo.location, isByName: false };
      return (await open(chosen, 'This is a demo: invented data, live. It is removed when you quit.')).app;
    },
    door,
    onOpen(listener) {
      show = listener;
    },
    closeAllBut(app) {
      const former = opened.filter((database) => database.app !== app);
      opened = opened.filter((database) => database.app === app);
      // There is nobody left to tell what becomes of it.
      for (const database of former) void database.close().catch(() => undefined);
    },
    async end() {
      if (opened.length > 0) remember(shown);
      try {
        await Promise.all(opened.map((database) => database.close()));
      } finally {
        await demo?.stop();
      }
    },
  };
}
