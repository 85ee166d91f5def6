import { useStdout } from 'ink';
import { useEffect, useMemo } from 'react';

/** Lets the terminal wrap lines again for as long as something else uses it. */
export type WithWrap = (use: () => Promise<void>) => Promise<void>;

/**
 * Keeps the terminal from wrapping lines. While its window is made smaller a frame of the old width still reaches it, and one
 * line that goes on in the next would shift everything below.
 */
export function useNoWrap(): WithWrap {
  const { stdout } = useStdout();
  const { stop, restore } = useMemo(
    () => ({ stop: () => stdout.write('\u001b[?7l'), restore: () => stdout.write('\u001b[?7h') }),
    [stdout],
  );
  useEffect(() => {
    stop();
    return () => void restore();
  }, [stop, restore]);
  return async (use) => {
    restore();
    await use().finally(stop);
  };
}
