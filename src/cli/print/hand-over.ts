import type { WriteStream } from 'node:tty';
import { obstacleTo } from '../../files/outlet.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { Io } from '../io.ts';

/** Throws a PresentsError if standard output would lose what is written to it. */
export function requireOutlet({ fd }: Io['stdout']): void {
  const obstacle = fd === undefined ? undefined : obstacleTo(fd);
  if (obstacle === undefined) return;
  throw new PresentsError(`The key would be lost on standard output: ${obstacle}. Nothing was changed.`, {
    code: 'refused',
    nextStep: 'Add --output FILE, or run it in a terminal.',
  });
}

/** Writes what exists only once, and rejects with the system's error where it did not get there, which nobody else is told then. */
export async function handOver(stdout: WriteStream, text: string): Promise<void> {
  const listeners = stdout.rawListeners('error') as ((error: Error) => void)[];
  stdout.removeAllListeners('error').on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
  stdout.removeAllListeners('error');
  for (const listener of listeners) stdout.on('error', listener);
}

/** Describes why a write to standard output failed: `was closed by its reader`. */
export function outletReason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  if (code === 'EPIPE') return 'was closed by its reader';
  return code === 'ENOSPC' ? 'is on a full disk' : `failed with ${code}`;
}
