import type { Context } from '../context.ts';

/** Time between two lines of progress for a screen reader, in milliseconds. */
const readEveryMs = 10_000;

/** One line on a terminal that is written over and over. */
export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away, so that what follows stands in its place. */
  clear(): void;
}

/** A line of progress on stderr; if that is no terminal it stays silent. For a screen reader it is a line now and then, which stays. */
export function createProgressLine({ io, settings }: Pick<Context, 'io' | 'settings'>): ProgressLine {
  const { stderr } = io;
  if (settings.screenReader) return createReadProgress(io);
  const write = (text: string) => {
    if (stderr.isTTY) stderr.write(`\r${text}\u001b[K`);
  };
  return { show: write, clear: () => write('') };
}

function createReadProgress({ stderr, now }: Context['io']): ProgressLine {
  let saidAtMs = now().getTime();
  return {
    show(text) {
      if (!stderr.isTTY || now().getTime() - saidAtMs < readEveryMs) return;
      saidAtMs = now().getTime();
      stderr.write(`${text}\n`);
    },
    clear: () => {},
  };
}
