import { describe, expect, test } from 'vitest';
import { systemSummary } from '../../../src/columns/stats.ts';
import type { CallTotals } from '../../../src/model/statistics.ts';
import { Summary } from '../../../src/tui/components/summary.tsx';
import { layoutSystem } from '../../../src/tui/screens/system/layout.ts';
import { layoutFrame } from '../../../src/tui/shell/frame.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';
import { ThemeProvider } from '../../../src/tui/theme/use-theme.ts';
import { context, totals } from '../../columns/records.ts';
import { render } from '../../helpers/render.tsx';

const quiet = totals({
  totalCalls: 1,
  activeUsers: 1,
  avgResponseMs: 0.4,
  p50ResponseMs: 0.4,
  p95ResponseMs: 0.4,
  p99ResponseMs: 0.4,
  errorCount: 0,
  serverErrorCount: 0,
});
const incident = totals({
  totalCalls: 9_876_543,
  activeUsers: 87_654,
  avgResponseMs: 12_345.6,
  p50ResponseMs: 9999,
  p95ResponseMs: 30_040,
  p99ResponseMs: 3_600_000,
  errorCount: 9_876_000,
  serverErrorCount: 9_000_000,
  isApproximate: true,
});
const before = totals({ totalCalls: 319_676, errorCount: 20_000 });
const empty = totals({ totalCalls: 0, activeUsers: 0, avgResponseMs: null, errorCount: 0, serverErrorCount: 0 });

const pairs = [
  ['an ordinary day', totals(), before],
  ['an incident after a quiet window', incident, quiet],
  ['a quiet window after an incident', quiet, incident],
  ['a window after an empty one', incident, empty],
  ['an empty window', empty, incident],
  ['two equal windows', incident, incident],
] as const;

/** Returns the width of the summary on the System screen of a terminal of this size. */
function summaryWidth(columns: number, rows: number): number {
  const layout = layoutSystem(columns, layoutFrame(columns, rows).bodyHeight - 1);
  return layout.totals ? layout.totals.width - 4 : Math.floor((layout.chart.width - 2) / 2) - 2;
}

describe('The changes against the window before', () => {
  test.each(pairs)('of %s are told on every line, at every width from 60x16 on', async (_, now, then) => {
    const entries = systemSummary(now, context, then);
    const widths = new Set(
      [60, 66, 75, 76, 80, 90, 100, 110, 120, 160, 200].flatMap((columns) =>
        [16, 24, 30, 36, 60].map((rows) => summaryWidth(columns, rows)),
      ),
    );
    for (const width of widths) {
      const app = await render(
        <ThemeProvider value={createTheme('none')}>
          <Summary entries={entries} width={width} height={9} />
        </ThemeProvider>,
        { columns: width, rows: 12 },
      );
      const lines = app.lines().slice(0, 9);
      for (const [index, { change }] of entries.entries()) {
        expect([width, lines[index]?.endsWith(` ${change?.text}`), lines[index]]).toEqual([width, true, lines[index]]);
      }
      await app.unmount();
    }
  });
});

test('No name and no number moves when a share or a change gets shorter by a digit', async () => {
  const shown = async (now: CallTotals): Promise<readonly string[]> => {
    const app = await render(
      <ThemeProvider value={createTheme('none')}>
        <Summary entries={systemSummary(now, context, before)} width={33} height={9} />
      </ThemeProvider>,
      { columns: 33, rows: 12 },
    );
    return app.lines().slice(0, 9);
  };
  const quieter = await shown(totals({ totalCalls: 319_676, errorCount: 20_001, serverErrorCount: 90 }));
  const louder = await shown(totals({ totalCalls: 319_676, errorCount: 60_001, serverErrorCount: 45_000 }));
  const names = (lines: readonly string[]): readonly string[] => lines.map((line) => line.slice(0, 16).trimEnd());
  expect(quieter.join('\n')).toMatch(/<0\.1 pp/);
  expect(louder.join('\n')).not.toMatch(/<0\.1 pp/);
  expect(names(louder).slice(0, 6)).toEqual(names(quieter).slice(0, 6));
});
