import { expect, test } from 'vitest';
import type { Column } from '../../../src/columns/column.ts';
import { defaultThresholds } from '../../../src/model/settings.ts';
import { PaintedRows } from '../../../src/tui/list/painted-rows.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';

test('a row is painted once a second, and anew when its marks or the zone change', () => {
  let count = 0;
  const column: Column<{ readonly name: string }> = {
    id: 'name',
    header: 'NAME',
    align: 'left',
    minWidth: 4,
    priority: 0,
    cell: ({ name }, { now }) => {
      count += 1;
      return { text: `${name} ${now.getTime()}` };
    },
    value: ({ name }) => name,
  };
  const rows = new PaintedRows([{ column, width: 20 }], { theme: createTheme('none'), width: 30 });
  const row = { name: 'acme' };
  const at = (ms: number, utc = false) =>
    ({ now: new Date(ms), utc, style: 'blocks', errorShare: defaultThresholds.errorShare }) as const;
  const look = { isSelected: false, isMarked: false, isMuted: false };
  expect(rows.line(row, at(5000), look)).toBe(rows.line(row, at(5999), look));
  expect(count).toBe(1);
  expect(rows.line(row, at(6000), look)).toContain('acme 6000');
  expect(rows.line(row, at(6000), { ...look, isSelected: true })).toContain('❯');
  rows.line(row, at(6000, true), look);
  expect(count).toBe(4);
  expect(rows.line({ name: 'other' }, at(6000), look)).toContain('other');
});
