import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { Kept } from '../../src/live/kept.ts';

/** A kept answer whose readings are counted; each answers with its number, or fails. */
const counting = () => {
  const kept = new Kept<number>();
  let readings = 0;
  const read = (fails = false) => {
    readings += 1;
    return fails ? Promise.reject(new Error('no')) : Promise.resolve(readings);
  };
  return { kept, read, readings: () => readings };
};

describe('A kept answer', () => {
  test('is read again whenever it is asked for without a version', async () => {
    const { kept, read } = counting();
    for (const expected of [1, 2]) {
      kept.refresh(read);
      await turn();
      expect(kept.snapshot()).toEqual({ answer: expected, isReading: false, error: null });
    }
  });

  test('of a version of the data is read once, be it under way or there, and anew of another one', async () => {
    const { kept, read, readings } = counting();
    kept.refresh(read, 'v1');
    kept.refresh(read, 'v1');
    await turn();
    kept.refresh(read, 'v1');
    expect(readings()).toBe(1);
    expect(kept.snapshot()).toEqual({ answer: 1, isReading: false, error: null });
    kept.refresh(read, 'v2');
    await turn();
    expect(kept.snapshot().answer).toBe(2);
  });

  test('that failed is read again of the same version, too', async () => {
    const { kept, read } = counting();
    kept.refresh(() => read(true), 'v1');
    await turn();
    expect(kept.snapshot().error?.message).toBe('no');
    kept.refresh(read, 'v1');
    await turn();
    expect(kept.snapshot()).toEqual({ answer: 2, isReading: false, error: null });
  });
});
