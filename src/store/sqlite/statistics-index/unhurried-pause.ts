/** Resolves after so many milliseconds, and does not keep a process alive that has nothing else to do. */
export function unhurriedPause(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms).unref();
  return promise;
}
