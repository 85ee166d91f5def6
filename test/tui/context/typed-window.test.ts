import { describe, expect, test } from 'vitest';
import { typedWindow } from '../../../src/tui/context/typed-window.ts';
import type { WindowChoice } from '../../../src/tui/context/window-choice.ts';
import { windowQuestion } from '../../../src/tui/context/window-question.ts';
import { windowLabel } from '../../../src/tui/context/windows.ts';

// The tests run in Berlin.
const now = new Date('2026-11-25T21:44:10Z');

function label(text: string, isUtc = false): string {
  const choice = typedWindow(text, { now, isUtc });
  return 'fault' in choice ? choice.fault : windowLabel(choice, { utc: isUtc, now });
}

describe('A typed window', () => {
  test.each([
    ['90m', 'last 90 min'],
    ['3d', 'last 3 d'],
    ['12', 'last 12 h'],
    ['2w', 'last 14 d'],
    ['2026-11-24', 'Tue 24 Nov 00:00–24:00 CET'],
    ['2026-11-24 17..18', 'Tue 24 Nov 17:00–18:00 CET'],
    ['2026-11-24T17..18', 'Tue 24 Nov 17:00–18:00 CET'],
    ['2026-11-24 17:10..17:30', 'Tue 24 Nov 17:10–17:30 CET'],
    ['2026-11-24T17', 'Tue 24 Nov 17:00–18:00 CET'],
    ['  yesterday ', 'Tue 24 Nov 00:00–24:00 CET'],
    ['today', '00:00–24:00 CET'],
    ['17:00..18:00', '17:00–18:00 CET'],
    ['2026-11-20..2026-11-24', 'Fri 20 Nov 00:00 – Wed 25 Nov 00:00 CET'],
    ['2026-11-24 22:00..2026-11-25 02:00', 'Tue 24 Nov 22:00 – Wed 25 Nov 02:00 CET'],
    ['2026-10', 'Thu 1 Oct 00:00 CEST – Sun 1 Nov 00:00 CET'],
    ['2026-11-24T17:00Z..2026-11-24T18:00Z', 'Tue 24 Nov 18:00–19:00 CET'],
    ['7d..1d', 'Wed 18 Nov 22:44:10 – Tue 24 Nov 22:44:10 CET'],
    ['2026-11-25 20:00..', '20:00–22:45 CET'],
    ['now/h', '22:00–22:45 CET'],
    ['2026-10-25', 'Sun 25 Oct 00:00 CEST–24:00 CET'],
    ['2026-03-29', 'Sun 29 Mar 00:00 CET–24:00 CEST'],
  ])('%s is %s', (text, wanted) => {
    expect(label(text)).toBe(wanted);
  });

  test('is of the zone that is shown', () => {
    expect(label('2026-11-24 17..18', true)).toBe('Tue 24 Nov 17:00–18:00 UTC');
    expect(typedWindow('2026-11-24 17..18', { now, isUtc: true })).toEqual({
      hours: 1,
      endsAt: new Date('2026-11-24T18:00:00Z'),
    });
    expect(typedWindow('2026-10-25', { now, isUtc: false })).toMatchObject({ hours: 25 });
  });

  test.each([
    ['', /^No time: “”\. Try 90m, 3d, yesterday/],
    ['x', /^No time: “x”\. Try 90m/],
    ['2026-11-31', /^No time/],
    ['25:00..26:00', /^No time/],
    ['2026-11-24 17-18', /^No time/],
    ['\u001b[31mred', /^No time: “[^\u001b]*”/],
    ['-1h', /^No time/],
    ['0', /^No time/],
    ['2026-11-24..2026-11-20', /^It ends before it begins\.$/],
    ['18:00..17:00', /^It ends before it begins\.$/],
    ['1d..7d', /^It ends before it begins\.$/],
    ['..2026-11-24', /^A window needs a beginning/],
    ['2026-12-24', /^“2026-12-24” is still to come\.$/],
    ['1999-01-01..', /^A window is at most 3660 d long\.$/],
  ])('%s is refused with what is wrong', (text, wanted) => {
    expect(label(text)).toMatch(wanted);
  });

  test('can be chosen from a list as well', () => {
    const chosen: WindowChoice[] = [];
    const question = windowQuestion({ hours: 6, endsAt: now }, { now, isUtc: true }, (choice) => chosen.push(choice));
    expect(question.items.map((item) => item.label)).toEqual([
      'last 1 h',
      'last 6 h',
      'last 24 h',
      'last 7 d',
      'last 30 d',
    ]);
    expect(question.items.find(({ id }) => id === question.selectedId)?.label).toBe('last 6 h');
    for (const id of ['168', '90m', '3d', '12']) question.choose(id);
    expect(chosen).toEqual([168, 1.5, 72, 12].map((hours) => ({ hours, endsAt: null })));
    expect(question.typed?.read('yesterday')).toEqual({ words: 'Tue 24 Nov 00:00–24:00 UTC' });
  });
});
