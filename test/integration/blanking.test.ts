import { describe, expect, test } from 'vitest';
import { Blanking } from '../../src/integration/blanking.ts';

const blanking = new Blanking(['card-number', 'a.b']);
const apply = (value: unknown) => JSON.parse(blanking.apply(JSON.stringify(value)));

describe('Blanking', () => {
  test('blanks a field wherever it is and whatever it holds', () => {
    const value = {
      password: 'x',
      list: [{ token: 5 }, { Token: null }, 'token'],
      deep: { secret: { a: [1, { b: '}' }] }, next: true },
      cardNumber: ['1', '2'],
      'a.b': 1,
      aXb: 1,
    };
    expect(apply(value)).toEqual({
      password: '[blanked]',
      list: [{ token: '[blanked]' }, { Token: '[blanked]' }, 'token'],
      deep: { secret: '[blanked]', next: true },
      cardNumber: '[blanked]',
      'a.b': '[blanked]',
      aXb: 1,
    });
  });

  test('knows a field in every spelling', () => {
    for (const name of ['api_key', 'apiKey', 'API-KEY', 'ApiKey', 'apikey']) {
      expect(apply({ [name]: 'x' })).toEqual({ [name]: '[blanked]' });
    }
    expect(blanking.apply('{"p\\u0061ssword" : "x"}')).toBe('{"p\\u0061ssword" : "[blanked]"}');
  });

  test('blanks also what is in JSON within a string, however deep, and where that is cut off', () => {
    const inner = JSON.stringify({ password: 'hunter2', note: '"é"' });
    const blanked = JSON.stringify({ password: '[blanked]', note: '"é"' });
    expect(apply({ body: inner, list: [JSON.stringify({ body: inner })] })).toEqual({
      body: blanked,
      list: [JSON.stringify({ body: blanked })],
    });
    const text = JSON.stringify({ a: 1, body: inner.replace('é', '\u0001') });
    for (let end = text.indexOf('hunter2'); end <= text.length; end += 1) {
      expect(blanking.apply(text.slice(0, end))).not.toContain(
        'hunter'.slice(0, Math.max(1, end - text.indexOf('hunter2'))),
      );
      expect(blanking.apply(text.slice(0, end))).toContain('[blanked]');
    }
  });

  test('leaves everything else as it is, to the letter', () => {
    const texts = [
      '{ "a": "pass\\"word\\\\" ,\n"b" : [1.5e3, true] }',
      'no JSON: "password',
      '',
      'say "token" twice',
      '{"password',
    ];
    for (const text of texts) expect(blanking.apply(text)).toBe(text);
  });

  test.each([
    ['{"a":1,"password":"sec', '{"a":1,"password":"[blanked]"'],
    ['{"password": {"x": ["s', '{"password": "[blanked]"'],
    ['{"password":"se\\', '{"password":"[blanked]"'],
    ['{"password":', '{"password":'],
    ['data: {"token":"x"}\n\ndata: {"token":"y"}', 'data: {"token":"[blanked]"}\n\ndata: {"token":"[blanked]"}'],
  ])('lets nothing through where the text is cut off or more than JSON: %s', (text, blanked) => {
    expect(blanking.apply(text)).toBe(blanked);
  });

  test.each(['"\\', '{"token":[', '"token"', '"[token', '"[\\"token', '['])(
    'takes a time that grows with the length of a text made to be slow, and not with its square: %s',
    (piece) => {
      const timeOf = (count: number): number => {
        const text = `${piece.repeat(count)}\\u`;
        const times = Array.from({ length: 3 }, () => {
          const startedAt = performance.now();
          blanking.apply(text);
          return performance.now() - startedAt;
        });
        return Math.min(...times);
      };
      // A square would take 256 times as long.
      expect(timeOf(32_000)).toBeLessThan(Math.max(1, timeOf(2_000)) * 128);
    },
  );
});
