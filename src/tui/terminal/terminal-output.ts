import type { WriteStream } from 'node:tty';
import type { Clock } from '../../live/clock.ts';

/** Time to wait for a blocked terminal on exit, in milliseconds. */
const patienceMs = 3000;

/**
 * Lets writes wait their turn beside everything else until the returned function is called. Node blocks the process while a
 * terminal takes nothing, and a process that is blocked hears no signal: behind a terminal that stands still it would stay for good.
 */
export function unblock(stdout: WriteStream): () => void {
  if (!hasHandle(stdout)) return () => {};
  const { _handle: handle } = stdout;
  handle.setBlocking(false);
  return () => void handle.setBlocking(true);
}

/** Resolves when all that was written has been taken; with false when nobody takes it. */
export async function isTaken(stdout: WriteStream, clock: Clock): Promise<boolean> {
  if (stdout.writableLength === 0 || stdout.destroyed) return true;
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const stopWaiting = clock.after(patienceMs, () => resolve(false));
  stdout.write('', () => resolve(true));
  const taken = await promise;
  stopWaiting();
  return taken;
}

/** Node has no public way to say it. */
function hasHandle(stdout: object): stdout is { readonly _handle: { setBlocking(isBlocking: boolean): number } } {
  if (!('_handle' in stdout)) return false;
  const { _handle: handle } = stdout;
  return typeof handle === 'object' && handle !== null && 'setBlocking' in handle;
}
