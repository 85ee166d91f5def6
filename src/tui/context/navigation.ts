import type { Window } from '../../model/window.ts';
import { afterNews, leavesWith, type Message } from './message.ts';
import { askedToLeave, type Overlay, type Overlays, withOverlay, withoutSecret } from './overlay.ts';
import { isSameView, navigateRoutes, type RouteEvent, type Routes, shownRoute, startRoutes } from './routes.ts';

/** Something that `u` can take back. */
export interface Undo {
  readonly run: () => Promise<void>;
}

/** Place of the operator, and the state of the frame. */
export interface Navigation extends Overlays {
  readonly routes: Routes;
  /** True while the filter of the shown screen is being typed. */
  readonly isTyping: boolean;
  readonly message: Message | null;
  /** The window that is being compared with the log, as long as the view stays that asked for it. */
  readonly comparison: Window | null;
  readonly undos: readonly Undo[];
  readonly isUtc: boolean;
  /** True while the dashboard answers the mouse. */
  readonly hasMouse: boolean;
  /** A key to press as soon as keys are commands again: of an action that was chosen in a list of actions. */
  readonly pressed: { readonly key: string } | null;
}

/** Changes of the navigation. */
export type NavigationEvent =
  | RouteEvent
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
  | { readonly type: 'mouse' }
  /** The action of a key was chosen in a list, which closes. */
  | { readonly type: 'press'; readonly key: string };

/** First state of the dashboard: a greeting, and the operator's last place; the users screen unless given. */
export interface Start {
  readonly greeting: Message | null;
  readonly routes?: Routes;
  /** Times are UTC at first; they are local unless given. */
  readonly isUtc?: boolean;
  readonly hasMouse?: boolean;
}

/** The first state. */
export function startNavigation({
  greeting,
  routes = startRoutes(),
  isUtc = false,
  hasMouse = true,
}: Start): Navigation {
  return {
    routes,
    overlay: null,
    waitingSecrets: [],
    isTyping: false,
    message: greeting,
    comparison: null,
    undos: [],
    isUtc,
    hasMouse,
    pressed: null,
  };
}

/** The state after an event. */
export function navigate(state: Navigation, event: NavigationEvent): Navigation {
  switch (event.type) {
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
    case 'press':
      return { ...state, ...withOverlay(state, null), pressed: { key: event.key } };
    case 'mouse':
      return { ...state, hasMouse: !state.hasMouse };
    case 'zone':
      return { ...state, isUtc: !state.isUtc };
    default:
      return atRoutes(state, navigateRoutes(state.routes, event));
  }
}

/** Drops the state that belongs to one screen: the typing, its news, and the comparison of its window. */
function atRoutes(state: Navigation, routes: Routes): Navigation {
  const [before, after] = [shownRoute(state.routes), shownRoute(routes)];
  if (isSameView(before, after)) return { ...state, routes };
  const isSameScreen = before.screen === after.screen && before.args === after.args;
  const message = isSameScreen ? state.message : null;
  return {
    ...state,
    routes,
    isTyping: isSameScreen && state.isTyping,
    message: state.comparison === null ? message : afterNews(message, null),
    comparison: null,
  };
}
