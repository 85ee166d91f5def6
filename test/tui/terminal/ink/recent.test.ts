import { describe, expect, test } from 'vitest';
import { Recent } from '../../../../src/tui/terminal/ink/recent.ts';

const counting = (least: number) => {
  const asked: string[] = [];
  const answers = new Recent<number>(least);
  const lengthOf = (text: string) =>
    answers.get(text, () => {
      asked.push(text);
      return text.length;
    });
  return { asked, lengthOf };
};

describe('Recent answers', () => {
  test('are found once for a text, and again when many others were asked for since', () => {
    const { asked, lengthOf } = counting(100);
    expect([lengthOf('four'), lengthOf('four'), lengthOf('')]).toEqual([4, 4, 0]);
    expect(asked).toEqual(['four', '']);
    for (let index = 0; index < 1000; index++) lengthOf(`text ${index}`);
    asked.length = 0;
    lengthOf('four');
    expect(asked).toEqual(['four']);
  });

  test('stay where they are asked for again and again', () => {
    const { asked, lengthOf } = counting(100);
    for (let index = 0; index < 2000; index++) {
      lengthOf('title');
      lengthOf(`row ${index}`);
    }
    expect(asked.filter((text) => text === 'title')).toEqual(['title']);
  });

  test('are at least as many as was said, and no more than twice as many', () => {
    const { asked, lengthOf } = counting(100);
    const texts = Array.from({ length: 1000 }, (_, index) => `text ${index}`);
    for (const text of texts) lengthOf(text);
    asked.length = 0;
    for (const text of texts.toReversed()) lengthOf(text);
    expect(1000 - asked.length).toBeGreaterThanOrEqual(100);
    expect(1000 - asked.length).toBeLessThanOrEqual(200);
  });
});
