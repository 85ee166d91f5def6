import { describe, expect, test } from 'vitest';
import { layoutUser } from '../../../src/tui/screens/user/layout.ts';
import { layoutFrame } from '../../../src/tui/shell/frame.ts';
import { terminalSizes } from '../../helpers/terminal-sizes.ts';

const sum = (...sizes: readonly number[]) => sizes.reduce((total, size) => total + size, 0);

describe('The layout of a user’s screen', () => {
  test.each(terminalSizes)('fills %dx%d to the last cell', (columns, rows) => {
    const height = layoutFrame(columns, rows).bodyHeight - 1;
    const { chart, totals, endpoints, latencies, punchCard, calls, errors, audit, isAuditBelow } = layoutUser(
      columns,
      height,
    );
    expect(sum(chart.height, endpoints?.height ?? 0, calls?.height ?? 0)).toBe(height);
    expect(sum(chart.width, totals?.width ?? 0)).toBe(columns);
    if (endpoints) expect(sum(endpoints.width, latencies?.width ?? 0, punchCard?.width ?? 0)).toBe(columns);
    const side = isAuditBelow ? (errors?.width ?? 0) : sum(errors?.width ?? 0, audit?.width ?? 0);
    if (calls) expect(sum(calls.width, side)).toBe(columns);
    if (isAuditBelow) expect(sum(errors?.height ?? 0, audit?.height ?? 0)).toBe(calls?.height);
  });

  test('gives rows to the latest errors where there is room', () => {
    const at = (columns: number, rows: number) =>
      layoutUser(columns, layoutFrame(columns, rows).bodyHeight - 1).errors?.height ?? 0;
    expect([at(200, 60), at(160, 45), at(120, 36)].map((height) => height - 3)).toEqual([17, 14, 5]);
  });
});
