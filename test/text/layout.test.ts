import { describe, expect, test } from 'vitest';
import { type FlexibleColumn, fitColumns } from '../../src/text/layout.ts';
import { randomNumbers } from './hostile.ts';

const columns: readonly FlexibleColumn[] = [
  { id: 'name', minWidth: 10, maxWidth: 30, grow: 1, priority: 0 },
  { id: 'created', minWidth: 10, priority: 2 },
  { id: 'calls', minWidth: 6, priority: 1 },
];

describe('fitColumns', () => {
  test('grows what wants to grow, up to its maximum, in the order given', () => {
    expect(fitColumns(columns, 40, 2)).toEqual([
      { id: 'name', width: 20 },
      { id: 'created', width: 10 },
      { id: 'calls', width: 6 },
    ]);
    expect(fitColumns(columns, 200, 2)[0]).toEqual({ id: 'name', width: 30 });
  });

  test('drops the highest priority number first', () => {
    expect(fitColumns(columns, 29, 2).map(({ id }) => id)).toEqual(['name', 'calls']);
    expect(fitColumns(columns, 12, 2)).toEqual([{ id: 'name', width: 12 }]);
  });

  test('shrinks the last column below its minimum rather than showing nothing', () => {
    expect(fitColumns(columns, 4, 2)).toEqual([{ id: 'name', width: 4 }]);
    expect(fitColumns(columns, 0, 2)).toEqual([]);
    expect(fitColumns([], 80, 2)).toEqual([]);
  });

  test('keeps what is most important as long as anything fits', () => {
    const equals: readonly FlexibleColumn[] = [
      { id: 'a', minWidth: 10, priority: 0 },
      { id: 'b', minWidth: 10, priority: 0 },
    ];
    expect(fitColumns(equals, 15, 1).map(({ id }) => id)).toEqual(['a']);
  });

  test('shares by weight', () => {
    const growing: readonly FlexibleColumn[] = [
      { id: 'a', minWidth: 5, grow: 1, priority: 0 },
      { id: 'b', minWidth: 5, grow: 3, priority: 0 },
    ];
    expect(fitColumns(growing, 50, 0).map(({ width }) => width)).toEqual([15, 35]);
  });

  test('gives content its natural width before anything grows further', () => {
    const natural: readonly FlexibleColumn[] = [
      { id: 'a', minWidth: 4, naturalWidth: 12, maxWidth: 20, priority: 0 },
      { id: 'b', minWidth: 4, naturalWidth: 6, grow: 1, priority: 0 },
    ];
    expect(fitColumns(natural, 18, 0).map(({ width }) => width)).toEqual([12, 6]);
    expect(fitColumns(natural, 40, 0).map(({ width }) => width)).toEqual([12, 28]);
  });

  test('never takes more than there is, never leaves out a more important column for a lesser one', () => {
    const random = randomNumbers(7);
    const whole = (below: number) => Math.floor(random() * below);
    for (let round = 0; round < 500; round++) {
      const some = Array.from({ length: whole(9) }, (_, index): FlexibleColumn => {
        const minWidth = 1 + whole(20);
        return { id: `c${index}`, minWidth, maxWidth: minWidth + whole(20), grow: whole(3), priority: whole(6) };
      });
      const [total, gap] = [whole(120), whole(4)];
      const fitted = fitColumns(some, total, gap);
      const used = fitted.reduce((sum, { width }) => sum + width, gap * Math.max(0, fitted.length - 1));
      expect(used).toBeLessThanOrEqual(total);
      const order = fitted.map(({ id }) => Number(id.slice(1)));
      expect(order).toEqual([...order].sort((a, b) => a - b));
      const kept = some.filter(({ id }) => fitted.some((column) => column.id === id));
      const dropped = some.filter((column) => !kept.includes(column));
      const leastImportant = Math.max(0, ...kept.map(({ priority }) => priority));
      if (total > 0) for (const { priority } of dropped) expect(priority).toBeGreaterThanOrEqual(leastImportant);
    }
  });
});
