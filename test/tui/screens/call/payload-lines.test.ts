import { describe, expect, test } from 'vitest';
import type { StoredPayload } from '../../../../src/model/call.ts';
import { cellWidth } from '../../../../src/text/width.ts';
import { payloadLines, payloadSegments } from '../../../../src/tui/screens/call/payload-lines.ts';
import { segmentsWidth } from '../../../../src/tui/theme/segments.ts';
import { hostileTexts } from '../../../text/hostile.ts';

/** A payload as it is stored: a text as it stands, any other value as JSON. */
const stored = (payload: unknown): StoredPayload | null => {
  if (payload === null || payload === undefined) return null;
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { text, byteCount: Buffer.byteLength(text), isWhole: true };
};

const texts = (payload: unknown, width = 60): readonly string[] =>
  payloadLines('Request', stored(payload), width).map((line) =>
    payloadSegments(line)
      .map(({ text }) => text)
      .join(''),
  );

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
    const tones = payloadLines('Request', stored({ name: 'a', count: -2 }), 60)
      .flatMap(payloadSegments)
      .map(({ text, tone }) => [text.replace(/,$/, ''), tone]);
    expect(tones).toContainEqual(['"name": ', 'accent']);
    expect(tones).toContainEqual(['"a"', 'good']);
    expect(tones).toContainEqual(['-2', 'warn']);
  });

  test('is never wider than its place, and loses nothing to it', () => {
    const wide = ['⌚⌛⏩', '한국어 \u1100\u1161', '東京ギフト', '👩‍💻🎁', 'ｶﾞabc'].map((text) => text.repeat(30));
    for (const text of [...hostileTexts(60), ...wide]) {
      for (const width of [12, 37, 80]) {
        const lines = payloadLines('Request', stored({ text }), width);
        for (const line of lines.slice(1)) expect(segmentsWidth(payloadSegments(line))).toBeLessThanOrEqual(width);
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
    expect(lines.at(-1)).toBe('  … 150 kB more, not shown');
  });

  test('is shown with every number, key and escape as it is stored', () => {
    const text =
      '{"id":1152921504606846977, "price":1.10,"huge":1e400,"zero":-0,"a":1,"a":2,"bidi":"\\u202e","nan":NaN}';
    expect(texts(text).slice(1)).toEqual([
      '  {',
      '    "id": 1152921504606846977,',
      '    "price": 1.10,',
      '    "huge": 1e400,',
      '    "zero": -0,',
      '    "a": 1,',
      '    "a": 2,',
      '    "bidi": "\\u202e",',
      '    "nan": NaN',
      '  }',
    ]);
  });

  test('of megabytes or ten thousand levels is laid out as far as a person scrolls, and says that it is only the beginning', () => {
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    const big = JSON.stringify(Array.from({ length: 3_000_000 }, (_, at) => at));
    for (const text of [deep, big, '{"a":'.repeat(9000), 'x\n'.repeat(900_000)]) {
      const lines = texts(text, 80);
      expect(lines.length).toBeLessThan(12_000);
      if (text.length > 100_000) expect(lines[0]).toContain(', the beginning');
    }
  });
});
