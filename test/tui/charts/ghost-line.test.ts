import { describe, expect, test } from 'vitest';
import { withGhost } from '../../../src/tui/charts/ghost-line.ts';

const plot = { width: 3, height: 2, max: 16 };
const row = (text: string) => [{ text, tone: 'chart' as const }];
const texts = (rows: ReturnType<typeof withGhost>) => rows.map((segments) => segments.map(({ text }) => text).join(''));

describe('The line of the window before', () => {
  test('is dots where nothing is drawn, as high as its values', () => {
    expect(texts(withGhost([row('   '), row('▁▁▁')], [16, 9, 12], plot))).toEqual(['⠉⣀⠤', '▁▁▁']);
  });

  test('is a gap within bars that are higher, and nothing where both are as high', () => {
    expect(texts(withGhost([row('█▄ '), row('███')], [8, 8, 8], plot))).toEqual(['█▄ ', '▇▇█']);
    expect(texts(withGhost([row('   '), row('▄▄▄')], [4, 4, 4], plot))).toEqual(['   ', '▄▄▄']);
  });

  test('is not there where there was nothing, and spreads over the columns where it has fewer values', () => {
    expect(withGhost([row('   ')], [0, 0], plot)).toEqual([row('   ')]);
    expect(texts(withGhost([row('   '), row('   ')], [16], plot))).toEqual(['⠉⠉⠉', '   ']);
  });
});
