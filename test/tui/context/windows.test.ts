import { describe, expect, test } from 'vitest';
import type { WindowChoice } from '../../../src/tui/context/window-choice.ts';
import {
  readyBuckets,
  secondsPerBucket,
  windowAt,
  windowBefore,
  windowKey,
  windowLabel,
  windowPhrase,
} from '../../../src/tui/context/windows.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

const day: WindowChoice = { hours: 24, endsAt: null };
const at = (text: string) => new Date(`${text}Z`);

describe('A window', () => {
  test('that is live has no end, and begins at a whole second', () => {
    const clock = new FakeClock('2026-11-20T12:00:00.900Z');
    expect(windowAt(day, clock)).toEqual({ from: at('2026-11-19T12:00:00'), to: null });
  });

  test('that was stepped back to has both ends, and goes not on with the time', () => {
    const clock = new FakeClock('2026-11-20T12:00:00Z');
    const window = { from: at('2026-11-18T12:00:00'), to: at('2026-11-19T12:00:00') };
    const choice = { hours: 24, endsAt: window.to };
    expect(windowAt(choice, clock)).toEqual(window);
    clock.advance(3_600_000);
    expect(windowAt(choice, clock)).toEqual(window);
  });

  test('is compared with the one of the same length just before it', () => {
    const window = windowAt(day, new FakeClock('2026-11-20T12:00:00Z'));
    expect(windowBefore(window, day)).toEqual({ from: at('2026-11-18T12:00:00'), to: at('2026-11-19T12:00:00') });
  });

  test('has a name among others, and a label', () => {
    const endsAt = at('2026-11-19T12:00:00');
    const keys = [
      day,
      { hours: 6, endsAt: null },
      { hours: 24, endsAt },
      { hours: 24, endsAt: at('2026-11-18T12:00:00') },
    ];
    expect(new Set(keys.map(windowKey)).size).toBe(4);
    const utc = { utc: true, now: at('2026-11-20T12:00:00') };
    expect(windowLabel(day, utc)).toBe('last 24 h');
    expect(windowLabel({ hours: 0.25, endsAt: null }, utc)).toBe('last 15 min');
    expect(windowLabel({ hours: 1, endsAt }, utc)).toBe('Thu 19 Nov 11:00–12:00 UTC');
    expect(windowLabel({ hours: 1, endsAt }, { ...utc, now: endsAt })).toBe('11:00–12:00 UTC');
    expect(windowLabel({ hours: 24, endsAt }, utc)).toBe('Wed 18 Nov 12:00 – Thu 19 Nov 12:00 UTC');
    expect(windowLabel({ hours: 24, endsAt: at('2026-11-19T00:00:00') }, utc)).toBe('Wed 18 Nov 00:00–24:00 UTC');
    expect(windowLabel({ hours: 1 / 90, endsAt }, utc)).toBe('Thu 19 Nov 11:59:20–12:00:00 UTC');
    expect(windowLabel({ hours: 1, endsAt: at('2025-11-19T12:00:00') }, utc)).toBe('Wed 19 Nov 2025 11:00–12:00 UTC');
  });

  test('reads as a sentence behind what happened in it, live, typed, pinned, over midnight and over the end of summer time', () => {
    const utc = { utc: true, now: at('2026-11-20T12:00:00') };
    const phrase = (hours: number, endsAt: string | null, context = utc) =>
      windowPhrase({ hours, endsAt: endsAt === null ? null : at(endsAt) }, context);
    expect(phrase(24, null)).toBe('in the last 24 h');
    expect(phrase(1.5, null)).toBe('in the last 90 min');
    expect(phrase(1 / 3, '2026-11-24T17:30:00')).toBe('from Tue 24 Nov 17:10 to 17:30 UTC');
    expect(phrase(1 / 3, '2026-11-24T00:10:00')).toBe('from Mon 23 Nov 23:50 to Tue 24 Nov 00:10 UTC');
    // The tests run in Berlin, where 02:30 came twice on that day.
    const local = { ...utc, utc: false };
    expect(phrase(1, '2026-10-25T01:30:00', local)).toBe('from Sun 25 Oct 02:30 CEST to 02:30 CET');
    expect(windowLabel({ hours: 1, endsAt: at('2026-10-25T01:30:00') }, local)).toBe('Sun 25 Oct 02:30 CEST–02:30 CET');
  });
});

describe('The buckets of a chart', () => {
  test('are as many as wanted or more, but for those of five minutes, never twice as many as needed for a step that divides hour and day', () => {
    for (const hours of [0.25, 1, 6, 24, 168, 720]) {
      for (const wanted of [20, 60, 150, 300]) {
        const seconds = secondsPerBucket(hours, wanted);
        if (seconds > 10)
          expect((hours * 3600) / seconds).toBeGreaterThanOrEqual(seconds === 300 ? wanted * (2 / 3) : wanted);
        expect(86_400 % seconds).toBe(0);
      }
    }
    expect([secondsPerBucket(24, 288), secondsPerBucket(24, 308), secondsPerBucket(24, 440)]).toEqual([300, 300, 120]);
    expect(secondsPerBucket(24, 0)).toBe(86_400);
    expect([168, 30 * 24, 24].map((hours) => secondsPerBucket(hours, 300, readyBuckets.user))).toEqual([
      3600, 7200, 120,
    ]);
  });
});
