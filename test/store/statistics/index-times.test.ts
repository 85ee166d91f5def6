import { describe, expect, test } from 'vitest';
import { toTimestamp } from '../../../src/store/answers/timestamps.ts';
import { openPair } from '../../helpers/statistics-index.ts';
import { aCall, REFERENCE_NOW } from '../../helpers/store.ts';

describe('A call whose time is written in another form', () => {
  const hourly = Array.from({ length: 200 }, (_, hour) =>
    aCall({ dateTime: toTimestamp(new Date(REFERENCE_NOW.getTime() - hour * 3_600_000)) }),
  );
  const window = (fromHours: number, toHours: number | null) => ({
    from: new Date(REFERENCE_NOW.getTime() - fromHours * 3_600_000),
    to: toHours === null ? null : new Date(REFERENCE_NOW.getTime() - toHours * 3_600_000),
  });

  test.each(['2026-11-20T03:30:00-08:00', '2026-11-21 02:00:00+14:30', '2026-11-20T11:30:00Z', '2026-11-20 11:30'])(
    'counts in the windows of the index that hold its instant, though it sorts outside of them: %s',
    async (dateTime) => {
      const { indexed, plain, insert, settle, expectSameAnswers } = await openPair(hourly);
      await settle();
      insert([aCall({ dateTime })]);
      for (const isSealed of [false, true]) {
        if (isSealed) await settle();
        for (const wanted of [window(1, null), window(2, 0), window(10, 8), window(0, null), window(20, 5)]) {
          await expectSameAnswers(wanted);
        }
        expect((await indexed.apiLogs.totals(window(1, 0))).totalCalls).toBe(2);
        expect((await plain.apiLogs.totals(window(1, 0))).totalCalls).toBe(2);
      }
    },
  );

  test.each([
    '9999-12-31T10:00:00Z',
    '9999-12-31 23:30:00',
    '9999-12-31 22:30:00',
    '9999-12-31T23:59:58',
    '9999-12-31 23:59:59',
    '9999-12-31T23:59:59.5Z',
    '9999-12-31T00:00:00.5+14:00',
    '9999-12-31\t10:00',
    '0000-01-01',
    '0000-01-01 00:00',
  ])('counts in the windows of the index also on the first and the last day that there are: %s', async (dateTime) => {
    const everything = { from: new Date('0000-01-01T00:00:00Z'), to: null };
    const { indexed, insert, settle, expectSameAnswers } = await openPair(hourly);
    await settle();
    insert([aCall({ dateTime })]);
    for (const isSealed of [false, true]) {
      if (isSealed) await settle();
      for (const wanted of [window(1, null), everything]) await expectSameAnswers(wanted, 86_400 * 365);
      expect((await indexed.apiLogs.totals(everything)).totalCalls).toBe(201);
    }
  });
});
