import { expect, test } from 'vitest';
import { Chart } from '../../../src/tui/charts/chart.tsx';
import { createTheme } from '../../../src/tui/theme/theme.ts';
import { ThemeProvider } from '../../../src/tui/theme/use-theme.ts';
import { render } from '../../helpers/render.tsx';

test('the cursor of a chart is seen on a full bar without colours, too', async () => {
  const app = await render(
    <ThemeProvider value={createTheme('none')}>
      <Chart rows={[[{ text: ' █▄█' }]]} labels={[]} width={10} cursor={1} />
    </ThemeProvider>,
    { columns: 20, rows: 3 },
  );
  expect([6, 7, 8, 9].map((x) => app.terminal.cell(x, 0).isInverse)).toEqual([false, true, false, false]);
});
