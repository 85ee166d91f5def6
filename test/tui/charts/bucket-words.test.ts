import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { ApiLogStore } from '../../../src/store/store.ts';
import { columnForms } from '../../../src/tui/charts/bucket-words.ts';
import { chartColumn, type ReadTimeline } from '../../../src/tui/charts/chart-columns.ts';
import { secondsPerBucket } from '../../../src/tui/context/windows.ts';
import { clearLater } from '../../helpers/leftovers.ts';
import { inLongRun } from '../../helpers/long-run.ts';
import { copyReference, openTestStore, REFERENCE_NOW } from '../../helpers/store.ts';

const hourMs = 3_600_000;

interface Counts {
  readonly calls: number;
  readonly client: number;
  readonly server: number;
}
const seed = Number(process.env.SEED ?? 20_261_120);

/** Numbers from 0 to 1 that are the same for the same seed. */
function randomNumbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

async function read(apiLogs: ApiLogStore, hours: number, to: Date | null, width: number): Promise<ReadTimeline> {
  const end = to ?? REFERENCE_NOW;
  const window = { from: new Date(end.getTime() - Math.round(hours * hourMs)), to };
  const seconds = secondsPerBucket(hours, width * 2);
  const buckets = await apiLogs.timeline(window, { bucketSeconds: seconds });
  return { window, readAt: REFERENCE_NOW, secondsPerBucket: seconds, buckets };
}

const textOf = (form: readonly { readonly text: string }[] | undefined) => form?.map(({ text }) => text).join('') ?? '';
const utc = { utc: true, now: REFERENCE_NOW };
const number = (words: string, of: RegExp) => Number((of.exec(words)?.[1] ?? 'NaN').replaceAll(',', ''));
const sqlTime = (date: Date) => date.toISOString().slice(0, 19).replace('T', ' ');

describe('The cursor of a chart', () => {
  test('says exactly what the log holds of the span it names, in windows of any length and end, at any width', async () => {
    const path = copyReference();
    const { apiLogs } = await openTestStore(path);
    const database = new Database(path, { readonly: true });
    clearLater(() => database.close());
    const countIn = database.prepare(
      `SELECT COUNT(*) AS calls, COALESCE(SUM(response_status_code BETWEEN 400 AND 499), 0) AS client,
         COALESCE(SUM(response_status_code >= 500), 0) AS server
       FROM user_api_call_log WHERE date_time >= ? AND date_time < ?`,
    );
    const random = randomNumbers(seed);
    for (let round = 0; round < inLongRun(6, 20); round++) {
      const hours = [0.25, 1, 1.5, 6, 24, 168, 720][Math.floor(random() * 7)] ?? 24;
      const back = Math.floor(random() * 200_000) * 1000;
      const to = random() < 0.4 ? null : new Date(REFERENCE_NOW.getTime() - back);
      const width = 10 + Math.floor(random() * 150);
      const timeline = await read(apiLogs, hours, to, width);
      let reached = timeline.window.from.getTime();
      let sum = 0;
      for (let at = 0; at < width; at++) {
        const column = chartColumn(timeline, width, at);
        if (!column) throw new Error('a chart has a column at every place');
        const where = `seed ${seed}, ${hours} h to ${to?.toISOString()}, column ${at} of ${width}`;
        const row = countIn.get(sqlTime(column.from), sqlTime(column.to)) as Counts;
        const words = textOf(columnForms(column, 'calls', utc)[0]);
        expect([words.match(/ ([\d,]+) calls?/)?.[1]?.replaceAll(',', ''), where]).toEqual([String(row.calls), where]);
        expect([number(words, /(\d+) 4xx/), number(words, /(\d+) 5xx/), where]).toEqual([
          row.client,
          row.server,
          where,
        ]);
        // Columns that stand for the same bucket, in a chart of few buckets, name the same span.
        if (column.from.getTime() >= reached) sum += Number(row.calls);
        reached = Math.max(reached, column.to.getTime());
      }
      const totals = await apiLogs.totals(timeline.window);
      expect(sum).toBe(totals.totalCalls);
    }
  });

  const at = (clock: string) => new Date(`2026-11-20T${clock}Z`);
  const bar = (clock: string, callCount: number, errors = 0, p95ResponseMs: number | null = null) => ({
    from: at(clock),
    callCount,
    clientErrorCount: errors,
    serverErrorCount: 0,
    avgResponseMs: p95ResponseMs,
    p95ResponseMs,
  });
  const timeline: ReadTimeline = {
    window: { from: at('11:02:30'), to: null },
    readAt: at('11:17:00'),
    secondsPerBucket: 300,
    buckets: [bar('11:00:00', 3), bar('11:05:00', 9, 1, 180), bar('11:10:00', 1), bar('11:15:00', 2, 0, 20)],
  };
  const words = (column: number, measure: Parameters<typeof columnForms>[1] = 'calls', columns = 2, context = utc) => {
    const found = chartColumn(timeline, columns, column);
    return found ? columnForms(found, measure, context).map(textOf) : [];
  };

  test('names the span of all its bars, cut where the window begins, and its highest bar as the axis does', () => {
    expect(words(0)[0]).toBe('11:02:30–11:10:00  12 calls  up to 9 per 5 min  1 4xx  0 5xx');
    expect(words(1, 'calls', 4)[0]).toBe('11:05–11:10  9 calls  1 4xx  0 5xx');
  });

  test('says of the bar that has not ended that it goes until now', () => {
    expect(words(1)[0]).toBe('11:10–now  3 calls so far  up to 2 per 5 min  0 4xx  0 5xx');
    expect(words(1).at(-1)).toBe('11:10–now  3 calls so far');
  });

  test('tells what the chart measures', () => {
    expect(words(0, 'errors')[0]).toContain('  up to 1 error per 5 min');
    expect(words(0, 'p95')[0]).toContain('  p95 up to 180 ms per 5 min');
    expect(words(3, 'average', 4)[0]).toContain('  average 20.0 ms');
    expect(words(2, 'average', 4)[0]).toContain('  average –');
  });

  test('names the day where that is not today, and gives it up first in the last 24 h', () => {
    const tomorrow = { utc: true, now: new Date('2026-11-21T11:00:00Z') };
    const forms = words(1, 'calls', 4, tomorrow);
    expect(forms[0]).toMatch(/^Fri 20 Nov 11:05–11:10 {2}9 calls/);
    expect(forms[1]).toMatch(/^11:05–11:10 {2}9 calls .* 5xx/);
    expect(forms.at(-1)).toBe('11:05–11:10  9 calls');
  });

  test('keeps the day in every form of a span that is longer ago than 24 h, when the clock alone would name any day', () => {
    const later = { utc: true, now: new Date('2026-11-21T11:06:00Z') };
    const forms = words(1, 'calls', 4, later);
    expect(forms.filter((form) => !form.includes('20 Nov 11:05–11:10'))).toEqual([]);
    expect(forms.at(-1)).toBe('20 Nov 11:05–11:10  9 calls');
  });

  test('always has a form for the narrowest chart, over midnight too', () => {
    const night = (readAt: string): ReadTimeline => ({
      window: { from: at('00:00:00'), to: null },
      readAt: new Date(readAt),
      secondsPerBucket: 21_600,
      buckets: [{ ...bar('20:00:00', 1234) }],
    });
    const shortest = (readAt: string) => {
      const column = chartColumn(night(readAt), 1, 0);
      const context = { utc: true, now: new Date(readAt) };
      return column ? textOf(columnForms(column, 'calls', context).at(-1)) : '';
    };
    expect(shortest('2026-11-22T11:00:00Z')).toBe('20 Nov 20:00 + 6 h  1,234 calls');
    expect(shortest('2026-11-21T01:00:00Z')).toBe('20 Nov 20:00–now  1,234 calls so far');
    expect(shortest('2026-11-20T23:00:00Z')).toBe('20:00–now  1,234 calls so far');
  });
});
