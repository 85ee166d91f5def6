import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLine } from '../../../text/shell.ts';
import type { NamelessFinding } from '../../answers/findings.ts';

const OTHERS_READ = 0o004;
const OTHERS_WRITE = 0o002;

/** Says whether a file can be read and written, and by whom else. */
export function checkFile(path: string): readonly NamelessFinding[] {
  const { mode } = statSync(path);
  const rights = rightsFinding(path);
  if ((mode & (OTHERS_READ | OTHERS_WRITE)) === 0) return [rights];
  const what = (mode & OTHERS_WRITE) === 0 ? 'read' : 'change';
  const mend = commandLine(['chmod', 'o-rwx', path]);
  return [
    rights,
    {
      state: 'warn',
      text: `Everybody on this machine can ${what} the file.`,
      nextStep: mend === undefined ? 'Take that permission away.' : `Take it away: ${mend}`,
    },
  ];
}

function rightsFinding(path: string): NamelessFinding {
  // SQLite makes its journal in the folder.
  for (const place of [path, dirname(path)]) {
    const fault = writeFault(place);
    if (fault === 'EROFS') return { state: 'warn', text: 'You can look, but not act: the medium is read-only.' };
    if (fault !== undefined) {
      const text = `You can look, but not act: there is no permission to write to ${place}.`;
      return { state: 'warn', text, nextStep: 'To act, run presents as the user that owns the file.' };
    }
  }
  return { state: 'good', text: 'The file can be read and written.' };
}

function writeFault(place: string): string | undefined {
  try {
    accessSync(place, constants.W_OK);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
}
