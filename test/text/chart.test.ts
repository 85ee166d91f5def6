import { describe, expect, test } from 'vitest';
import { areaChart, axisLabels, bar, type ChartStyle, niceMax, stackedChart } from '../../src/text/chart.ts';
import { cellWidth } from '../../src/text/width.ts';
import { randomNumbers } from './hostile.ts';

const STYLES: readonly ChartStyle[] = ['blocks', 'ascii'];

describe('areaChart', () => {
  test('fills from the baseline in eighths of blocks', () => {
    expect(areaChart([1, 8, 12, 16], { width: 4, height: 2, max: 16, style: 'blocks' })).toEqual(['  ▄█', '▁███']);
  });

  test('fills from the baseline in ASCII', () => {
    expect(areaChart([1, 2, 3, 4], { width: 4, height: 2, max: 4, style: 'ascii' })).toEqual(['  .#', '.###']);
  });

  test('shows a single call beside a million', () => {
    for (const style of STYLES) {
      const [, , bottom = ''] = areaChart([1, 1, 1e6, 1e6], { width: 2, height: 3, style });
      expect(bottom.charAt(0)).not.toBe(' ');
    }
  });

  test('keeps a peak that falls between the columns', () => {
    const values = new Array<number>(1000).fill(0).with(333, 5);
    for (const style of STYLES) expect(areaChart(values, { width: 10, height: 1, style }).join('').trim()).not.toBe('');
  });

  test('is blank where nothing happened', () => {
    expect(areaChart([0, 0], { width: 3, height: 2, style: 'blocks' })).toEqual(['   ', '   ']);
    expect(areaChart([], { width: 2, height: 1, style: 'blocks' })).toEqual(['  ']);
  });

  test('has exactly the size asked for, whatever the values', () => {
    const random = randomNumbers(3);
    for (let round = 0; round < 200; round++) {
      const values = Array.from({ length: Math.floor(random() * 400) }, () => (random() - 0.2) * 10 ** (random() * 9));
      const [width, height] = [Math.floor(random() * 120), Math.floor(random() * 20)];
      for (const style of STYLES) {
        const rows = areaChart(values, { width, height, style });
        const stacked = stackedChart([values, values.toReversed()], { width, height, style });
        expect(rows.map(cellWidth)).toEqual(new Array<number>(height).fill(width));
        expect(stacked.map((runs) => cellWidth(runs.map(({ text }) => text).join('')))).toEqual(rows.map(cellWidth));
      }
    }
  });
});

describe('stackedChart', () => {
  test('colours each cell by the series on top in it', () => {
    const rows = stackedChart(
      [
        [4, 4, 4],
        [0, 4, 0],
      ],
      { width: 3, height: 2, max: 8, style: 'blocks' },
    );
    expect(rows).toEqual([
      [
        { text: ' ', series: 0 },
        { text: '█ ', series: 1 },
      ],
      [{ text: '███', series: 0 }],
    ]);
  });

  test('shows a single error on top of a thousand', () => {
    const [top] = stackedChart([[1000], [1]], { width: 1, height: 3, style: 'blocks' });
    expect(top).toEqual([{ text: '█', series: 1 }]);
  });

  test('draws a series as a shade where colours do not tell it from the others', () => {
    const series = [
      [8, 5, 2, 0],
      [0, 0, 2, 1],
    ];
    const rows = stackedChart(series, { width: 4, height: 2, max: 8, style: 'blocks', shaded: 0 });
    expect(rows.map((runs) => runs.map(({ text }) => text).join(''))).toEqual(['▒.  ', '▒▒█▂']);
  });

  test('draws one series like an area', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6];
    const options = { width: 4, height: 3, style: 'blocks' } as const;
    const rows = stackedChart([values], options).map((runs) => runs.map(({ text }) => text).join(''));
    expect(rows).toEqual(areaChart(values, options));
  });
});

describe('axes', () => {
  test.each([
    [0, 1],
    [0.2, 1],
    [1, 1],
    [3, 3],
    [7, 8],
    [11, 12],
    [420, 500],
    [17_900, 20_000],
    [60_000, 60_000],
    [Number.NaN, 1],
  ])('for %d end at %d', (max, nice) => {
    expect(niceMax(max)).toBe(nice);
  });

  test('are labelled at both ends, and between where it is round', () => {
    expect(axisLabels(20_000, 7)).toEqual([
      { row: 0, text: '20k' },
      { row: 3, text: '10k' },
      { row: 6, text: '0' },
    ]);
    expect(axisLabels(8, 13).map(({ text }) => text)).toEqual(['8', '6', '4', '2', '0']);
  });

  test('have no fractions of a call', () => {
    expect(axisLabels(3, 7).map(({ text }) => text)).toEqual(['3', '0']);
    expect(axisLabels(1, 20).map(({ text }) => text)).toEqual(['1', '0']);
  });

  test('of few rows have few labels', () => {
    expect(axisLabels(20, 3).map(({ text }) => text)).toEqual(['20', '0']);
    expect(axisLabels(20, 1)).toEqual([{ row: 0, text: '20' }]);
    expect(axisLabels(20, 0)).toEqual([]);
  });
});

describe('bars', () => {
  test('are as long as their share, to an eighth of a cell', () => {
    expect([0, 1, 4, 8, 9, 16].map((value) => bar(value, 16, 2, 'blocks'))).toEqual(['', '▏', '▌', '█', '█▏', '██']);
    expect(bar(8, 16, 4, 'ascii')).toBe('##');
  });

  test('show the smallest something and never grow too long', () => {
    expect(bar(1, 1e9, 20, 'blocks')).toBe('▏');
    expect(bar(1, 1e9, 20, 'ascii')).toBe('#');
    expect(bar(30, 20, 5, 'blocks')).toBe('█████');
    expect(bar(3, 0, 5, 'blocks')).toBe('');
    expect(bar(3, 5, 0, 'blocks')).toBe('');
  });
});
