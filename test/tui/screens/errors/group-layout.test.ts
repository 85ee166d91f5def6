import { describe, expect, test } from 'vitest';
import { layoutGroup, panelsHeight } from '../../../../src/tui/screens/errors/group-layout.ts';

describe('The panels about a group', () => {
  test('fill the room that the list leaves, at every size', () => {
    for (const width of [40, 60, 80, 100, 120, 200]) {
      for (let height = 8; height <= 50; height++) {
        const layout = layoutGroup(width, height);
        const { trend, calls, users, routes } = layout ?? { trend: null, calls: null, users: null, routes: null };
        expect((trend?.height ?? 0) + (calls?.height ?? 0)).toBe(height);
        expect((users?.height ?? 0) + (routes?.height ?? 0)).toBe(calls?.height ?? 0);
        expect(calls ? calls.width + (users?.width ?? 0) : width).toBe(width);
      }
    }
    expect(layoutGroup(200, 7)).toBeUndefined();
  });

  test('leave rows to a long list, and tell users, routes and calls where a short one leaves room', () => {
    expect([20, 30, 56].map(panelsHeight)).toEqual([0, 9, 16]);
    expect(layoutGroup(200, panelsHeight(56) + 26)).toMatchObject({ calls: { width: 120 }, users: {}, routes: {} });
    expect(layoutGroup(80, 30)?.calls).toBeNull();
  });
});
