import { createContext, type Dispatch, useContext } from 'react';
import type { FilterHistory } from '../../files/filter-history.ts';
import type { PaletteUses } from '../../files/palette-uses.ts';
import type { Clock } from '../../live/clock.ts';
import type { Heartbeat } from '../../live/heartbeat.ts';
import type { Unfinished } from '../../live/unfinished.ts';
import type { Settings } from '../../model/settings.ts';
import type { IssuedKey } from '../../model/user.ts';
import type { Window } from '../../model/window.ts';
import type { Store } from '../../store/store.ts';
import type { ThemeChoice } from '../terminal/colors.ts';
import type { NavigationEvent } from './navigation.ts';
import type { PaletteAnswers } from './palette-answers.ts';
import type { WindowChoice } from './window-choice.ts';

/** Services that the screens use; they stay the same for the life of the program. */
export interface Services {
  readonly store: Store;
  readonly clock: Clock;
  readonly heartbeat: Heartbeat;
  /** Location of the database, as it is shown. */
  readonly databaseName: string;
  /** Words about it that the header always shows: `DEMO`. */
  readonly badges: readonly string[];
  /** `--db FILE` for the commands that are shown, or nothing if the file is found by default. */
  readonly databaseWords: readonly string[];
  readonly dispatch: Dispatch<NavigationEvent>;
  readonly unfinished: Unfinished;
  /** Keeps keys that come from now on back until the returned function is called, but not for long. */
  holdKeys(): () => void;
  /** The window of a choice, the same one until the data moved. */
  windowAt(choice: WindowChoice): Window;
  readonly filterHistory: FilterHistory;
  readonly paletteUses: PaletteUses;
  readonly paletteAnswers: PaletteAnswers;
  readonly themes: ThemeChoice;
  /** Everything that a person chose; the limits that numbers are judged by, too. */
  readonly settings: Settings;
  /** Puts a text into the terminal's clipboard (OSC 52). */
  copy(text: string): void;
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
