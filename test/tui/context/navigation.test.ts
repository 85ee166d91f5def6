import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/tui/context/message.ts';
import {
  isOpened,
  type Navigation,
  type NavigationEvent,
  navigate,
  startNavigation,
} from '../../../src/tui/context/navigation.ts';
import type { Overlay } from '../../../src/tui/context/overlay.ts';

const stateAfter = (...events: readonly NavigationEvent[]): Navigation => events.reduce(navigate, startNavigation());
const news: Message = { tone: 'good', text: 'Done.' };
const secret = (username: string): Overlay => ({
  kind: 'secret',
  issued: { id: 1, username, apiKey: 'k'.repeat(43) },
  isAskedToLeave: false,
});

describe('Navigation', () => {
  test('begins on the users, live over the last 24 hours, with the greeting', () => {
    const start = startNavigation(news);
    expect(start).toMatchObject({ screen: 'users', overlay: null, isTyping: false, message: news, isUtc: false });
    expect(start.window).toEqual({ hours: 24, endsAt: null });
    expect(isOpened(start)).toBe(false);
  });

  test('goes round the screens in both directions', () => {
    const next = { type: 'cycle', by: 1 } as const;
    const screens = [1, 2, 3, 4].map((times) => stateAfter(...Array(times).fill(next)).screen);
    expect(screens).toEqual(['system', 'errors', 'cache', 'users']);
    expect(stateAfter({ type: 'cycle', by: -1 }).screen).toBe('cache');
  });

  test('remembers each visited screen once', () => {
    const state = stateAfter(
      { type: 'show', screen: 'errors' },
      { type: 'show', screen: 'users' },
      { type: 'show', screen: 'errors' },
    );
    expect(state.visited).toEqual(['users', 'errors']);
  });

  test('opens a record on its own screen, keeps it while another is shown, and goes back from it', () => {
    const opened = stateAfter({ type: 'show', screen: 'system' }, { type: 'openUser', username: 'acme-shop' });
    expect(opened).toMatchObject({ screen: 'users', opened: { users: 'acme-shop' } });
    expect(isOpened(opened)).toBe(true);
    const elsewhere = navigate(opened, { type: 'show', screen: 'system' });
    expect(isOpened(elsewhere)).toBe(false);
    const returned = navigate(elsewhere, { type: 'show', screen: 'users' });
    expect(returned.opened.users).toBe('acme-shop');
    expect(isOpened(navigate(returned, { type: 'back' }))).toBe(false);
  });

  test('goes back only on the screen that is shown', () => {
    const state = stateAfter({ type: 'openCall', id: 7 }, { type: 'openProduct', id: 9 }, { type: 'back' });
    expect(state.opened).toEqual({ users: null, errors: 7, cache: null });
    expect(stateAfter({ type: 'show', screen: 'system' }, { type: 'back' }).screen).toBe('system');
  });

  test('opens the errors with a filter anew each time, and keeps the window unless told another', () => {
    const first = stateAfter({ type: 'openCall', id: 7 }, { type: 'openErrors', filter: '/api/predict' });
    expect(first).toMatchObject({ screen: 'errors', opened: { errors: null }, window: { hours: 24 } });
    const window = { hours: 1, endsAt: new Date(0) };
    const second = navigate(first, { type: 'openErrors', filter: '/api/predict', window });
    expect(second.errorFilter.count).toBe(first.errorFilter.count + 1);
    expect(second.window).toEqual(window);
  });

  test('takes the news of a screen away with it, and keeps it while the screen stays', () => {
    const said = stateAfter({ type: 'say', message: news });
    expect(navigate(said, { type: 'show', screen: 'users' }).message).toBe(news);
    expect(navigate(said, { type: 'show', screen: 'cache' }).message).toBeNull();
  });

  test('keeps what can be undone, the last one first', () => {
    const undo = (name: string) => ({ run: async () => void name });
    const [one, two] = [undo('one'), undo('two')];
    const state = stateAfter(
      { type: 'done', message: news, undo: one },
      { type: 'done', message: news },
      { type: 'done', message: news, undo: two },
    );
    expect(state.undos).toEqual([one, two]);
    expect(navigate(state, { type: 'undone' }).undos).toEqual([one]);
    expect(stateAfter({ type: 'undone' }).undos).toEqual([]);
  });

  test('does not change the state it is given', () => {
    const start = Object.freeze({ ...startNavigation(), opened: Object.freeze(startNavigation().opened) });
    navigate(start, { type: 'openUser', username: 'a' });
    navigate(start, { type: 'zone' });
    expect(start).toEqual(startNavigation());
  });
});

describe('The box with a new key', () => {
  test('gives way to no question, and to no late end of another box', () => {
    const shown = stateAfter({ type: 'overlay', overlay: secret('acme-shop') });
    expect(navigate(shown, { type: 'overlay', overlay: { kind: 'help' } }).overlay).toEqual(secret('acme-shop'));
    expect(navigate(shown, { type: 'overlay', overlay: null }).overlay).toEqual(secret('acme-shop'));
  });

  test('is closed by its own end, and then shows the key that came meanwhile', () => {
    const both = stateAfter({ type: 'overlay', overlay: secret('one') }, { type: 'overlay', overlay: secret('two') });
    expect(both.overlay).toEqual(secret('one'));
    const second = navigate(both, { type: 'saved' });
    expect(second.overlay).toEqual(secret('two'));
    expect(navigate(second, { type: 'saved' }).overlay).toBeNull();
  });

  test('asks once before the program is left', () => {
    const asked = stateAfter({ type: 'overlay', overlay: secret('one') }, { type: 'askToLeave' });
    expect(asked.overlay).toEqual({ ...secret('one'), isAskedToLeave: true });
    expect(stateAfter({ type: 'askToLeave' }).overlay).toBeNull();
  });
});
