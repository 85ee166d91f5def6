import type { Id } from '../../model/id.ts';
import type { UserRef } from '../../model/user.ts';
import type { Window } from '../../model/window.ts';
import { afterNews, leavesWith, type Message } from './message.ts';
import { askedToLeave, type Overlay, type Overlays, withOverlay, withoutSecret } from './overlay.ts';
import type { WindowChoice } from './window-choice.ts';

/** The main screens, in the order of their numbers. */
export const screenIds = ['users', 'system', 'errors', 'cache'] as const;

/** One of the main screens. */
export type ScreenId = (typeof screenIds)[number];

/** What is opened on top of a main screen: a user by id or name, a call or a cached product by id. */
export interface Opened {
  readonly users: UserRef | null;
  readonly errors: Id | null;
  readonly cache: Id | null;
}

/** Something that `u` can take back. */
export interface Undo {
  readonly run: () => Promise<void>;
}

/** Where the operator is and what the frame shows. */
export interface Navigation extends Overlays {
  readonly screen: ScreenId;
  readonly visited: readonly ScreenId[];
  readonly opened: Opened;
  readonly isTyping: boolean;
  readonly message: Message | null;
  /** The window that is being compared with the log, as long as the view stays that asked for it. */
  readonly comparison: Window | null;
  readonly undos: readonly Undo[];
  readonly isUtc: boolean;
  readonly window: WindowChoice;
  /** The windows that Esc goes back to from a pinned one, the last one first; the outermost is live. */
  readonly formerWindows: readonly WindowChoice[];
  /** What the errors screen is asked to filter by when it is opened from elsewhere; `count` tells two askings apart. */
  readonly errorFilter: { readonly text: string; readonly count: number };
}

/** What can happen to the navigation. */
export type NavigationEvent =
  | { readonly type: 'show'; readonly screen: ScreenId }
  | { readonly type: 'cycle'; readonly by: 1 | -1 }
  | { readonly type: 'openUser'; readonly username: string; readonly id?: Id }
  | { readonly type: 'openCall'; readonly id: Id }
  | { readonly type: 'openProduct'; readonly id: Id }
  | { readonly type: 'openErrors'; readonly filter: string; readonly window?: WindowChoice }
  | { readonly type: 'back' }
  /** Esc, where nothing is typed or selected: leaves the pinned window where the screen shows it, else goes a step back. */
  | { readonly type: 'close'; readonly showsWindow: boolean }
  /** A key is about to be answered, by this action. */
  | { readonly type: 'acted'; readonly action: string }
  /** A message has stood long enough. */
  | { readonly type: 'expired'; readonly message: Message }
  | { readonly type: 'overlay'; readonly overlay: Overlay | null }
  | { readonly type: 'saved' }
  | { readonly type: 'askToLeave' }
  | { readonly type: 'typing'; readonly isTyping: boolean }
  | { readonly type: 'say'; readonly message: Message | null }
  /** A comparison of this window is wanted; one that runs goes on. */
  | { readonly type: 'compare'; readonly window: Window }
  | { readonly type: 'comparing'; readonly text: string }
  | { readonly type: 'compared'; readonly message: Message }
  | { readonly type: 'done'; readonly message: Message; readonly undo?: Undo }
  | { readonly type: 'undone' }
  | { readonly type: 'zone' }
  | { readonly type: 'window'; readonly window: WindowChoice };

/** The first state: the users screen, live, the last 24 hours. */
export function startNavigation(message: Message | null = null): Navigation {
  return {
    screen: 'users',
    visited: ['users'],
    opened: { users: null, errors: null, cache: null },
    overlay: null,
    waitingSecrets: [],
    isTyping: false,
    message,
    comparison: null,
    undos: [],
    isUtc: false,
    window: { hours: 24, endsAt: null },
    formerWindows: [],
    errorFilter: { text: '', count: 0 },
  };
}

/** The state after an event. */
export function navigate(state: Navigation, event: NavigationEvent): Navigation {
  const next = after(state, event);
  const isSameView = next.screen === state.screen && next.opened === state.opened && next.window === state.window;
  return isSameView || next.comparison === null
    ? next
    : { ...next, message: afterNews(next.message, null), comparison: null };
}

function after(state: Navigation, event: NavigationEvent): Navigation {
  switch (event.type) {
    case 'show':
      return show(state, event.screen);
    case 'cycle': {
      const next = (screenIds.indexOf(state.screen) + event.by + screenIds.length) % screenIds.length;
      return show(state, screenIds[next] ?? 'users');
    }
    case 'openUser':
      return { ...show(state, 'users'), opened: { ...state.opened, users: userOf(event) } };
    case 'openCall':
      return { ...show(state, 'errors'), opened: { ...state.opened, errors: event.id } };
    case 'openProduct':
      return { ...show(state, 'cache'), opened: { ...state.opened, cache: event.id } };
    case 'openErrors':
      return {
        ...show(state, 'errors'),
        opened: { ...state.opened, errors: null },
        ...(event.window ? pinnedFrom(state, event.window) : {}),
        errorFilter: { text: event.filter, count: state.errorFilter.count + 1 },
      };
    case 'back':
      return back(state);
    case 'close':
      return { ...close(state, event.showsWindow), message: null };
    case 'acted':
      return leavesWith(state.message, event.action) ? { ...state, message: null } : state;
    case 'expired':
      return state.message === event.message ? { ...state, message: null } : state;
    case 'overlay':
      return { ...state, ...withOverlay(state, event.overlay) };
    case 'saved':
      return { ...state, ...withoutSecret(state) };
    case 'askToLeave':
      return { ...state, ...askedToLeave(state) };
    case 'typing':
      return { ...state, isTyping: event.isTyping };
    case 'say':
      return { ...state, message: event.message };
    case 'compare':
      return { ...state, comparison: state.comparison ?? event.window };
    case 'comparing':
      return { ...state, message: afterNews(state.message, { tone: 'busy', text: event.text }) };
    case 'compared':
      return { ...state, message: afterNews(state.message, event.message), comparison: null };
    case 'done':
      return { ...state, message: event.message, undos: event.undo ? [...state.undos, event.undo] : state.undos };
    case 'undone':
      return { ...state, undos: state.undos.slice(0, -1) };
    case 'zone':
      return { ...state, isUtc: !state.isUtc };
    case 'window':
      return { ...state, ...changedWindow(state, event.window) };
  }
}

function userOf({ username, id }: Extract<NavigationEvent, { type: 'openUser' }>): UserRef {
  return id === undefined ? username : { id, username };
}

/** True where something is opened on top of the current main screen. */
export function isOpened(state: Navigation): boolean {
  return state.screen !== 'system' && state.opened[state.screen] !== null;
}

/** The window that a key of the screen chose: a live one forgets what was before it; stepping on from a pinned one does not. */
function changedWindow(state: Navigation, window: WindowChoice): Pick<Navigation, 'window' | 'formerWindows'> {
  if (window.endsAt === null) return { window, formerWindows: [] };
  return state.window.endsAt === null ? pinnedFrom(state, window) : { window, formerWindows: state.formerWindows };
}

function pinnedFrom(state: Navigation, window: WindowChoice): Pick<Navigation, 'window' | 'formerWindows'> {
  return { window, formerWindows: [state.window, ...state.formerWindows] };
}

function close(state: Navigation, showsWindow: boolean): Navigation {
  const [former, ...formerWindows] = state.formerWindows;
  return showsWindow && former ? { ...state, window: former, formerWindows } : back(state);
}

function back(state: Navigation): Navigation {
  return state.screen === 'system' ? state : { ...state, opened: { ...state.opened, [state.screen]: null } };
}

function show(state: Navigation, screen: ScreenId): Navigation {
  const visited = state.visited.includes(screen) ? state.visited : [...state.visited, screen];
  // News of another screen would read as news of this one.
  return { ...state, screen, visited, isTyping: false, message: screen === state.screen ? state.message : null };
}
