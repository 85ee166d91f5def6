import type { AtOnceLog } from '../../engine.ts';
import { DatabaseFile } from '../file/database.ts';
import { insertCallUnlessItWaits } from './new-calls.ts';

/** Opens the log of a file for single calls, each of which is written here only if that waits for nobody. */
export function openAtOnceLog(path: string): AtOnceLog {
  const file = new DatabaseFile(path, { busyTimeoutMs: 0, keepWriter: true, checkpoints: false });
  return { insert: (row) => insertCallUnlessItWaits(file, row), close: () => file.close() };
}
