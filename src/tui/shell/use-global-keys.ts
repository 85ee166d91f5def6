import { useApp } from 'ink';
import { intervalSteps } from '../../live/heartbeat.ts';
import { formatInterval } from '../../text/format.ts';
import { failureMessage } from '../context/action-messages.ts';
import { copyMenu } from '../context/copy-menu.ts';
import type { Navigation } from '../context/navigation.ts';
import { isOpened, shownRoute } from '../context/routes.ts';
import { useServices } from '../context/services.tsx';
import { shownWindow } from '../context/shown-window.ts';
import { useClose } from '../context/use-close.ts';
import { withWindowBefore } from '../context/windows.ts';
import { scopesOf } from '../keys/keymap.ts';
import { screenEntry, screenOfKey } from '../keys/screens.ts';
import { type KeyHandlers, useKeymap } from '../keys/use-keys.ts';
import { useTheme } from '../theme/use-theme.ts';

/** The reason why undo cannot work as long as nothing was done. */
export const nothingToUndo = 'There is nothing to undo.';

/** The handlers of the keys that work on every screen. */
export function useGlobalKeys(navigation: Navigation, suspendProcess: () => Promise<void>): KeyHandlers<'global'> {
  const services = useServices();
  const { isSpoken } = useTheme();
  const { dispatch, heartbeat } = services;
  const keymap = useKeymap();
  const { screen, view } = shownRoute(navigation.routes);
  const { exit, suspendTerminal } = useApp();
  const close = useClose();
  const say = (text: string): void => dispatch({ type: 'say', message: { tone: 'good', text } });
  const stepInterval = (by: 1 | -1): string | undefined => {
    // A person may have chosen one between two steps.
    const { intervalMs } = heartbeat.pulse();
    const next =
      by > 0 ? intervalSteps.find((step) => step > intervalMs) : intervalSteps.findLast((step) => step < intervalMs);
    if (next === undefined) return by > 0 ? 'Already at the slowest refresh.' : 'Already at the fastest refresh.';
    heartbeat.setInterval(next);
    say(`Refreshes every ${formatInterval(next)} at most.`);
    return undefined;
  };
  return {
    show: (key) => {
      const next = screenOfKey(key);
      if (next) dispatch({ type: 'show', screen: next });
    },
    nextScreen: () => dispatch({ type: 'cycle', by: 1 }),
    previousScreen: () => dispatch({ type: 'cycle', by: -1 }),
    pause: () => heartbeat.setPaused(!heartbeat.pulse().isPaused),
    refresh: () => {
      const choice = shownWindow(view, { now: services.clock.now(), isUtc: navigation.isUtc });
      services.unfinished.goOn();
      heartbeat.checkNow({ force: true });
      if (!screenEntry(screen).showsWindow) say('Read again.');
      else dispatch({ type: 'compare', window: withWindowBefore(services.windowAt(choice), choice) });
    },
    slower: () => stepInterval(1),
    faster: () => stepInterval(-1),
    zone: () => {
      dispatch({ type: 'zone' });
      say(navigation.isUtc ? 'Times are local.' : 'Times are UTC.');
    },
    mouse: () => {
      if (isSpoken) return 'A screen that is read out has no use for the mouse.';
      dispatch({ type: 'mouse' });
      say(navigation.hasMouse ? 'The mouse is off: it selects text.' : 'The mouse is on; with Shift it selects text.');
      return undefined;
    },
    audit: (key) => {
      // A screen that knows a user answers by itself.
      if (!keymap.find(key, scopesOf(screen))) dispatch({ type: 'open', screen: 'audit', args: { userId: null } });
    },
    views: () => dispatch({ type: 'overlay', overlay: { kind: 'views' } }),
    undo: () => {
      const last = navigation.undos.at(-1);
      if (!last) return nothingToUndo;
      // Taken from the list at once, so that a second key meanwhile undoes the one before it, and put back where it failed.
      dispatch({ type: 'undone' });
      last.run().then(
        () => heartbeat.checkNow(),
        (error) => dispatch({ type: 'done', message: failureMessage(error, services.databaseWords), undo: last }),
      );
      return undefined;
    },
    palette: () => dispatch({ type: 'overlay', overlay: { kind: 'palette' } }),
    export: () => {
      const [sources, frame] = [services.exports.current(), services.frames.current()];
      // Where screens are read out none is painted.
      if (sources.length === 0 && frame.lines.length === 0) return 'This screen has no rows that could be exported.';
      dispatch({ type: 'overlay', overlay: { kind: 'export', sources, frame } });
      return undefined;
    },
    copyMenu: () => {
      // Call has a menu of its own.
      if (keymap.of(scopesOf(screen)).some(({ action }) => action === 'copyMenu')) return undefined;
      const [source] = services.exports.current();
      const choice = copyMenu(services, { source, filter: view.filter });
      if (choice === undefined) return 'There is nothing to copy.';
      dispatch({ type: 'overlay', overlay: { kind: 'choice', choice } });
      return undefined;
    },
    help: () => dispatch({ type: 'overlay', overlay: { kind: 'help' } }),
    suspend: () => void suspendTerminal(suspendProcess),
    close: () => {
      // A screen that knows what is marked on it answers by itself.
      if (!keymap.of(scopesOf(screen)).some(({ action }) => action === 'close')) close();
    },
    back: () => {
      if (isOpened(navigation.routes)) dispatch({ type: 'back' });
      else exit();
    },
    quit: () => exit(),
  };
}
