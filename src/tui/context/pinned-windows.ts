import type { Clock } from '../../live/clock.ts';
import type { Heartbeat } from '../../live/heartbeat.ts';
import type { Window } from '../../model/window.ts';
import type { WindowChoice } from './window-choice.ts';
import { windowAt, windowKey } from './windows.ts';

const longestPinMs = 60_000;

/**
 * Answers the window of a choice, the same one until the data moved: what stands beside each other on a screen looks at the
 * same span, and the store may go on from what it computed for the page before. After a minute a new question gets a new one.
 */
export function pinWindows(heartbeat: Heartbeat, clock: Clock): (choice: WindowChoice) => Window {
  const pins = new Map<string, Window>();
  let beat = -1;
  let pinnedAtMs = 0;
  return (choice) => {
    const nowMs = clock.now().getTime();
    if (heartbeat.beatCount() !== beat || nowMs - pinnedAtMs > longestPinMs) {
      pins.clear();
      beat = heartbeat.beatCount();
      pinnedAtMs = nowMs;
    }
    const key = windowKey(choice);
    const window = pins.get(key) ?? windowAt(choice, clock);
    pins.set(key, window);
    return window;
  };
}
