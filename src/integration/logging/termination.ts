// Marks the listener that all loggers share, which is not the program's own, and has what is to be done.
const WORKS = Symbol('presents: before termination');

/** Something to be done before the process ends. */
interface Work {
  readonly run: (endsProcess: boolean) => Promise<unknown>;
  readonly forget: () => void;
  isUnderWay: boolean;
}

type OurListener = ((signal: NodeJS.Signals) => void) & { readonly [WORKS]: Set<Work> };

/**
 * Does something when the process is told to end by one of these signals. Where the program itself listens to the signal, how
 * it ends is the program's business; where it does not, the process ends as it would have, when the work is done. A second
 * signal ends it immediately. The work is told which of both it is. Returns how to stop listening.
 */
export function beforeTermination(signals: readonly NodeJS.Signals[], run: Work['run']): () => void {
  const forget = () => {
    for (const signal of signals) leave(signal, work);
  };
  const work: Work = { run, forget, isUnderWay: false };
  for (const signal of signals) listenerOf(signal)[WORKS].add(work);
  return forget;
}

/** The listener to a signal, one for all: Node takes more than ten for a leak, and warns. */
function listenerOf(signal: NodeJS.Signals): OurListener {
  const known = process.listeners(signal).find(isOurs);
  if (known !== undefined) return known;
  const listener = Object.assign((signal: NodeJS.Signals) => end(signal, [...listener[WORKS]]), {
    [WORKS]: new Set<Work>(),
  });
  // First of all, while a listener that the program set for once is still there to be seen.
  process.prependListener(signal, listener);
  return listener;
}

function leave(signal: NodeJS.Signals, work: Work): void {
  const listener = process.listeners(signal).find(isOurs);
  listener?.[WORKS].delete(work);
  if (listener?.[WORKS].size === 0) process.removeListener(signal, listener);
}

function end(signal: NodeJS.Signals, works: readonly Work[]): void {
  const endsProcess = process.listeners(signal).every(isOurs);
  if (endsProcess && works.some(({ isUnderWay }) => isUnderWay)) {
    for (const { forget } of works) forget();
    process.kill(process.pid, signal);
    return;
  }
  for (const work of works.filter(({ isUnderWay }) => !isUnderWay)) {
    work.isUnderWay = true;
    const ended = () => {
      work.forget();
      if (endsProcess && process.listenerCount(signal) === 0) process.kill(process.pid, signal);
    };
    work.run(endsProcess).then(ended, ended);
  }
}

function isOurs(listener: unknown): listener is OurListener {
  return typeof listener === 'function' && WORKS in listener;
}
