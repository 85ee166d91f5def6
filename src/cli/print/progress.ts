import type { WriteStream } from 'node:tty';

/** One line on a terminal that is written over and over. */
export interface ProgressLine {
  show(text: string): void;
  /** Takes the line away, so that what follows stands in its place. */
  clear(): void;
}

/** A line of progress on stderr; if that is no terminal it stays silent. */
export function createProgressLine(stderr: WriteStream): ProgressLine {
  const write = (text: string) => {
    if (stderr.isTTY) stderr.write(`\r${text}\u001b[K`);
  };
  return { show: write, clear: () => write('') };
}
