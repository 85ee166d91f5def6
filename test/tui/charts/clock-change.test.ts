import { afterEach, expect, test, vi } from 'vitest';
import { columnForms } from '../../../src/tui/charts/bucket-words.ts';

afterEach(() => vi.unstubAllEnvs());

const now = new Date('2026-10-25T12:00:00Z');
const spans = (from: string, to: string, isRunning = false) => {
  vi.stubEnv('TZ', 'Europe/Berlin');
  const column = { from: new Date(from), to: new Date(to), isRunning, secondsPerBucket: 600, buckets: [] };
  const forms = columnForms(column, 'calls', { utc: false, now });
  return [...new Set(forms.map(([span]) => span?.text))];
};

test('The cursor tells the two hours of one clock time apart where summer time ends', () => {
  expect(spans('2026-10-25T00:10:00Z', '2026-10-25T00:20:00Z')).toEqual(['02:10–02:20 CEST']);
  expect(spans('2026-10-25T01:10:00Z', '2026-10-25T01:20:00Z')).toEqual(['02:10–02:20 CET']);
});

test('The cursor names both zones of a bar in which summer time ends', () => {
  expect(spans('2026-10-25T00:50:00Z', '2026-10-25T01:00:00Z')).toEqual(['02:50 CEST–02:00 CET']);
});

test('The cursor names the zone of a bar that still runs by where it began', () => {
  expect(spans('2026-10-25T01:10:00Z', '2026-10-25T01:20:00Z', true)).toEqual(['02:10–now CET']);
});

test('The cursor names no zone at any other time', () => {
  expect(spans('2026-10-25T03:10:00Z', '2026-10-25T03:20:00Z')).toEqual(['04:10–04:20']);
});
