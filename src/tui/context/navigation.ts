import type { Id } from '../../model/id.ts';
import type { IssuedKey, UserRef } from '../../model/user.ts';
import type { Window } from '../../model/window.ts';

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

/** A line of news: what happened, how it went, and the command that does the same. */
export interface Message {
  readonly tone: 'good' | 'warn' | 'bad' | 'busy';
  readonly text: string;
  readonly hint?: string;
  readonly command?: string;
}

/** A question before something is done. `expected` is what must be typed, `y` where one key is enough. */
export interface Confirmation {
  readonly title: string;
  readonly lines: readonly string[];
  readonly expected: string;
  readonly isDangerous: boolean;
  readonly confirm: () => void;
}

/** A choice from a short list. */
export interface Choice {
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly label: string }[];
  readonly selectedId: string;
  readonly choose: (id: string) => void;
  /** Where other answers than the listed ones may be typed: what they are, and what is wrong with one. */
  readonly typed?: { readonly placeholder: string; readonly fault: (text: string) => string | undefined };
}

/** What stands over the screen and takes all keys. */
export type Overlay =
  | { readonly kind: 'help' }
  | { readonly kind: 'createUser' }
  | { readonly kind: 'confirm'; readonly confirmation: Confirmation }
  | { readonly kind: 'choice'; readonly choice: Choice }
  | { readonly kind: 'secret'; readonly issued: IssuedKey; readonly isAskedToLeave: boolean }
  | { readonly kind: 'cleanup' };

/** The window that the statistics look at: so many hours up to now, or up to a moment that was stepped back to. */
export interface WindowChoice {
  readonly hours: number;
  /** null is now: the window is live. */
  readonly endsAt: Date | null;
}

/** Something that `u` can take back. */
export interface Undo {
  readonly run: () => Promise<void>;
}

/** Where the operator is and what the frame shows. */
export interface Navigation {
  readonly screen: ScreenId;
  readonly visited: readonly ScreenId[];
  readonly opened: Opened;
  readonly overlay: Overlay | null;
  /** New keys that came while another one stood in its box. */
  readonly waitingSecrets: readonly Overlay[];
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
  return isSameView || next.comparison === null ? next : { ...next, ...news(next, null), comparison: null };
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
      return overlay(state, event.overlay);
    case 'saved': {
      const [next = null, ...waitingSecrets] = state.waitingSecrets;
      return { ...state, overlay: next, waitingSecrets };
    }
    case 'askToLeave':
      return state.overlay?.kind === 'secret'
        ? { ...state, overlay: { ...state.overlay, isAskedToLeave: true } }
        : state;
    case 'typing':
      return { ...state, isTyping: event.isTyping };
    case 'say':
      return { ...state, message: event.message };
    case 'compare':
      return { ...state, comparison: state.comparison ?? event.window };
    case 'comparing':
      return { ...state, ...news(state, { tone: 'busy', text: event.text }) };
    case 'compared':
      return { ...state, ...news(state, event.message), comparison: null };
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

const moves: ReadonlySet<string> = new Set([
  'down',
  'up',
  'first',
  'last',
  'pageDown',
  'pageUp',
  'halfDown',
  'halfUp',
  'left',
  'right',
]); // prettier-ignore

/** News stays while one only looks around; why a key could not work is of no use after the next one. */
function leavesWith(message: Message | null, action: string): boolean {
  return message !== null && (message.tone === 'warn' || !moves.has(action));
}

/** News of what goes on in the background takes the place of its own earlier news alone. */
function news({ message }: Navigation, next: Message | null): Pick<Navigation, 'message'> {
  return { message: message === null || message.tone === 'busy' ? next : message };
}

/** A new key exists nowhere else: an answer that comes late neither closes its box nor takes its place. */
function overlay(state: Navigation, wanted: Overlay | null): Navigation {
  if (state.overlay?.kind !== 'secret') return { ...state, overlay: wanted };
  return wanted?.kind === 'secret' ? { ...state, waitingSecrets: [...state.waitingSecrets, wanted] } : state;
}

function show(state: Navigation, screen: ScreenId): Navigation {
  const visited = state.visited.includes(screen) ? state.visited : [...state.visited, screen];
  // News of another screen would read as news of this one.
  return { ...state, screen, visited, isTyping: false, message: screen === state.screen ? state.message : null };
}
