import { onTestFinished, TestRunner } from 'vitest';

const leftovers: (() => unknown)[] = [];

/** Clears something away after the test that made it, or after those of the file where no test did; the last made first. */
export function clearLater(clear: () => unknown): void {
  if (TestRunner.getCurrentTest()) onTestFinished(async () => void (await clear()));
  else leftovers.push(clear);
}

/** Clears away what a file made outside of its tests. */
export async function clearLeftovers(): Promise<void> {
  for (const clear of leftovers.splice(0).reverse()) await clear();
}
