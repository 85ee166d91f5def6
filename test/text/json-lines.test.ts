import { describe, expect, test } from 'vitest';
import { jsonLines } from '../../src/text/json-lines.ts';
import { hostileTexts, randomNumbers } from './hostile.ts';

const shown = (text: string) => Array.from(jsonLines(text), (line) => line.text).join('\n');

describe('JSON text in lines', () => {
  test('is what JSON.stringify makes of it where nothing is lost by that', () => {
    const seed = Number(process.env.SEED ?? 1);
    const random = randomNumbers(seed);
    const texts = hostileTexts(200, seed).map((text) => text.toWellFormed());
    const value = (depth: number): unknown => {
      const kind = Math.floor(random() * (depth > 4 ? 4 : 6));
      const count = Math.floor(random() * 4);
      if (kind === 4) return Array.from({ length: count }, () => value(depth + 1));
      if (kind === 5)
        return Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${texts[at]}${at}`, value(depth + 1)]));
      return [random() * 1000, texts[Math.floor(random() * texts.length)], null, random() < 0.5][kind];
    };
    for (let round = 0; round < 300; round++) {
      const made = { made: value(0) };
      expect(shown(JSON.stringify(made)), `seed ${seed}`).toBe(JSON.stringify(made, null, 2));
      expect(shown(JSON.stringify(made, null, 7)), `seed ${seed}`).toBe(JSON.stringify(made, null, 2));
    }
  });

  test('keeps every character but blanks, wherever it is cut off', () => {
    const text = JSON.stringify({ a: [1, 'two, {three}', { b: 'x\\"y' }], c: null, d: {} });
    for (let cut = 0; cut <= text.length; cut++) {
      const part = text.slice(0, cut);
      expect(shown(part).replaceAll(/\s/g, '')).toBe(part.replaceAll(/\s/g, ''));
    }
    expect(shown('{"a":[1,2,"thr')).toBe('{\n  "a": [\n    1,\n    2,\n"thr');
  });

  test.each([
    '',
    'plain text',
    '"a bare string"',
    '42',
    '{"a":1}\n{"a":2}',
    '{hello}',
    '[broken',
    '{"a"',
    '}',
    'null',
    '[1] tail',
  ])('leaves to the letter what is no JSON document: %j', (text) => {
    expect(shown(text).replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    if (!text.startsWith('[broken') && text !== '{"a"') expect(shown(text)).toBe(text);
  });

  test('counts as blanks only what JSON does, and loses no other', () => {
    expect(shown('\ufeff{"a":1}')).toBe('\ufeff{\n  "a": 1\n}');
    expect(shown('{"a":\u00a01,\u2028"b":2}')).toBe('{\n  "a": \u00a01,\n\u2028"b":2}');
    expect(shown('\u00a0{"a":1}')).toBe('\u00a0{"a":1}');
    expect(shown('[1]\u3000')).toBe('[1]\u3000');
    expect(shown('{"a":\v1}\f')).toBe('{"a":\v1}\f');
  });

  test('begins with its first lines however long the text is, and tells how far each of them goes', () => {
    const first = (text: string, count: number) => {
      const lines = jsonLines(text, 10);
      return Array.from({ length: count }, () => lines.next().value);
    };
    const deep = first('['.repeat(1_000_000), 50);
    expect(deep).toHaveLength(50);
    expect(deep.at(-1)).toEqual({ text: `${' '.repeat(10)}[`, indent: 10, end: 50 });
    expect(first(`[${'0,'.repeat(500_000)}0]`, 3).map((line) => line?.end)).toEqual([1, 3, 5]);
    expect(first('x\n'.repeat(500_000), 2)).toEqual([
      { text: 'x', indent: 0, end: 1 },
      { text: 'x', indent: 0, end: 3 },
    ]);
    expect(shown(`"${'\\n'.repeat(1_000_000)}"`)).toHaveLength(2_000_002);
    expect([...jsonLines(`["${'\\n'.repeat(1_000_000)}"]`)]).toHaveLength(3);
  });

  test('keeps to the letter what comes behind a long document', () => {
    const long = `[${'10,'.repeat(10_000)}0]`;
    expect(shown(`${long} tail`).split('\n').slice(-2)).toEqual([']', 'tail']);
  });
});
