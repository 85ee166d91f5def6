import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';

const HEADER_BYTES = 20;
const WAL = 2;

/**
 * Tells whether a database can only be read as one that never changes: it is in WAL mode, which takes a file beside it
 * even to look, and lies on a read-only medium, where none can be made. Where that file is there, the database is read
 * as any other.
 */
export function isImmutable(path: string): boolean {
  return isOnReadOnlyMedium(path) && !existsSync(`${path}-shm`) && isWriteAheadFile(path);
}

/** Tells whether a write-ahead log with content lies beside a database. */
export function hasUnreadLog(path: string): boolean {
  return (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Tells whether a mount is read-only, of the mounts as Linux lists them in `/proc/self/mountinfo`, for a path without
 * links.
 */
export function isMountedReadOnly(mounts: string, path: string): boolean {
  let found = { length: -1, isReadOnly: false };
  for (const line of mounts.split('\n')) {
    const [fields = '', more = ''] = line.split(' - ');
    const [, , , , place = '', options = ''] = fields.split(' ');
    const point = place.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
    const isAbove = point === '/' || path === point || path.startsWith(`${point}/`);
    // Of two at one place, the later one lies above the earlier.
    if (point === '' || !isAbove || point.length < found.length) continue;
    const isReadOnly = [options, more.split(' ')[2] ?? ''].some((list) => list.split(',').includes('ro'));
    found = { length: point.length, isReadOnly };
  }
  return found.isReadOnly;
}

/** Tells whether a file lies where no user can write. */
export function isOnReadOnlyMedium(path: string): boolean {
  const denied = [path, dirname(path)].map(whyNotWritable);
  if (denied.includes('EROFS')) return true;
  if (denied.every((code) => code === undefined)) return false;
  // Who may not write anyway is told that, whatever the medium is.
  try {
    return isMountedReadOnly(readFileSync('/proc/self/mountinfo', 'utf8'), realpathSync(path));
  } catch {
    return false;
  }
}

function whyNotWritable(path: string): unknown {
  try {
    accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? error.code : error;
  }
}

function isWriteAheadFile(path: string): boolean {
  const header = Buffer.alloc(HEADER_BYTES);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, header, 0, HEADER_BYTES, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    // Whoever opens it meets the fault, and tells it.
    return false;
  }
  return header[18] === WAL && header[19] === WAL;
}
