import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/text/width.ts';
import { payloadLines, payloadText } from '../../src/tui/payload-lines.ts';
import { segmentsWidth } from '../../src/tui/segments.ts';
import { hostileTexts } from '../text/hostile.ts';

const texts = (payload: unknown, width = 60): readonly string[] =>
  payloadLines('Request', payload, width).map((line) => line.map(({ text }) => text).join(''));

describe('A payload', () => {
  test('is shown as indented JSON under its size', () => {
    expect(texts({ budget: 5, tags: ['a'], ok: null })).toEqual([
      'Request  35 B',
      '  {',
      '    "budget": 5,',
      '    "tags": [',
      '      "a"',
      '    ],',
      '    "ok": null',
      '  }',
    ]);
  });

  test('that is no JSON is shown as it stands, harmless', () => {
    expect(texts('two\nlines \u001b[31m')).toEqual(['Request  15 B', '  two', '  lines ␛[31m']);
  });

  test('that is missing is told so, and an empty one is not missing', () => {
    expect(texts(null)).toEqual(['Request  none']);
    expect(texts(undefined)).toEqual(['Request  none']);
    expect(texts('')).toEqual(['Request  0 B', '  ']);
    expect(texts(0)).toEqual(['Request  1 B', '  0']);
    expect(texts(false)).toEqual(['Request  5 B', '  false']);
  });

  test('colours a key, a text and a number each in its own way', () => {
    const tones = payloadLines('Request', { name: 'a', count: -2 }, 60)
      .flat()
      .map(({ text, tone }) => [text.replace(/,$/, ''), tone]);
    expect(tones).toContainEqual(['"name": ', 'accent']);
    expect(tones).toContainEqual(['"a"', 'good']);
    expect(tones).toContainEqual(['-2', 'warn']);
  });

  test('is never wider than its place, and loses nothing to it', () => {
    const wide = ['⌚⌛⏩', '한국어 \u1100\u1161', '東京ギフト', '👩‍💻🎁', 'ｶﾞabc'].map((text) => text.repeat(30));
    for (const text of [...hostileTexts(60), ...wide]) {
      for (const width of [12, 37, 80]) {
        const lines = payloadLines('Request', { text }, width);
        for (const line of lines.slice(1)) expect(segmentsWidth(line)).toBeLessThanOrEqual(width);
        const shown = texts({ text }, width)
          .slice(1)
          .map((line) => line.slice(2));
        const whole = texts({ text }, 1_000_000)
          .slice(1)
          .map((line) => line.slice(2));
        expect(shown.join('')).toBe(whole.join(''));
      }
    }
    expect(cellWidth('⌚')).toBe(2);
  });

  test('is cut where it is longer than a screen is for, and says by how much', () => {
    const lines = texts('x'.repeat(250_000), 102);
    expect(lines.length).toBe(1 + 1000 + 1);
    expect(lines.at(-1)).toBe('  … 150 kB more');
  });

  test('is copied whole, as a person writes it', () => {
    expect(payloadText({ a: 1 })).toBe('{\n  "a": 1\n}');
    expect(payloadText('not\njson')).toBe('not\njson');
  });
});
