import { expect, test } from 'vitest';
import { openImmutable } from '../../../../src/store/sqlite/file/immutable-database.ts';
import { clearLater } from '../../../helpers/leftovers.ts';
import { copyReference } from '../../../helpers/store.ts';

test('A database on a read-only medium takes tables of ours in memory, and refuses to be changed itself', () => {
  const database = openImmutable(copyReference());
  clearLater(() => database.close());
  database.exec('CREATE TEMP TABLE found (id, api_route)');
  const collect = database.prepare(
    'INSERT INTO temp.found SELECT id, api_route FROM user_api_call_log WHERE id <= @id',
  );
  expect(collect.run({ id: 3 })).toMatchObject({ changes: 3 });
  expect(database.prepare('SELECT COUNT(*) FROM temp.found').pluck().get()).toBe(3);
  const remove = database.prepare('DELETE FROM user_api_call_log');
  expect(() => remove.run()).toThrow(expect.objectContaining({ code: 'SQLITE_READONLY' }));
});
