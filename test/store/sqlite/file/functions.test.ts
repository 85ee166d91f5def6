import { expect, test } from 'vitest';
import { Connection } from '../../../../src/store/sqlite/file/connection.ts';
import { defineFunctions } from '../../../../src/store/sqlite/file/functions.ts';
import { openImmutable } from '../../../../src/store/sqlite/file/immutable-database.ts';
import { clearLater } from '../../../helpers/leftovers.ts';
import { copyReference } from '../../../helpers/store.ts';

test('A file on a read-only medium folds text as every other does: all letters, null bytes, and nothing', () => {
  const immutable = openImmutable(copyReference());
  defineFunctions(immutable);
  const { database } = new Connection(copyReference(), { readonly: true, busyTimeoutMs: 0 });
  for (const each of [immutable, database]) {
    clearLater(() => each.close());
    const sql = `SELECT folded('ÄPFEL ΣΊΣΥΦΟΣ'), folded('A' || char(0) || 'B'), folded(char(8490)), folded(NULL)`;
    expect(each.prepare(sql).raw().get()).toEqual(['äpfel σίσυφος', 'a\0b', 'k', null]);
  }
});
