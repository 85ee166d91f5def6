import { describe, expect, test } from 'vitest';
import { layoutSystem, topCountOf } from '../../../../src/tui/screens/system/layout.ts';
import { layoutFrame } from '../../../../src/tui/shell/frame.ts';
import { terminalSizes } from '../../../helpers/terminal-sizes.ts';

describe('The layout of the system screen', () => {
  test.each(terminalSizes)('fills %dx%d to the last cell, whatever number of routes there is', (columns, rows) => {
    const height = layoutFrame(columns, rows).bodyHeight - 1;
    for (const routeCount of [undefined, 0, 1, 6, 10, 40]) {
      const layout = layoutSystem(columns, height, routeCount);
      const { chart, errors, totals, status, latencies, users, routes, groups, lines } = layout;
      const heightOf = (...panels: readonly ({ readonly height: number } | null)[]) =>
        panels.reduce((sum, panel) => sum + (panel?.height ?? 0), 0);
      const upper = heightOf(chart, errors) + lines;
      expect(upper + heightOf(users)).toBe(height);
      expect(chart.width + (totals?.width ?? 0)).toBe(columns);
      if (totals) expect(heightOf(totals, status, latencies)).toBe(upper);
      if (users && routes) {
        expect(users.width + routes.width).toBe(columns);
        expect(heightOf(routes, groups)).toBe(users.height);
      }
    }
  });

  test('gives rows to its lists where there is room', () => {
    const at = (columns: number, rows: number) => {
      const height = layoutFrame(columns, rows).bodyHeight - 1;
      const { users, latencies, groups } = layoutSystem(columns, height, 6);
      return {
        rows: (users?.height ?? 3) - 3,
        asked: topCountOf(height),
        hasMore: latencies !== null && groups !== null,
      };
    };
    expect(at(200, 60)).toEqual({ rows: 19, asked: 19, hasMore: true });
    expect(at(160, 45)).toEqual({ rows: 13, asked: 13, hasMore: false });
    expect(at(120, 36)).toEqual({ rows: 10, asked: 10, hasMore: false });
  });
});
