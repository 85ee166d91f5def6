import { useStdout } from 'ink';
import { useEffect, useMemo } from 'react';

/** Gives the mouse back to the terminal for as long as something else uses it. */
export type WithoutMouse = (use: () => Promise<void>) => Promise<void>;

// Clicks and the wheel (1000) in a form without limits (1006): no moves, so that nothing is sent where nothing is done.
const ON = '\u001b[?1000h\u001b[?1006h';
const OFF = '\u001b[?1006l\u001b[?1000l';

/** Asks the terminal for reports about the mouse while `isOn`. */
export function useMouse(isOn: boolean): WithoutMouse {
  const { stdout } = useStdout();
  const { start, stop } = useMemo(
    () => ({ start: () => void stdout.write(ON), stop: () => void stdout.write(OFF) }),
    [stdout],
  );
  useEffect(() => {
    if (!isOn) return undefined;
    start();
    return stop;
  }, [isOn, start, stop]);
  return async (use) => {
    if (!isOn) return use();
    stop();
    await use().finally(start);
  };
}
