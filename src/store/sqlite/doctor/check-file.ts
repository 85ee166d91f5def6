import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { commandLine } from '../../../text/shell.ts';
import type { NamelessFinding } from '../../answers/findings.ts';

const OTHERS_READ = 0o004;
const OTHERS_WRITE = 0o002;

/** Says whether a file can be read and written, and by whom else. */
export function checkFile(path: string): readonly NamelessFinding[] {
  const { mode } = statSync(path);
  // SQLite makes its journal in the folder.
  const lacking = [path, dirname(path)].find((place) => !mayWrite(place));
  const rights: NamelessFinding =
    lacking === undefined
      ? { state: 'good', text: 'The file can be read and written.' }
      : {
          state: 'warn',
          text: `You can look, but not act: there is no permission to write to ${lacking}.`,
          nextStep: 'To act, run presents as the user that owns the file.',
        };
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

function mayWrite(place: string): boolean {
  try {
    accessSync(place, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
