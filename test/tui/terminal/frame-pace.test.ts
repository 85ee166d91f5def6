import { describe, expect, test } from 'vitest';
import { FramePace } from '../../../src/tui/terminal/frame-pace.ts';
import { FakeClock } from '../../helpers/fake-clock.ts';

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
  const stdout = {
    writableNeedDrain: false,
    drain: () => {},
    once: (_: 'drain', listener: () => void) => {
      stdout.drain = listener;
    },
  };
  const pace = new FramePace(keys, questions, stdout, clock);
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
  return { clock, drawn, pace, stdout, press, hold, presses: () => presses, restMs: () => freeAtMs - nowMs() };
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

  test('a screen that opens is drawn once, with the first frame behind its last answer', () => {
    const { clock, drawn, pace } = onSlowLine();
    const draw = (what: number) => pace.draw(() => drawn.push(what));
    const [first, second] = [pace.hold(), pace.hold()];
    draw(1);
    clock.advance(20);
    first();
    draw(2);
    clock.advance(20);
    second();
    expect(drawn).toEqual([]);
    draw(3);
    expect(drawn).toEqual([3]);
  });

  test('a screen that opens is drawn without its answers where they take longer than 100 ms, or look like nothing new', () => {
    const { clock, drawn, pace } = onSlowLine();
    const end = pace.hold();
    pace.draw(() => drawn.push(1));
    clock.advance(99);
    expect(drawn).toEqual([]);
    clock.advance(1);
    expect(drawn).toEqual([1]);
    end();
    pace.hold()();
    pace.draw(() => drawn.push(2));
    pace.hold()();
    pace.draw(() => drawn.push(3));
    expect(drawn).toEqual([1, 2, 3]);
    const endWithoutNews = pace.hold();
    pace.draw(() => drawn.push(4));
    endWithoutNews();
    clock.advance(40);
    expect(drawn).toEqual([1, 2, 3, 4]);
  });

  test('no frame is written while the terminal takes nothing, and then the last', () => {
    const { drawn, pace, stdout } = onSlowLine();
    stdout.writableNeedDrain = true;
    pace.draw(() => drawn.push(1));
    pace.draw(() => drawn.push(2));
    expect(drawn).toEqual([]);
    stdout.writableNeedDrain = false;
    stdout.drain();
    expect(drawn).toEqual([2]);
  });

  test('every frame is drawn where the terminal never answers', () => {
    const { drawn, hold, presses } = onSlowLine({ isAnswering: false });
    hold(5);
    expect(drawn.length).toBe(presses());
  });
});
