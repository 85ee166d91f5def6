import { isAbsolute, resolve } from 'node:path';
import type { Location } from '../model/location.ts';
import { PresentsError } from '../model/presents-error.ts';
import type { Settings } from '../model/settings.ts';
import { settingsOf } from '../settings/settings-in-force.ts';
import { locationText, locationWords, showsPassword } from '../store/location.ts';
import { type ChosenDatabase, databaseNamed } from '../store/named-database.ts';
import { readOnlyReason } from '../store/read-only-store.ts';
import type { Store, StoreOptions } from '../store/store.ts';
import { showsAsciiAlone } from '../text/charset.ts';
import { type CommandUser, presentsCommand, userCommand } from '../text/shell.ts';
import { asciiIo } from './ascii-io.ts';
import { type Format, type FormatOptions, formatOf } from './format.ts';
import type { Io } from './io.ts';
import { createPaint, type Paint, takesColor } from './print/style.ts';
import { readSettings } from './settings.ts';

/** The options that every command takes. */
export interface CommonOptions extends FormatOptions {
  readonly db?: string;
  readonly config?: string;
  readonly view?: string;
  readonly resume?: boolean;
  readonly yes?: boolean;
  /** False after --no-color; undefined before the command line was parsed whole. */
  readonly color?: boolean;
  /** Undefined where neither --ascii nor --no-ascii was given. */
  readonly ascii?: boolean;
  readonly screenReader?: boolean;
}

/** Context of a running command. */
export interface Context {
  readonly io: Io;
  readonly format: Format;
  /** Everything that a person chose. */
  readonly settings: Settings;
  /** Every question is answered with yes beforehand. */
  readonly yes: boolean;
  /** `--config FILE` where the config file was named by the option. */
  readonly configWords: readonly string[];
  /** Sentence why nothing can be changed; undefined if it can. Reading it is reading the location. */
  readonly readOnlyReason: string | undefined;
  /** The database, and what the config file says of it. Reading it is reading the location. */
  readonly database: ChosenDatabase;
  /** Location of the database; reading it throws a PresentsError if the name is not one that can be opened. */
  readonly location: Location;
  /** Sentences about what is not as it was asked for, or not as it should be: the time zone, a password that others can see. */
  readonly warnings: readonly string[];
  /** True when what a person reads is written in ASCII alone. */
  readonly isAscii: boolean;
  /** True when stdout is a terminal that takes colours. */
  readonly color: boolean;
  readonly paintOut: Paint;
  readonly paintErr: Paint;
  /** `--db NAME` where the database was named, by the option or by the environment; what a printed command must carry. */
  readonly databaseWords: readonly string[];
  /** A command for the same database as a person would type it: `presents user list`; undefined if none can be pasted. */
  commandFor(path: string): string | undefined;
  /** The same about a user: `presents user reactivate acme-shop`. */
  commandForUser(path: string, user: CommandUser): string | undefined;
  /** Opens the store for as long as `use` takes; with `mayUseIndex` it answers from the statistics index if that is up to date. */
  withStore<Answer>(use: (store: Store) => Promise<Answer>, options?: StoreUse): Promise<Answer>;
}

/** Way a command asks its store. */
export interface StoreUse {
  readonly mayUseIndex: boolean;
}

const defaultFile = 'predict_presents.db';
// In the order in which they count.
const VARIABLES = ['PRESENTS_DB', 'DATABASE_PATH'] as const;

/** Returns the options for opening the store of a command. */
export function storeOptions({ now, actor, busyTimeoutMs }: Io): StoreOptions {
  return { now, ...(actor !== undefined && { actor }), ...(busyTimeoutMs !== undefined && { busyTimeoutMs }) };
}

function mediumNote(location: Location): string {
  return `${locationText(location)} lies on a read-only medium and is read as it stood when it was opened.`;
}

// The driver is loaded here, by the first command that needs it: help and refusals answer without it.
async function withStore<Answer>(
  { io, location, readOnlyReason, settings }: Pick<Context, 'io' | 'location' | 'readOnlyReason' | 'settings'>,
  use: (store: Store) => Promise<Answer>,
  { mayUseIndex }: StoreUse = { mayUseIndex: false },
): Promise<Answer> {
  const { isOnReadOnlyMedium, openStore, statisticsFolder, triageFolder } = await import('../store/open.ts');
  if (await isOnReadOnlyMedium(location)) io.stderr.write(`  ${mediumNote(location)}\n`);
  const statisticsIndex = { folder: statisticsFolder(io.env), builds: false };
  const store = await openStore(location, {
    ...storeOptions(io),
    triageFolder: triageFolder(io.env),
    readOnlyReason,
    thresholds: settings.thresholds,
    ...(mayUseIndex && { statisticsIndex }),
  });
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

function databaseOf(io: Io, { db }: CommonOptions, databases: Settings['databases']): ChosenDatabase {
  const variable = VARIABLES.find((name) => io.env[name]);
  const [name, source] =
    db !== undefined
      ? [db, '--db']
      : [(variable && io.env[variable]) ?? defaultFile, variable ?? 'the name of the database'];
  return databaseNamed(name, databases, { source, env: io.env, workingDirectory: () => io.cwd });
}

/** Returns the options that name the database in a printed command, in any folder: `--db NAME`; none by default. */
export function databaseWordsOf(
  io: Io,
  options: CommonOptions,
  databases: Settings['databases'] = databasesOf(io, options),
): readonly string[] {
  const isNamed = options.db !== undefined || VARIABLES.some((name) => io.env[name]);
  if (!isNamed) return [];
  const { location, entry, isByName } = databaseOf(io, options, databases);
  if (!isByName || entry === undefined) return locationWords(location);
  // The name means something with the config file that it stands in.
  return [...configWordsOf(io, options), '--db', entry.name];
}

/** Returns the option that names the config file in a printed command; none where it is the usual one. */
function configWordsOf(io: Io, { config }: CommonOptions): readonly string[] {
  return config === undefined ? [] : ['--config', isAbsolute(config) ? config : resolve(io.cwd, config)];
}

/** The databases of the config file, for who tells of a fault: one of the file itself names none. */
function databasesOf(io: Io, options: CommonOptions): Settings['databases'] {
  try {
    return settingsOf(readSettings(io, options)).databases;
  } catch (error) {
    if (error instanceof PresentsError) return {};
    throw error;
  }
}

/** Returns what there is to say about the way a database was named: that a password in an option can be seen. */
export function warningsAbout(option: string, name: string): readonly string[] {
  if (!showsPassword(name)) return [];
  return [
    `Other users of this machine can see the password in ${option} while this runs. Put it into ~/.pgpass or PGPASSWORD.`,
  ];
}

/** Makes what a command works with from the process and the options of the command line. Throws a PresentsError if a setting is wrong. */
export function createContext(io: Io, options: CommonOptions): Context {
  const chosen = settingsOf(readSettings(io, options));
  const { ascii, databases } = chosen;
  // The terminal decides where nobody did.
  const settings = { ...chosen, ascii: ascii === 'auto' ? showsAsciiAlone(io.env) : ascii };
  if (settings.zone === 'utc') io.setToUtc();
  let known: ChosenDatabase | undefined;
  const database = () => {
    known ??= databaseOf(io, options, databases);
    return known;
  };
  const databaseWords = () => databaseWordsOf(io, options, databases);
  const isColorWanted = options.color !== false;
  const color = isColorWanted && takesColor(io.stdout, io.env);
  const format = formatOf(options);
  return {
    io: settings.ascii ? asciiIo(io) : io,
    format,
    isAscii: settings.ascii,
    settings,
    warnings: [
      ...(format === 'text' && io.timeZoneFault !== undefined ? [io.timeZoneFault] : []),
      ...(options.db === undefined ? [] : warningsAbout('--db', options.db)),
    ],
    yes: options.yes === true,
    configWords: configWordsOf(io, options),
    get readOnlyReason() {
      return readOnlyReason(settings, database());
    },
    get database() {
      return database();
    },
    get location() {
      return database().location;
    },
    color,
    paintOut: createPaint(color),
    paintErr: createPaint(isColorWanted && takesColor(io.stderr, io.env)),
    get databaseWords() {
      return databaseWords();
    },
    commandFor: (path) => presentsCommand(databaseWords(), path),
    commandForUser: (path, user) => userCommand(databaseWords(), path, user),
    withStore: async (use, options) => {
      const { location } = database();
      return withStore({ io, location, settings, readOnlyReason: readOnlyReason(settings, database()) }, use, options);
    },
  };
}
