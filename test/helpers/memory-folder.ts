import { accessSync, constants, readFileSync, statfsSync } from 'node:fs';

const FOLDER = '/dev/shm';
/** More than all files of a run take at any one time. */
const NEEDED_BYTES = 4e9;

/** A folder of the system that is kept in memory, where there is one with room in which programs may be run. */
export function memoryFolder(): string | undefined {
  try {
    const options = mountOptions(FOLDER);
    accessSync(FOLDER, constants.W_OK);
    const { bavail, bsize } = statfsSync(FOLDER);
    const isFit = /^rw\b/.test(options) && !/\bnoexec\b/.test(options) && bavail * bsize > NEEDED_BYTES;
    return isFit ? FOLDER : undefined;
  } catch {
    return undefined;
  }
}

/** Options that a file system was mounted with, as Linux tells them. */
function mountOptions(folder: string): string {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  return mounts.map((line) => line.split(' ')).find(([, place]) => place === folder)?.[3] ?? '';
}
