import { describe, expect, test } from 'vitest';
import { printable } from '../../../src/text/printable.ts';
import { cellWidth } from '../../../src/text/width.ts';
import {
  fitSegments,
  paintLine,
  type Segment,
  segmentsWidth,
  wholeSegments,
  wrapSegments,
} from '../../../src/tui/theme/segments.ts';
import { createTheme } from '../../../src/tui/theme/theme.ts';
import { hostileTexts } from '../../text/hostile.ts';

const theme = createTheme('dark');
const stripped = (painted: string): string => painted.replaceAll(/\u001b\[[\d;]*m/g, '');

test('Pieces of which not all fit are left out whole, the last first', () => {
  const pieces = ['one ', 'two ', 'three'].map((text) => ({ text }));
  expect(wholeSegments(pieces, 13)).toEqual(pieces);
  expect(wholeSegments(pieces, 12)).toEqual(pieces.slice(0, 2));
  expect(wholeSegments(pieces, 3)).toEqual([]);
});

describe('A line', () => {
  test('is never wider than asked, and exactly as wide where its right end is kept, whatever stands in it', () => {
    const texts = hostileTexts(120).map((text) => printable(text));
    for (let at = 0; at < texts.length - 3; at++) {
      const [one = '', two = '', three = ''] = texts.slice(at, at + 3);
      const left: readonly Segment[] = [{ text: one, tone: 'good' }, { text: two }];
      for (const width of [0, 1, 2, 7, 40, 120]) {
        for (const yields of ['left', 'right'] as const) {
          const line = stripped(paintLine(theme, width, left, [{ text: three, tone: 'bad' }], yields));
          expect(cellWidth(line), line).toBeLessThanOrEqual(width);
          if (yields === 'left' && three !== '') expect(cellWidth(line), line).toBe(width);
        }
      }
    }
  });

  test('gives up its right end where both do not fit, or cuts its left end where told', () => {
    const left = [{ text: 'left end' }];
    const right = [{ text: 'right end' }];
    expect(paintLine(theme, 20, left, right)).toBe('left end   right end');
    expect(paintLine(theme, 18, left, right).trimEnd()).toBe('left end');
    expect(paintLine(theme, 18, left, right, 'left')).toBe('left e…  right end');
  });

  test('says that it is cut where the cut is between two pieces, unless only blanks are cut away', () => {
    const chip: readonly Segment[] = [{ text: 'Why ' }, { text: '[group:ba35615e' }, { text: ' ×' }, { text: ']' }];
    const words = (segments: readonly Segment[]): string => segments.map(({ text }) => text).join('');
    expect(words(fitSegments(chip, 22))).toBe('Why [group:ba35615e ×]');
    expect(words(fitSegments(chip, 21))).toBe('Why [group:ba35615e …');
    expect(words(fitSegments(chip, 19))).toBe('Why [group:ba35615…');
    expect(words(fitSegments([{ text: 'open' }, { text: '   ' }], 4))).toBe('open');
    expect(words(fitSegments([{ text: '東京' }, { text: '' }, { text: 'x' }], 4))).toBe('東…');
  });

  test('keeps each colour to its own piece when it is cut', () => {
    const fitted = fitSegments([{ text: 'abc', tone: 'good' }, { text: 'def', tone: 'bad' }, { text: 'ghi' }], 5);
    expect(fitted).toEqual([
      { text: 'abc', tone: 'good' },
      { text: 'd…', tone: 'bad' },
    ]);
    expect(segmentsWidth(fitted)).toBe(5);
  });
});

test('Pieces are broken between words, each in its own colour, and lose nothing', () => {
  const pieces: readonly Segment[] = [
    { text: 'No call failed. ' },
    { text: 't', tone: 'accent' },
    { text: ' picks another window.' },
  ];
  const texts = (width: number) =>
    wrapSegments(pieces, width).map((line) =>
      line
        .map(({ text }) => text)
        .join('')
        .trim(),
    );
  expect(texts(80)).toEqual(['No call failed. t picks another window.']);
  expect(texts(20)).toEqual(['No call failed. t', 'picks another', 'window.']);
  expect(texts(3).join(' ')).toBe('No call failed. t picks another window.');
  expect(wrapSegments(pieces, 20)[0]?.at(-2)).toEqual({ text: 't', tone: 'accent' });
});
