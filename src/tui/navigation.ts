import type { IssuedKey } from '../model.ts';

/** The main screens, in the order of their numbers. */
export const screenIds = ['users', 'system', 'errors', 'cache'] as const;

/** One of the main screens. */
export type ScreenId = (typeof screenIds)[number];

/** What is opened on top of a main screen: a user by name, a call or a cached product by id. */
export interface Opened {
  readonly users: string | null;
  readonly errors: number | null;
  readonly cache: number | null;
}

/** A line of news: what happened, how it went, and the command that does the same. */
export interface Message {
  readonly tone: 'good' | 'warn' | 'bad';
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
  readonly undos: readonly Undo[];
  readonly isUtc: boolean;
  readonly window: WindowChoice;
  /** What the errors screen is asked to filter by when it is opened from elsewhere; `count` tells two askings apart. */
  readonly errorFilter: { readonly text: string; readonly count: number };
}

/** What can happen to the navigation. */
export type NavigationEvent =
  | { readonly type: 'show'; readonly screen: ScreenId }
  | { readonly type: 'cycle'; readonly by: 1 | -1 }
  | { readonly type: 'openUser'; readonly username: string }
  | { readonly type: 'openCall'; readonly id: number }
  | { readonly type: 'openProduct'; readonly id: number }
  | { readonly type: 'openErrors'; readonly filter: string; readonly window?: WindowChoice }
  | { readonly type: 'back' }
  | { readonly type: 'overlay'; readonly overlay: Overlay | null }
  | { readonly type: 'saved' }
  | { readonly type: 'askToLeave' }
  | { readonly type: 'typing'; readonly isTyping: boolean }
  | { readonly type: 'say'; readonly message: Message | null }
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
    undos: [],
    isUtc: false,
    window: { hours: 24, endsAt: null },
    errorFilter: { text: '', count: 0 },
  };
}

/** The state after an event. */
export function navigate(state: Navigation, event: NavigationEvent): Navigation {
  switch (event.type) {
    case 'show':
      return show(state, event.screen);
    case 'cycle': {
      const next = (screenIds.indexOf(state.screen) + event.by + screenIds.length) % screenIds.length;
      return show(state, screenIds[next] ?? 'users');
    }
    case 'openUser':
      return { ...show(state, 'users'), opened: { ...state.opened, users: event.username } };
    case 'openCall':
      return { ...show(state, 'errors'), opened: { ...state.opened, errors: event.id } };
    case 'openProduct':
      return { ...show(state, 'cache'), opened: { ...state.opened, cache: event.id } };
    case 'openErrors':
      return {
        ...show(state, 'errors'),
        opened: { ...state.opened, errors: null },
        window: event.window ?? state.window,
        errorFilter: { text: event.filter, count: state.errorFilter.count + 1 },
      };
    case 'back':
      return { ...state, opened: { ...state.opened, ...(state.screen === 'system' ? {} : { [state.screen]: null }) } };
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
    case 'done':
      return { ...state, message: event.message, undos: event.undo ? [...state.undos, event.undo] : state.undos };
    case 'undone':
      return { ...state, undos: state.undos.slice(0, -1) };
    case 'zone':
      return { ...state, isUtc: !state.isUtc };
    case 'window':
      return { ...state, window: event.window };
  }
}

/** True where something is opened on top of the current main screen. */
export function isOpened(state: Navigation): boolean {
  return state.screen !== 'system' && state.opened[state.screen] !== null;
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
