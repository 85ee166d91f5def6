import { expect, test } from 'vitest';
import type { Statement } from '../../../../src/store/sqlite/file/driver.ts';
import { KeptStatements } from '../../../../src/store/sqlite/file/kept-statements.ts';

test('Statements are kept as long as their texts take little, and the oldest go first', () => {
  const kept = new KeptStatements();
  const prepared: string[] = [];
  const ask = (sql: string) =>
    kept.get(sql, () => {
      prepared.push(sql);
      return {} as Statement;
    });
  const [one, two, long] = ['a'.repeat(300_000), 'b'.repeat(300_000), 'c'.repeat(600_000)];
  expect(ask(one)).toBe(ask(one));
  ask(two);
  ask(one);
  ask(long);
  expect(prepared).toEqual([one, two, long]);
  ask(one);
  expect(prepared).toHaveLength(3);
  ask(two);
  expect(prepared).toHaveLength(4);
});
