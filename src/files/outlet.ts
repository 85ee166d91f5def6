import { fstatSync, type Stats, statfsSync, statSync, writeSync } from 'node:fs';

const FULL = '/dev/full';

/** Returns the reason that output to an open file would be lost, without writing; undefined if none is known. */
export function obstacleTo(fd: number): string | undefined {
  try {
    const stats = fstatSync(fd);
    if (stats.isCharacterDevice()) return obstacleOfDevice(stats);
    // Writes nothing, but not where the file is open for reading alone.
    writeSync(fd, '');
    return stats.isFile() && statfsSync(`/dev/fd/${fd}`).bavail === 0 ? 'its disk is full' : undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return code === 'EBADF' || code === 'EPIPE' ? 'it is closed' : undefined;
  }
}

// Where a standard stream was closed, Node has put the null device in its place.
function obstacleOfDevice({ rdev }: Stats): string | undefined {
  if (rdev === deviceAt('/dev/null')) return 'it is closed, or /dev/null';
  return rdev === deviceAt(FULL) ? `it is ${FULL}` : undefined;
}

function deviceAt(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.rdev;
}
