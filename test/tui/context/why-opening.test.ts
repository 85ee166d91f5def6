import { describe, expect, test } from 'vitest';
import { whyOpening } from '../../../src/tui/context/why-opening.ts';

const reader = { now: new Date('2026-11-20T12:00:40.500Z'), isUtc: true };
const windowOf = (hours: number, endsAt: Date | null) =>
  whyOpening({ filter: 'is:error', window: { hours, endsAt }, isSpan: false }, reader).window;

describe('The window of Why', () => {
  test('is that of the live screen as it was: it ends now, and begins where that began', () => {
    expect(windowOf(1, null)).toEqual({ hours: 1, endsAt: new Date('2026-11-20T12:00:40Z') });
  });

  test('of a bar that still runs ends now, not when the bar will', () => {
    const window = windowOf(0.25, new Date('2026-11-20T12:15:00Z'));
    expect(window).toEqual({ hours: 40 / 3600, endsAt: new Date('2026-11-20T12:00:40Z') });
  });

  test('of the past is kept', () => {
    const endsAt = new Date('2026-11-20T11:00:00Z');
    expect(windowOf(24, endsAt)).toEqual({ hours: 24, endsAt });
  });
});
