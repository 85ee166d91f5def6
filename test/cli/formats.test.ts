import { describe, expect, test } from 'vitest';
import { toCsv } from '../../src/export/csv.ts';
import { toJson, toJsonLine } from '../../src/export/json.ts';
import { JsonText } from '../../src/text/json-text.ts';
import { printable } from '../../src/text/printable.ts';
import { parseCsv } from '../helpers/csv.ts';
import { hostileTexts } from '../text/hostile.ts';

describe('CSV', () => {
  test('ends lines with CR LF and quotes what RFC 4180 wants quoted', () => {
    const rows = [
      ['plain', 'a,b', 'say "hi"', 'two\nlines'],
      [1, -2.5, true, null],
    ];
    expect(toCsv(['a', 'b', 'c', 'd'], rows)).toBe('a,b,c,d\r\nplain,"a,b","say ""hi""",two␊lines\r\n1,-2.5,true,\r\n');
  });

  test.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠1',
    ' =1',
    '\u00a0=1',
    '\u200b=1',
    '\ufeff=1',
    '\u0000=1',
    '"=1',
    "'=1",
    '\u202e+1',
    '\u3164=1',
    '\u0301=1',
    '\u00ad@x',
    "=cmd|' /C calc'!A0",
    '\u2028=1',
  ])('%j is no formula any more', (text) => {
    expect(toCsv(['a'], [[text]]).split('a\r\n')[1]).toMatch(/^"?'/);
  });

  test.each(['a;=1', 'a\t=1', 'a; \u200b@x', 'a\n+1', '";=1'])('%j holds no formula for whoever splits it', (text) => {
    const [, cell = ''] = toCsv(['a'], [[text]]).split('a\r\n');
    for (const part of cell.split(/[;␉␊]/)) expect(part).not.toMatch(/^[^a-z']*[=+@-]/);
  });

  test('quotes what another separator would split', () => {
    expect(toCsv(['a'], [['semi;drop--']])).toBe('a\r\n"semi;drop--"\r\n');
  });

  test('comes back out of a parser as the marks of what went in, and holds nothing a terminal would obey', () => {
    for (const text of hostileTexts(500)) {
      const csv = toCsv(['a', 'b'], [[text, 'z']]);
      expect(csv.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      const [, row = []] = parseCsv(csv);
      expect(row).toHaveLength(2);
      expect([printable(text), printable(`'${text}`)].map((shown) => shown.replaceAll(/['◌]/g, ''))).toContain(
        row[0]?.replaceAll(/['◌]/g, ''),
      );
    }
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

  test('holds stored JSON with every digit and key as it is written', () => {
    const text = '{"id":1152921504606846977,"price":1.10,"a":[],"a":{}}';
    expect(toJson([{ payload: new JsonText(text), none: undefined }])).toBe(
      '[\n  {\n    "payload": {\n      "id": 1152921504606846977,\n      "price": 1.10,\n      "a": [],\n      "a": {}\n    }\n  }\n]\n',
    );
  });

  test('of a line is the same document without line breaks', () => {
    const text = '{"id":1152921504606846977,\n  "a b": [1,\t{}, " x "]}\n';
    const record = { payload: new JsonText(text), none: undefined, list: [], at: new Date('2026-11-20T12:00:00Z') };
    const line = toJsonLine({ ...record, hidden: 'a\u202eb\n' });
    expect(line).toMatch(/^[^\n\u202e]+\n$/);
    expect(line).toContain('1152921504606846977');
    expect(JSON.parse(line)).toEqual(JSON.parse(toJson({ ...record, hidden: 'a\u202eb\n' })));
  });

  test('writes times as ISO 8601 UTC and ends with a line break', () => {
    expect(toJson({ at: new Date('2026-11-20T12:00:00Z') })).toBe('{\n  "at": "2026-11-20T12:00:00.000Z"\n}\n');
  });
});
