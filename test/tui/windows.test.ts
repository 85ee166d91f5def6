import { describe, expect, test } from 'vitest';
import type { WindowChoice } from '../../src/tui/navigation.ts';
import {
  readySlices,
  sliceSeconds,
  stepWindow,
  windowAt,
  windowBefore,
  windowKey,
  windowLabel,
  windowQuestion,
} from '../../src/tui/windows.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

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

  test('has a name among others, and a label', () => {
    const endsAt = at('2026-11-19T12:00:00');
    const keys = [
      day,
      { hours: 6, endsAt: null },
      { hours: 24, endsAt },
      { hours: 24, endsAt: at('2026-11-18T12:00:00') },
    ];
    expect(new Set(keys.map(windowKey)).size).toBe(4);
    expect(windowLabel(day, false)).toBe('last 24 h');
    expect(windowLabel({ hours: 0.25, endsAt: null }, false)).toBe('last 15 min');
    expect(windowLabel({ hours: 1, endsAt }, true)).toBe('Thu 19 Nov 11:00 – 12:00');
    expect(windowLabel({ hours: 24, endsAt }, true)).toBe('Wed 18 Nov 12:00 – Thu 19 Nov 12:00 UTC');
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

describe('The slices of a chart', () => {
  test('are as many as wanted or more, but for those of five minutes, never twice as many as needed for a step that divides hour and day', () => {
    for (const hours of [0.25, 1, 6, 24, 168, 720]) {
      for (const wanted of [20, 60, 150, 300]) {
        const seconds = sliceSeconds(hours, wanted);
        if (seconds > 10)
          expect((hours * 3600) / seconds).toBeGreaterThanOrEqual(seconds === 300 ? wanted * (2 / 3) : wanted);
        expect(86_400 % seconds).toBe(0);
      }
    }
    expect([sliceSeconds(24, 288), sliceSeconds(24, 308), sliceSeconds(24, 440)]).toEqual([300, 300, 120]);
    expect(sliceSeconds(24, 0)).toBe(86_400);
    expect([168, 30 * 24, 24].map((hours) => sliceSeconds(hours, 300, readySlices.user))).toEqual([3600, 7200, 120]);
  });
});
