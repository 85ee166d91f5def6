import { describe, expect, test } from 'vitest';
import { toCsv } from '../../src/cli/csv.ts';
import { toJson } from '../../src/cli/json.ts';

describe('CSV', () => {
  test('ends lines with CR LF and quotes what RFC 4180 wants quoted', () => {
    const rows = [
      ['plain', 'a,b', 'say "hi"', 'two\nlines'],
      [1, -2.5, true, null],
    ];
    expect(toCsv(['a', 'b', 'c', 'd'], rows)).toBe(
      'a,b,c,d\r\nplain,"a,b","say ""hi""","two\nlines"\r\n1,-2.5,true,\r\n',
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('%j is no formula any more', (text) => {
    expect(toCsv(['a'], [[text]]).split('a\r\n')[1]).toMatch(/^"?'/);
  });

  test('leaves negative numbers and signs inside a text alone', () => {
    expect(toCsv(['a', 'b'], [[-1, 'a=b-c']])).toBe('a,b\r\n-1,a=b-c\r\n');
  });
});

describe('JSON', () => {
  test('shows no character that a terminal would obey or a person could not see, and means the same', () => {
    const value = [
      '\u001b[31m',
      '\u009b31m',
      'a\u202eb',
      'zero\u200bwidth',
      'line\u2028break',
      'tag\u{e0041}',
      '東京🎁',
    ];
    const text = toJson(value);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('東京🎁');
    expect(JSON.parse(text)).toEqual(value);
  });

  test('writes times as ISO 8601 UTC and ends with a line break', () => {
    expect(toJson({ at: new Date('2026-11-20T12:00:00Z') })).toBe('{\n  "at": "2026-11-20T12:00:00.000Z"\n}\n');
  });
});
