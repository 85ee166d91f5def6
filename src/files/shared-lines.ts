import { Buffer } from 'node:buffer';
import {
  appendFileSync,
  closeSync,
  fstatSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';

// A file of lines that several programs append to at the same time, and that they replace by a shorter one now and then. A line that
// was appended to the file that is being replaced would be lost, so that only one of them writes at a time.

const MODE = 0o600;
const WAIT_MS = 2;
/** Nobody writes for so long: the lock of a program that was interrupted. */
const LONGEST_LOCK_MS = 3_000;

/** Rules by which a file is shortened. */
export interface Shortening {
  /** From this length on. */
  readonly longestBytes: number;
  /** Length of its end that counts. */
  readonly mostBytes: number;
  /** Makes of lines fewer that say the same; undefined leaves them as they are. */
  readonly shorten: (text: string) => string | undefined;
}

/** Reads the end of a file, so many bytes at most. Throws if it cannot be read. */
export function readEnd(path: string, mostBytes: number): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, mostBytes));
    const length = readSync(file, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

/** Appends lines to a file, which is made if it is missing, and shortens it if it is long. Throws if they cannot be written. */
export function appendLines(path: string, lines: string, shortening: Shortening): void {
  whileAlone(path, () => {
    appendFileSync(path, lines, { mode: MODE });
    try {
      if (statSync(path).size > shortening.longestBytes) replace(path, shortening);
    } catch {
      // The lines are written. Whoever writes the next ones tries again.
    }
  });
}

function replace(path: string, { mostBytes, shorten }: Shortening): void {
  const lines = shorten(readEnd(path, mostBytes));
  if (lines === undefined) return;
  const draft = `${path}.draft`;
  rmSync(draft, { force: true });
  writeFileSync(draft, lines, { mode: MODE, flag: 'wx' });
  renameSync(draft, path);
}

function whileAlone(path: string, work: () => void): void {
  const lock = `${path}.lock`;
  while (!claim(lock)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
  try {
    work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** Makes the lock; answers false if another program has it. */
function claim(lock: string): boolean {
  try {
    closeSync(openSync(lock, 'wx', MODE));
    return true;
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    if (!isTaken) throw error;
    const stats = statSync(lock, { throwIfNoEntry: false });
    // One from the future was left behind before the clock was set.
    if (stats && Math.abs(Date.now() - stats.mtimeMs) > LONGEST_LOCK_MS) rmSync(lock, { force: true });
    return false;
  }
}
