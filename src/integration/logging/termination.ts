// Marks the listeners of this file, so that they do not take each other for the program's own.
const OURS = Symbol('presents: before termination');

/**
 * Does something when the process is told to end by one of these signals. Where the program itself listens to the signal, how
 * it ends is the program's business; where it does not, the process ends as it would have, when the work is done. A second
 * signal ends it immediately. The work is told which of both it is. Returns how to stop listening.
 */
export function beforeTermination(
  signals: readonly NodeJS.Signals[],
  work: (endsProcess: boolean) => Promise<unknown>,
): () => void {
  let isAtWork = false;
  const stop = () => {
    for (const signal of signals) process.removeListener(signal, onSignal);
  };
  const onSignal = Object.assign(
    (signal: NodeJS.Signals) => {
      const endsProcess = process.listeners(signal).every(isOurs);
      if (isAtWork && endsProcess) {
        stop();
        process.kill(process.pid, signal);
      }
      if (isAtWork) return;
      isAtWork = true;
      const end = () => {
        stop();
        if (endsProcess && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
      };
      work(endsProcess).then(end, end);
    },
    { [OURS]: true },
  );
  // First of all, while a listener that the program set for once is still there to be seen.
  for (const signal of signals) process.prependListener(signal, onSignal);
  return stop;
}

function isOurs(listener: unknown): boolean {
  return typeof listener === 'function' && OURS in listener;
}
