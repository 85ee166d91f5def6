import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/tui/context/message.ts';
import {
  type Navigation,
  type NavigationEvent,
  navigate,
  startNavigation,
} from '../../../src/tui/context/navigation.ts';
import type { Overlay } from '../../../src/tui/context/overlay.ts';

const stateAfter = (...events: readonly NavigationEvent[]): Navigation =>
  events.reduce(navigate, startNavigation({ greeting: null }));
const news: Message = { tone: 'good', text: 'Done.' };
const secret = (username: string): Overlay => ({
  kind: 'secret',
  issued: { id: 1, username, apiKey: 'k'.repeat(43) },
  isAskedToLeave: false,
});

describe('Navigation', () => {
  test('begins with the greeting, and where it is told to', () => {
    const start = startNavigation({ greeting: news });
    expect(start).toMatchObject({ overlay: null, isTyping: false, message: news, isUtc: false });
    const { routes } = stateAfter({ type: 'show', screen: 'cache' });
    expect(startNavigation({ greeting: null, routes }).routes).toBe(routes);
  });

  test('ends the typing of a filter with its screen, and not with a change of its view', () => {
    const typing = stateAfter({ type: 'typing', isTyping: true }, { type: 'view', change: { filter: 'a' } });
    expect(typing.isTyping).toBe(true);
    expect(navigate(typing, { type: 'open', screen: 'call', args: { id: 1 } }).isTyping).toBe(false);
  });

  test('ends a comparison with its window, and not with a move of the cursor', () => {
    const comparing = stateAfter({ type: 'compare', window: { from: new Date(0), to: null } });
    const page = { total: 2, offset: 0, ids: [1, 2], anchorId: null, anchorIndex: null };
    const move = { type: 'list', move: { type: 'last' }, page, height: 10 } as const;
    expect(navigate(comparing, move).comparison).not.toBeNull();
    const earlier = { type: 'window', window: { hours: 24, endsAt: new Date(0) } } as const;
    expect(navigate(comparing, earlier).comparison).toBeNull();
  });

  test('takes the news of a screen away with it, and keeps it while the screen stays', () => {
    const said = stateAfter({ type: 'say', message: news });
    expect(navigate(said, { type: 'view', change: { filter: 'a' } }).message).toBe(news);
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
