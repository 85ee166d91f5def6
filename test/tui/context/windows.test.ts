import { describe, expect, test } from 'vitest';
import type { WindowChoice } from '../../../src/tui/context/window-choice.ts';
import {
  readyBuckets,
  secondsPerBucket,
  stepWindow,
  windowAt,
  windowBefore,
  windowKey,
  windowLabel,
  windowPhrase,
  windowQuestion,
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
    const before = stepWindow(day, -1, clock);
    const window = { from: at('2026-11-18T12:00:00'), to: at('2026-11-19T12:00:00') };
    expect(windowAt(before, clock)).toEqual(window);
    clock.advance(3_600_000);
    expect(windowAt(before, clock)).toEqual(window);
  });

  test('is compared with the one of the same length just before it', () => {
    const window = windowAt(day, new FakeClock('2026-11-20T12:00:00Z'));
    expect(windowBefore(window, day)).toEqual({ from: at('2026-11-18T12:00:00'), to: at('2026-11-19T12:00:00') });
  });

  test('is live again when it is stepped on as often as it was stepped back, also when some seconds have passed', () => {
    const clock = new FakeClock('2026-11-20T12:00:00.400Z');
    let choice = day;
    for (const by of [-1, -1, -1, 1, 1] as const) {
      choice = stepWindow(choice, by, clock);
      expect(choice.endsAt).not.toBeNull();
      clock.advance(4000);
    }
    expect(stepWindow(choice, 1, clock)).toEqual(day);
  });

  test('leaves nothing out between one step and the next', () => {
    const clock = new FakeClock('2026-11-20T12:00:00Z');
    const one = windowAt(stepWindow(day, -1, clock), clock);
    const two = windowAt(stepWindow(stepWindow(day, -1, clock), -1, clock), clock);
    expect(two.to).toEqual(one.from);
  });

  test('that is stepped back to from within a minute ends with that minute, and leaves nothing out before the live one', () => {
    const clock = new FakeClock('2026-11-20T12:34:56Z');
    const before = stepWindow({ hours: 1, endsAt: null }, -1, clock);
    expect(before.endsAt).toEqual(at('2026-11-20T11:35:00'));
    clock.advance(5000);
    expect(stepWindow(before, 1, clock).endsAt).toBeNull();
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

  test('can be chosen from a list or typed, and anything else is refused with an example', () => {
    const chosen: WindowChoice[] = [];
    const question = windowQuestion({ hours: 6, endsAt: at('2026-11-19T12:00:00') }, (choice) => chosen.push(choice));
    expect(question.items.map(({ label }) => label)).toEqual([
      'last 1 h',
      'last 6 h',
      'last 24 h',
      'last 7 d',
      'last 30 d',
    ]);
    expect(question.items.find(({ id }) => id === question.selectedId)?.label).toBe('last 6 h');
    for (const id of ['168', '90m', '3d', '12']) question.choose(id);
    expect(chosen).toEqual([168, 1.5, 72, 12].map((hours) => ({ hours, endsAt: null })));
    for (const text of ['', 'x', '-1h', '0', '5y']) expect(question.typed?.fault(text)).toMatch(/90m/);
    expect(question.typed?.fault('90m')).toBeUndefined();
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
