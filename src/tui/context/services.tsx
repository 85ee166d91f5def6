import { createContext, type Dispatch, useContext } from 'react';
import type { FilterHistory } from '../../files/filter-history.ts';
import type { PaletteUses } from '../../files/palette-uses.ts';
import type { PathCompletion } from '../../files/path-completion.ts';
import type { Clock } from '../../live/clock.ts';
import type { Heartbeat } from '../../live/heartbeat.ts';
import type { Unfinished } from '../../live/unfinished.ts';
import type { Settings, WordColor } from '../../model/settings.ts';
import type { IssuedKey } from '../../model/user.ts';
import type { Window } from '../../model/window.ts';
import type { Store } from '../../store/store.ts';
import type { ThemeChoice } from '../terminal/colors.ts';
import type { ProgramWatch } from '../terminal/run-program.ts';
import type { ExportBoard } from './export-board.ts';
import type { NavigationEvent } from './navigation.ts';
import type { PaletteAnswers } from './palette-answers.ts';
import type { Routes } from './routes.ts';
import type { ShownFrame } from './shown-frame.ts';
import type { ViewBook } from './view-book.ts';
import type { WindowChoice } from './window-choice.ts';

/** A word about a database in its colour. */
export interface DatabaseWord {
  readonly text: string;
  readonly color: WordColor;
}

/** A database that can be opened by its name: one of the config file, or one that was opened lately. */
export interface KnownDatabase {
  /** Name as it is typed: of the config file, or its location, without a password. */
  readonly name: string;
  readonly word: DatabaseWord | null;
  readonly isReadOnly: boolean;
  /** It is the one that is shown. */
  readonly isOpen: boolean;
}

/** Way to the other databases. */
export interface DatabaseDoor {
  known(): readonly KnownDatabase[];
  /** Shows another database in place of this one, which stays where that fails. Rejects with PresentsError. */
  open(name: string): Promise<void>;
  /** Completions of a path that is typed. */
  complete(text: string): Promise<PathCompletion>;
}

/** Services that the screens use; they stay the same for the life of the program. */
export interface Services {
  readonly store: Store;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  /** Location of the database, as it is shown. */
  readonly databaseName: string;
  /** Words about it that the header always shows: `DEMO`. */
  readonly badges: readonly string[];
  /** The word that the config file has for it: `PRODUCTION`; null for none. */
  readonly databaseWord: DatabaseWord | null;
  /** Sentence why nothing can be changed in it; undefined if it can. */
  readonly readOnlyReason: string | undefined;
  /** The other databases. */
  readonly databases: DatabaseDoor;
  /** `--db FILE` for the commands that are shown, or nothing if the file is found by default. */
  readonly databaseWords: readonly string[];
  readonly dispatch: Dispatch<NavigationEvent>;
  readonly unfinished: Unfinished;
  /** Keeps keys that come from now on back until the returned function is called, but not for long. */
  holdKeys(): () => void;
  /** The window of a choice, the same one until the data moved. */
  windowAt(choice: WindowChoice): Window;
  readonly filterHistory: FilterHistory;
  readonly views: ViewBook;
  /** Remembers where the operator is, for when the database is left. */
  keepPlace(routes: Routes): void;
  readonly paletteUses: PaletteUses;
  readonly paletteAnswers: PaletteAnswers;
  readonly themes: ThemeChoice;
  /** Everything that a person chose; the limits that numbers are judged by, too. */
  readonly settings: Settings;
  /** Runs a command of the program on the shown database without a terminal, its answer so many cells wide; resolves with its exit code. */
  runCommand(words: readonly string[], watch: ProgramWatch & { readonly width: number }): Promise<number>;
  /** Puts a text into the terminal's clipboard (OSC 52). */
  copy(text: string): void;
  /** The rows of the shown screen that can be written to a file. */
  readonly exports: ExportBoard;
  /** The frame that the terminal shows. */
  readonly frames: ShownFrame;
  /** The absolute path of a file that a person named, `~` being their home. Throws a PresentsError if no file can have that name. */
  pathOf(name: string): string;
  /** Writes a key into a new file that only its owner may read, and answers its path. Rejects where the file exists. */
  saveKey(issued: IssuedKey): Promise<string>;
}

const Context = createContext<Services | undefined>(undefined);

/** Hands the services to everything below. */
export const ServicesProvider = Context.Provider;

/** The services. */
export function useServices(): Services {
  const services = useContext(Context);
  if (!services) throw new Error('useServices stands outside a ServicesProvider');
  return services;
}
