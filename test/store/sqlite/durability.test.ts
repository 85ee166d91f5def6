import type Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { DatabaseFile } from '../../../src/store/sqlite/file/database.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { buildDatabase, copyReference } from '../../helpers/store.ts';

describe('What survives a loss of power', () => {
  const synchronousOf = (path: string, isDurable: boolean) => {
    const file = new DatabaseFile(path, { busyTimeoutMs: 0, keepWriter: true });
    clearLater(() => file.close());
    return file.write(({ database }) => database.pragma('synchronous', { simple: true }), { isDurable });
  };
  const FULL = 2;
  const NORMAL = 1;

  test('is every action of an administrator, whatever the journal mode', () => {
    expect(synchronousOf(buildDatabase({}), true)).toBe(FULL);
    expect(synchronousOf(copyReference(), true)).toBe(FULL);
  });

  test('is the log only up to a moment ago, and only where the file itself is safe', () => {
    expect(synchronousOf(buildDatabase({}), false)).toBe(NORMAL);
    expect(synchronousOf(copyReference(), false)).toBe(FULL);
  });

  test('is an action also where the log was written over the same connection', () => {
    const path = buildDatabase({});
    const file = new DatabaseFile(path, { busyTimeoutMs: 0, keepWriter: true });
    clearLater(() => file.close());
    const synchronous = ({ database }: { database: Pick<Database.Database, 'pragma'> }) =>
      database.pragma('synchronous', { simple: true });
    const seen = [false, true, false].map((isDurable) => file.write(synchronous, { isDurable }));
    expect(seen).toEqual([NORMAL, FULL, NORMAL]);
  });
});
