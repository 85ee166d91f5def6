import { statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatBytes } from '../../../text/format.ts';
import type { NamelessFinding } from '../../answers/findings.ts';

const LITTLE_BYTES = 1024 ** 3;
const TOO_LITTLE_BYTES = 64 * 1024 ** 2;

/** Says how much room the disk of a file has: an index or a VACUUM needs as much again as the file. */
export function checkDisk(path: string): readonly NamelessFinding[] {
  const { bavail, bsize } = statfsSync(dirname(path));
  const free = bavail * bsize;
  const text = `${formatBytes(free)} of the disk are free.`;
  if (free < TOO_LITTLE_BYTES) return [{ state: 'bad', text, nextStep: 'Make room: soon nothing can be written.' }];
  if (free > Math.min(LITTLE_BYTES, Math.max(statSync(path).size, TOO_LITTLE_BYTES * 2)))
    return [{ state: 'good', text }];
  return [{ state: 'warn', text, nextStep: 'Make room, or delete old calls.', command: 'cleanup logs' }];
}
