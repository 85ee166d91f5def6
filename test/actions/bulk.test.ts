import { describe, expect, test } from 'vitest';
import { type BulkAction, bulkQuestion, bulkReport, planBulk, runBulk, undoBulk } from '../../src/actions/bulk.ts';
import type { Store } from '../../src/store/store.ts';
import { nameList } from '../../src/text/name-list.ts';

const store = {} as Store;
const at = new Date(0);
/** Takes numbers: negative ones are done already, and `bad` fails, doing and undoing. */
const actionOf = (bad: number, undone: number[] = []): BulkAction<number, number, number> => ({
  action: {
    grade: 'undoable',
    summary: 'try',
    unavailable: (subject) => (subject < 0 ? 'done already' : undefined),
    run: async (_store, ref) => {
      if (ref === bad) throw new Error('it is bad');
      return ref;
    },
    report: () => ({ tone: 'good', text: '', hasChanged: true }),
    undo: async (_store, ref) => {
      undone.push(ref);
      return '';
    },
  },
  verb: 'Try',
  done: 'Tried',
  one: 'number',
  many: 'numbers',
  already: 'already tried',
  undone: 'untried again',
  consequence: 'Nothing happens.',
  nameOf: String,
  refOf: (subject) => subject,
});
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('An action on many records', () => {
  test('asks once, with those that are left alone and those that are gone', () => {
    const bulk = actionOf(-1);
    const plan = planBulk(bulk, [1, -2, 3]);
    expect(bulkQuestion(bulk, plan, 2)).toEqual({
      title: 'Try 2 numbers?',
      consequences: ['1 more is already tried and stays so.', '2 marked numbers no longer exist.', 'Nothing happens.'],
    });
  });

  test('is done to 100,000 of them, and undone from the last to the first', async () => {
    const undone: number[] = [];
    const bulk = actionOf(-1, undone);
    const outcome = await runBulk(store, bulk, planBulk(bulk, numbers(100_000)), { at });
    expect(bulkReport(bulk, outcome).text).toBe('Tried numbers: 100,000 done.');
    expect(await undoBulk(store, bulk, outcome.done)).toEqual({ left: [], failure: undefined });
    expect([undone.length, undone[0], undone.at(-1)]).toEqual([100_000, 99_999, 0]);
  });

  test('ends at the first that fails, and leaves the rest untouched', async () => {
    const bulk = actionOf(3);
    const outcome = await runBulk(store, bulk, planBulk(bulk, [...numbers(6), -1]), { at });
    expect(outcome.done.map(({ subject }) => subject)).toEqual([0, 1, 2]);
    expect(outcome.untouched).toEqual([4, 5]);
    expect(bulkReport(bulk, outcome)).toEqual({
      tone: 'warn',
      text: 'Tried numbers: 3 done, 1 skipped (already tried), 1 failed, 2 not touched. 3: it is bad',
      hasChanged: true,
    });
  });

  test('lists as many names as there is room for, and how many more there are', () => {
    expect(nameList(['a', 'b', 'c'], 80)).toBe('a, b, c');
    expect(nameList(numbers(1000).map(String), 30)).toMatch(/^0, 1, 2.* … and 99\d more$/);
    expect(nameList(['evil\u001b[31m', 'x'.repeat(99)], 80)).toMatch(/^evil␛\[31m, x{39}…$/);
    expect(nameList(['x'.repeat(99), 'b'], 10)).toMatch(/… … and 1 more$/);
  });
});
