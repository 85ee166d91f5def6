import { useApp } from 'ink';
import { intervalSteps } from '../../live/heartbeat.ts';
import { formatInterval } from '../../text/format.ts';
import { isOpened, type Navigation } from '../context/navigation.ts';
import { useServices } from '../context/services.tsx';
import { failureMessage } from '../context/use-actions.ts';
import { withWindowBefore } from '../context/windows.ts';
import type { KeyHandlers } from '../keys/use-keys.ts';
import { hasOwnClose, showsWindow } from './registry.tsx';

/** The handlers of the keys that work on every screen. */
export function useGlobalKeys(navigation: Navigation, suspendProcess: () => Promise<void>): KeyHandlers<'global'> {
  const services = useServices();
  const { dispatch, heartbeat } = services;
  const { exit, suspendTerminal } = useApp();
  const say = (text: string): void => dispatch({ type: 'say', message: { tone: 'good', text } });
  const stepInterval = (by: 1 | -1): string | undefined => {
    const at = intervalSteps.indexOf(heartbeat.pulse().intervalMs) + by;
    const next = intervalSteps[at];
    if (next === undefined) return by > 0 ? 'Already at the slowest refresh.' : 'Already at the fastest refresh.';
    heartbeat.setInterval(next);
    say(`Refreshes every ${formatInterval(next)} at most.`);
    return undefined;
  };
  return {
    showUsers: () => dispatch({ type: 'show', screen: 'users' }),
    showSystem: () => dispatch({ type: 'show', screen: 'system' }),
    showErrors: () => dispatch({ type: 'show', screen: 'errors' }),
    showCache: () => dispatch({ type: 'show', screen: 'cache' }),
    nextScreen: () => dispatch({ type: 'cycle', by: 1 }),
    previousScreen: () => dispatch({ type: 'cycle', by: -1 }),
    pause: () => heartbeat.setPaused(!heartbeat.pulse().isPaused),
    refresh: () => {
      const { window: choice } = navigation;
      heartbeat.checkNow({ force: true });
      if (!showsWindow(navigation)) say('Read again.');
      else dispatch({ type: 'compare', window: withWindowBefore(services.windowAt(choice), choice) });
    },
    slower: () => stepInterval(1),
    faster: () => stepInterval(-1),
    zone: () => {
      dispatch({ type: 'zone' });
      say(navigation.isUtc ? 'Times are local.' : 'Times are UTC.');
    },
    undo: () => {
      const last = navigation.undos.at(-1);
      if (!last) return 'There is nothing to undo.';
      // Taken from the list at once, so that a second key meanwhile undoes the one before it, and put back where it failed.
      dispatch({ type: 'undone' });
      last.run().then(
        () => heartbeat.checkNow(),
        (error) => dispatch({ type: 'done', message: failureMessage(error, services.location), undo: last }),
      );
      return undefined;
    },
    help: () => dispatch({ type: 'overlay', overlay: { kind: 'help' } }),
    suspend: () => void suspendTerminal(suspendProcess),
    close: () => {
      // A list or a chart that has something to clear answers by itself.
      if (!hasOwnClose(navigation)) dispatch({ type: 'close', showsWindow: showsWindow(navigation) });
    },
    back: () => {
      if (isOpened(navigation)) dispatch({ type: 'back' });
      else exit();
    },
    quit: () => exit(),
  };
}
