import { describe, expect, test } from 'vitest';
import type { StoredPayload } from '../../../../src/model/call.ts';
import { cellWidth } from '../../../../src/text/width.ts';
import { PayloadLines, payloadLines, payloadSegments } from '../../../../src/tui/screens/call/payload-lines.ts';
import { segmentsWidth } from '../../../../src/tui/theme/segments.ts';
import { hostileTexts } from '../../../text/hostile.ts';

/** A payload as it is stored: a text as it stands, any other value as JSON. */
const stored = (payload: unknown): StoredPayload | null => {
  if (payload === null || payload === undefined) return null;
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  return { text, byteCount: Buffer.byteLength(text), isWhole: true };
};

const segments = (payload: unknown, width: number) =>
  Array.from(payloadLines([{ title: 'Request', payload: stored(payload) }], width), payloadSegments);

const texts = (payload: unknown, width = 60): readonly string[] =>
  segments(payload, width).map((line) => line.map(({ text }) => text).join(''));

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
    const tones = segments({ name: 'a', count: -2 }, 60)
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
        for (const line of segments({ text }, width).slice(1)) expect(segmentsWidth(line)).toBeLessThanOrEqual(width);
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

  test('is cut where it is longer than a clipboard takes, and says by how much', () => {
    const text = 'x'.repeat(1_250_000);
    const payload = { text: text.slice(0, 1_000_000), byteCount: text.length, isWhole: false };
    const lines = Array.from(payloadLines([{ title: 'Request', payload }], 102), payloadSegments);
    expect(lines).toHaveLength(1 + 10_000 + 1);
    expect(lines[0]?.[1]?.text).toBe('  1.3 MB, the beginning');
    expect(lines.at(-1)?.[0]?.text).toBe('  … 250 kB more, not shown');
    expect(texts('\n'.repeat(150_000)).at(-1)).toBe('  … 100 kB more, not shown');
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

  test('of a million characters of any script is laid out a little at a time, the first lines first', () => {
    const repeated = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length)).slice(0, 1_000_000);
    const one = (text: string) => `{"text":"${repeated(text)}"}`;
    const payloads = [
      ...['x', '東京', '👩‍💻🎁', 'e\u0301a\u0323', 'שלום ', '\u0301', '🇩🇪', '\ud83d', '\u200d'].map(one),
      ...['[', '{"a":', '[0,', '\n', '\r\n', ' ', 'NaN ', '{"a":1}\n', '\\"'].map(repeated),
      `${repeated('[').slice(500_000)}${repeated(']')}`,
    ];
    for (const payload of payloads) {
      const titled = [{ title: 'Request', payload: stored(payload) }];
      const lines = new PayloadLines(titled, 80);
      lines.step();
      expect(lines.lines.length).toBeGreaterThan(15);
      expect(lines.lines.map(({ content }) => content).join('').length).toBeLessThan(40_000);
      expect(lines.isComplete).toBe(false);
      const all = payloadLines(titled, 80);
      for (const line of lines.lines) expect(all.next().value).toEqual(line);
    }
  });

  test('finds a place again at any width', () => {
    const payload = stored(Array.from({ length: 500 }, (_, at) => `${at} ${'東x'.repeat(40)}`));
    const at = (width: number) => {
      const lines = new PayloadLines(
        [
          { title: 'a', payload: null },
          { title: 'b', payload },
        ],
        width,
      );
      while (!lines.isComplete) lines.step();
      return lines;
    };
    const wide = at(90);
    const narrow = at(30);
    for (const index of [0, 1, 2, 3, 4, 100, 700]) {
      const place = wide.lines[index]?.place;
      expect(place && wide.indexOf(place)).toBe(index);
      const found = narrow.lines[(place && narrow.indexOf(place)) ?? -1]?.place ?? [];
      expect(found.slice(0, 2)).toEqual(place?.slice(0, 2));
      expect(found[2]).toBeLessThanOrEqual(place?.[2] ?? -1);
      expect(found[2]).toBeGreaterThan((place?.[2] ?? 0) - 30);
    }
  });
});
