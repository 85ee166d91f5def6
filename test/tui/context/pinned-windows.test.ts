import { describe, expect, test } from 'vitest';
import { createHeartbeat } from '../../../src/live/version-heartbeat.ts';
import { pinWindows } from '../../../src/tui/context/pinned-windows.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

const lastDay = { hours: 24, endsAt: null };

async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

describe('a pinned window', () => {
  test('stays the same while the data stays the same', () => {
    const clock = new FakeClock();
    const windowAt = pinWindows(
      createHeartbeat(clock, async () => '1'),
      clock,
    );
    const first = windowAt(lastDay);
    clock.advance(30_000);
    expect(windowAt(lastDay)).toBe(first);
    expect(windowAt({ hours: 1, endsAt: null }).from).toEqual(new Date('2026-11-20T11:00:30Z'));
  });

  test('moves on when the data moved', async () => {
    const clock = new FakeClock();
    let version = '1';
    const heartbeat = createHeartbeat(clock, async () => version);
    const windowAt = pinWindows(heartbeat, clock);
    heartbeat.start();
    await settle();
    const first = windowAt(lastDay);
    version = '2';
    clock.advance(500);
    await settle();
    clock.advance(500);
    expect(windowAt(lastDay).from.getTime()).toBe(first.from.getTime() + 1000);
    heartbeat.stop();
  });

  test('is made anew for a question that comes a minute later', () => {
    const clock = new FakeClock();
    const windowAt = pinWindows(
      createHeartbeat(clock, async () => '1'),
      clock,
    );
    windowAt(lastDay);
    clock.advance(61_000);
    expect(windowAt(lastDay).from).toEqual(new Date('2026-11-19T12:01:01Z'));
  });
});
