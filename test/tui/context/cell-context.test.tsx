import { describe, expect, test } from 'vitest';
import { defaultThresholds } from '../../../src/model/settings.ts';
import { renderConsole } from '../../helpers/console.tsx';

const bad = '#f7768e';
const blocks = /[▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▪■]/;
const places = [[], ['enter'], ['2'], ['3'], ['4'], ['5']];

describe('The cells of all screens', () => {
  test.each([
    [0.05, true],
    [1, false],
  ])('judge error shares by the scale of the settings: bad from %d on', async (limit, isBad) => {
    const thresholds = { ...defaultThresholds, errorShare: { raised: 0.01, bad: limit } };
    const { app } = await renderConsole({ settings: { thresholds }, columns: 160, rows: 45 });
    for (const keys of [[], ['enter'], ['2']]) {
      await app.press(...keys);
      const colors = app.lines().flatMap((line, row) => {
        const at = line.search(/(?:[6-9]|\d\d)\.\d %/);
        return at < 0 ? [] : [app.terminal.cell(at, row).foreground];
      });
      expect({ keys, isBad: colors.includes(bad) }).toEqual({ keys, isBad });
    }
  });

  test('draw charts and bars without blocks where the terminal has none', async () => {
    const { app } = await renderConsole({ theme: 'none', style: 'ascii', columns: 160, rows: 45 });
    for (const keys of places) {
      await app.press(...keys);
      const found = app.lines().filter((line) => blocks.test(line));
      expect({ keys, found }).toEqual({ keys, found: [] });
    }
  });
});
