/** Runs what it is given, no more than `limit` at a time, in the order in which it came. */
export function limitConcurrency(limit: number): <Result>(work: () => Promise<Result>) => Promise<Result> {
  const queue: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= limit) await new Promise<void>((resolve) => queue.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // The place goes straight to the next in the queue, so that nobody who comes now can take it.
      const next = queue.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
