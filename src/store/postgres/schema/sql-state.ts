import { PresentsError } from '../../../model/presents-error.ts';

/** The code of a fault that the server or the system reported, such as 42P01 or ECONNREFUSED; undefined for any other fault. */
export function sqlState(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  // One that was told in our words has a code of our own, and what was reported as its cause.
  if (!(error instanceof PresentsError) && 'code' in error && typeof error.code === 'string') return error.code;
  return sqlState(error.cause);
}
