import { statSync } from 'node:fs';
import { formatBytes } from '../../../text/format.ts';
import type { NamelessFinding } from '../../answers/findings.ts';
import type { Connection } from '../file/connection.ts';

const MOST_BYTES = 512 * 1024 * 1024;

/** Reads a file through for damage; one that is large only if it is wanted, since that takes minutes. */
export function checkIntegrity(
  { database }: Connection,
  { path, isThorough }: { readonly path: string; readonly isThorough: boolean },
): readonly NamelessFinding[] {
  const { size } = statSync(path);
  if (size > MOST_BYTES && !isThorough) {
    return [
      { state: 'good', text: `Not read through for damage, since it is ${formatBytes(size)} large; --thorough does.` },
    ];
  }
  const answer = String(database.pragma('quick_check(1)', { simple: true }));
  if (answer === 'ok') return [{ state: 'good', text: 'The file is not damaged.' }];
  return [
    {
      state: 'bad',
      text: `The file is damaged: ${answer}.`,
      nextStep: 'Restore a backup, or save what can be read: sqlite3 FILE .recover',
    },
  ];
}
