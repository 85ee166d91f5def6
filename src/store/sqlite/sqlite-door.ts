import { existsSync, rmSync } from 'node:fs';
import type { FileLocation } from '../../model/location.ts';
import { printable } from '../../text/printable.ts';
import type { EngineDoor } from '../engine.ts';

// The driver is loaded by whoever asks the first question: a program that only opens a store in a thread never does.

/** SQLite's files. */
export const sqliteDoor: EngineDoor<FileLocation> = {
  openEngine: async ({ path }, options) => (await import('./sqlite-engine.ts')).createSqliteEngine(path, options),
  openAtOnceLog: async ({ path }) => (await import('./calls/at-once-log.ts')).openAtOnceLog(path),
  state: async ({ path }) => (await import('./file/init.ts')).readDatabaseState(path),
  // The driver has to say only why a file that cannot be seen is not there: its folder may not be entered, say.
  isMissing: async (location) => !existsSync(location.path) && (await sqliteDoor.state(location)) === 'missing',
  async isUnchangeable({ path }) {
    const { hasUnreadLog, isImmutable } = await import('./file/medium.ts');
    return isImmutable(path) && !hasUnreadLog(path);
  },
  planInit: async ({ path }, wishes) => (await import('./file/init.ts')).planInit(path, wishes),
  initDatabase: async ({ path }, settings) => (await import('./file/init.ts')).initDatabase(path, settings),
  async planMaintain({ path }) {
    // A name typed wrong is a fault, though a file has nothing to maintain.
    (await import('./file/init.ts')).requireDatabase(path);
    return { log: 'file', missing: [], old: [] };
  },
  maintain: async () => ({ made: [], dropped: [] }),
  examine: async ({ path }, settings) => (await import('./doctor/examine.ts')).examine(path, settings),
  openBulkWriter: async ({ path }) => (await import('./file/bulk-writer.ts')).openBulkWriter(path),
  removeFilled: async ({ path }) => {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
  },
  openCopySource: async ({ path }) => (await import('./copy/file-source.ts')).openFileSource(path, printable(path)),
  openCopyTarget: async ({ path }, settings) =>
    (await import('./copy/file-target.ts')).openFileTarget(path, printable(path), settings),
};
