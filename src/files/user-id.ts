import process from 'node:process';

/** The number of the user for whom the process acts; undefined if the system knows none, and then permissions say nothing. */
export function userId(): number | undefined {
  return process.geteuid?.();
}
