import { describe, expect, test } from 'vitest';
import type { WindowChoice } from '../../../src/tui/context/window-choice.ts';
import { stepWindow } from '../../../src/tui/context/window-steps.ts';
import { windowLabel } from '../../../src/tui/context/windows.ts';

// The tests run in Berlin.
const reader = (now: string, isUtc = false) => ({ now: new Date(now), isUtc });
const live = (hours: number): WindowChoice => ({ hours, endsAt: null });

/** The labels of the windows that so many steps lead to, one after the other. */
function labels(choice: WindowChoice, steps: readonly (1 | -1)[], now: string, isUtc = false): readonly string[] {
  const context = { utc: isUtc, now: new Date(now) };
  let window = choice;
  return steps.map((by) => {
    window = stepWindow(window, by, reader(now, isUtc));
    return windowLabel(window, context);
  });
}

describe('A window that is stepped', () => {
  test('is a whole day from midnight where it is 24 hours long, in the zone that is shown', () => {
    const now = '2026-11-25T21:40:00Z';
    expect(labels(live(24), [-1, -1, 1, 1], now)).toEqual([
      'Tue 24 Nov 00:00–24:00 CET',
      'Mon 23 Nov 00:00–24:00 CET',
      'Tue 24 Nov 00:00–24:00 CET',
      'last 24 h',
    ]);
    expect(labels(live(24), [-1], now, true)).toEqual(['Tue 24 Nov 00:00–24:00 UTC']);
  });

  test.each([
    [1, ['20:00–21:00 UTC', '19:00–20:00 UTC', '20:00–21:00 UTC', 'last 1 h']],
    [6, ['12:00–18:00 UTC', '06:00–12:00 UTC', '12:00–18:00 UTC', 'last 6 h']],
    [0.25, ['21:15–21:30 UTC', '21:00–21:15 UTC', '21:15–21:30 UTC', 'last 15 min']],
    [1.5, ['19:00–20:30 UTC', '17:30–19:00 UTC', '19:00–20:30 UTC', 'last 90 min']],
    [
      168,
      [
        'Thu 12 Nov 00:00 – Thu 19 Nov 00:00 UTC',
        'Thu 5 Nov 00:00 – Thu 12 Nov 00:00 UTC',
        'Thu 12 Nov 00:00 – Thu 19 Nov 00:00 UTC',
        'last 7 d',
      ],
    ],
  ])('of %d hours is at full hours, minutes or days of the clock, and becomes live again', (hours, wanted) => {
    expect(labels(live(hours), [-1, -1, 1, 1], '2026-11-25T21:44:10Z', true)).toEqual(wanted);
  });

  test('leaves nothing out between the live one and the one before', () => {
    for (const now of ['2026-11-20T12:00:00Z', '2026-11-20T12:34:56Z', '2026-11-20T23:59:59.900Z']) {
      for (const hours of [0.25, 1, 1.5, 6, 7, 24, 36, 168]) {
        const before = stepWindow(live(hours), -1, reader(now));
        const liveFrom = Math.floor(Date.parse(now) / 1000) * 1000 - hours * 3_600_000;
        expect(before.endsAt?.getTime()).toBeGreaterThanOrEqual(liveFrom);
        const further = stepWindow(before, -1, reader(now));
        expect(further.endsAt?.getTime()).toBe(Number(before.endsAt) - before.hours * 3_600_000);
      }
    }
  });

  test('has 23 or 25 hours on the days on which summer time begins or ends, and 24 again on the next', () => {
    const now = '2026-10-27T10:00:00Z';
    expect(labels(live(24), [-1, -1, -1, 1, 1, 1, 1], now)).toEqual([
      'Mon 26 Oct 00:00–24:00 CET',
      'Sun 25 Oct 00:00 CEST–24:00 CET',
      'Sat 24 Oct 00:00–24:00 CEST',
      'Sun 25 Oct 00:00 CEST–24:00 CET',
      'Mon 26 Oct 00:00–24:00 CET',
      'last 24 h',
      'last 24 h',
    ]);
  });

  test('between times of its own goes to the next ones of the clock', () => {
    const pinned = { hours: 1 / 3, endsAt: new Date('2026-11-24T17:27:00Z') };
    const now = '2026-11-25T12:00:00Z';
    expect(labels(pinned, [-1, -1, 1], now, true)).toEqual([
      'Tue 24 Nov 17:00–17:20 UTC',
      'Tue 24 Nov 16:40–17:00 UTC',
      'Tue 24 Nov 17:00–17:20 UTC',
    ]);
    expect(labels(pinned, [1, 1], now, true)).toEqual(['Tue 24 Nov 17:20–17:40 UTC', 'Tue 24 Nov 17:40–18:00 UTC']);
  });
});
