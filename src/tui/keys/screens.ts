import type { Id } from '../../model/id.ts';

/** The kinds of values that a screen may be opened with. */
interface Kinds {
  readonly id: Id;
  readonly 'id or none': Id | null;
  readonly text: string;
}

/** The name of such a kind. */
export type Kind = keyof Kinds;

interface ScreenEntry {
  readonly title: string;
  /** The key that shows it. A screen with one is a main screen, which is opened with nothing; the others are opened from it. */
  readonly digit?: string;
  /** True if the keys of lists work, too. */
  readonly isList?: boolean;
  /** True if the keys of charts over time work, too. */
  readonly hasChart?: boolean;
  /** True if it shows one record of the list that it was opened from. */
  readonly isRecord?: boolean;
  /** True if it shows what is in the window, so that the header tells a pinned one. */
  readonly showsWindow: boolean;
  /** True if the filter of calls holds: it goes along from one such screen to the next. */
  readonly isFiltered?: boolean;
  /** True if it shows failed calls in groups. */
  readonly hasGroups?: boolean;
  /** True if it does not hold, but goes along to the next screen. */
  readonly carriesFilter?: boolean;
  /** The values it is opened with, by name. */
  readonly opensWith: Readonly<Record<string, Kind>>;
}

/**
 * Every screen, once. Keys, header, help, manual and what may be restored follow from its line here; `shell/registry.tsx` has
 * its component, and does not compile without it.
 */
export const screens = {
  attention: { title: 'Attention', digit: '0', isList: true, showsWindow: false, opensWith: {} },
  users: { title: 'Users', digit: '1', isList: true, showsWindow: true, isFiltered: true, opensWith: {} },
  user: {
    title: 'User',
    hasChart: true,
    isRecord: true,
    showsWindow: true,
    isFiltered: true,
    opensWith: { username: 'text', id: 'id or none' },
  },
  system: { title: 'System', digit: '2', hasChart: true, showsWindow: true, isFiltered: true, opensWith: {} },
  errors: {
    title: 'Errors',
    digit: '3',
    isList: true,
    hasGroups: true,
    showsWindow: true,
    isFiltered: true,
    opensWith: {},
  },
  calls: { title: 'Calls', digit: '5', isList: true, showsWindow: true, isFiltered: true, opensWith: {} },
  why: { title: 'Why', showsWindow: true, isFiltered: true, opensWith: { by: 'text' } },
  call: { title: 'Call', isRecord: true, showsWindow: false, carriesFilter: true, opensWith: { id: 'id' } },
  cache: { title: 'Cache', digit: '4', isList: true, showsWindow: false, opensWith: {} },
  audit: { title: 'Audit', isList: true, showsWindow: false, opensWith: { userId: 'id or none' } },
  product: { title: 'Product', isRecord: true, showsWindow: false, opensWith: { id: 'id' } },
} as const satisfies Readonly<Record<string, ScreenEntry>>;

type Screens = typeof screens;

/** One of the screens. Its name is the scope of its keys. */
export type ScreenId = keyof Screens;

/** One of the screens that a digit shows. */
export type MainScreenId = { [S in ScreenId]: Screens[S] extends { readonly digit: string } ? S : never }[ScreenId];

/** Record that a screen is opened with. */
export type ArgsOf<S extends ScreenId> = S extends ScreenId
  ? { readonly [Name in keyof Screens[S]['opensWith']]: KindOf<Screens[S]['opensWith'][Name]> }
  : never;

type KindOf<Name> = Name extends Kind ? Kinds[Name] : never;

/** The entry of a screen. */
export function screenEntry(id: ScreenId): ScreenEntry {
  return screens[id];
}

/** True for the name of a screen. */
export function isScreenId(id: unknown): id is ScreenId {
  return typeof id === 'string' && Object.hasOwn(screens, id);
}

/** True for a screen that a digit shows. */
export function isMainScreen(id: ScreenId): id is MainScreenId {
  return screenEntry(id).digit !== undefined;
}

/** The main screens, in the order of their digits. */
export const mainScreens: readonly MainScreenId[] = Object.keys(screens)
  .filter(isScreenId)
  .filter(isMainScreen)
  // The first comparison by a locale takes as long as a small answer.
  .toSorted((one, other) => Number(screens[one].digit) - Number(screens[other].digit));

/** The main screen that this key shows. */
export function screenOfKey(key: string): MainScreenId | undefined {
  return mainScreens.find((id) => screens[id].digit === key);
}
