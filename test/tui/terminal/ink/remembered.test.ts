import { describe, expect, test } from 'vitest';
import widestLineOfInk from 'widest-line';
import { remembered } from '../../../../src/tui/terminal/ink/remembered.ts';
import widestLine from '../../../../src/tui/terminal/ink/widest-line.ts';

describe('A remembered function', () => {
  test('asks once for a text, and again when thousands of others were asked for since', () => {
    const asked: string[] = [];
    const length = remembered((text) => {
      asked.push(text);
      return text.length;
    });
    expect([length('four'), length('four'), length('')]).toEqual([4, 4, 0]);
    expect(asked).toEqual(['four', '']);
    for (let index = 0; index < 10_000; index++) length(`text ${index}`);
    asked.length = 0;
    length('four');
    expect(asked).toEqual(['four']);
  });

  test('keeps what is asked for again and again', () => {
    let count = 0;
    const answer = remembered((text) => {
      if (text === 'title') count += 1;
      return text;
    });
    for (let index = 0; index < 20_000; index++) {
      answer('title');
      answer(`row ${index}`);
    }
    expect(count).toBe(1);
  });
});

test.each(['', 'plain', 'one\nlonger\ntwo', '東京ギフト', '\u001b[31mred\u001b[39m 🎁', 'é\n'])(
  'The widest line of %j is as wide as Ink takes it for',
  (text) => {
    expect(widestLine(text)).toBe(widestLineOfInk(text));
  },
);
