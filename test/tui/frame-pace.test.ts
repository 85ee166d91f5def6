import { describe, expect, test } from 'vitest';
import { FramePace } from '../../src/tui/frame-pace.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

const bytesPerSecond = 7000;

/** A terminal behind a line of 56 kbit/s, and a key held down that makes a frame each time. */
function onSlowLine({ frameBytes = 800, isAnswering = true } = {}) {
  const clock = new FakeClock();
  const keys = { lastKeyAtMs: Number.NEGATIVE_INFINITY };
  const drawn: number[] = [];
  let freeAtMs = 0;
  const nowMs = () => clock.now().getTime();
  const questions = {
    hasAnswered: isAnswering,
    ask: (_: string, { onEnd }: { readonly onEnd?: (ms: number) => void }) => {
      const askedAtMs = nowMs();
      if (isAnswering) clock.after(freeAtMs + 100 - askedAtMs, () => onEnd?.(nowMs() - askedAtMs));
    },
  };
  const pace = new FramePace(keys, questions, clock);
  let presses = 0;
  const press = () => {
    keys.lastKeyAtMs = nowMs();
    presses += 1;
    const press = presses;
    pace.draw(() => {
      drawn.push(press);
      freeAtMs = Math.max(freeAtMs, nowMs()) + (frameBytes / bytesPerSecond) * 1000;
      return frameBytes;
    });
  };
  const hold = (seconds: number) => {
    for (let at = 0; at < seconds * 30; at += 1) {
      press();
      clock.advance(1000 / 30);
    }
  };
  return { clock, drawn, press, hold, presses: () => presses, restMs: () => freeAtMs - nowMs() };
}

describe('On a line of 56 kbit/s', () => {
  test.each([300, 800, 1200])(
    'a key held down ends within a second of its release, with its last frame: %d bytes',
    (frameBytes) => {
      const { clock, drawn, hold, presses, restMs } = onSlowLine({ frameBytes });
      hold(20);
      expect(drawn.length).toBeGreaterThan(50);
      clock.advance(600);
      expect(drawn.at(-1)).toBe(presses());
      expect(restMs()).toBeLessThan(400);
    },
  );

  test('every frame is drawn where the terminal never answers', () => {
    const { drawn, hold, presses } = onSlowLine({ isAnswering: false });
    hold(5);
    expect(drawn.length).toBe(presses());
  });
});
