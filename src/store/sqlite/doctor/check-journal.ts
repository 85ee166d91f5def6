import { statSync } from 'node:fs';
import { formatBytes } from '../../../text/format.ts';
import type { NamelessFinding } from '../../answers/findings.ts';
import type { Connection } from '../file/connection.ts';
import { isImmutable } from '../file/medium.ts';

const LONG_LOG_BYTES = 256 * 1024 * 1024;

/** Says how changes of a file are kept safe, and whether its write-ahead log grows. */
export function checkJournal({ database }: Connection, path: string): readonly NamelessFinding[] {
  if (isImmutable(path))
    return [{ state: 'good', text: 'It is read as a file that never changes, since its medium is read-only.' }];
  const mode = String(database.pragma('journal_mode', { simple: true })).toUpperCase();
  if (mode !== 'WAL') {
    return [
      {
        state: 'good',
        text: `The journal mode is ${mode}: readers and writers wait for each other; in WAL they would not.`,
      },
    ];
  }
  const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const text = `The journal mode is WAL; its log is ${formatBytes(bytes)} long.`;
  if (bytes < LONG_LOG_BYTES) return [{ state: 'good', text }];
  return [
    { state: 'warn', text, nextStep: 'Find the program that reads without an end: until it stops, the log grows.' },
  ];
}
