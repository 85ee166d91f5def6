import { Text } from 'ink';
import { describe, expect, test } from 'vitest';
import { LiveProvider } from '../../src/live/live-context.tsx';
import { Unfinished } from '../../src/live/unfinished.ts';
import { useNow } from '../../src/live/use-now.ts';
import { createHeartbeat } from '../../src/live/version-heartbeat.ts';
import { FakeClock } from '../helpers/fake-clock.ts';
import { render } from '../helpers/render.tsx';

const Watch = ({ stepMs }: { readonly stepMs: number | null }) => <Text>{useNow(stepMs).toISOString()}</Text>;

async function watching(stepMs: number | null, startsAt = '2026-11-20T12:00:00.300Z') {
  const clock = new FakeClock(startsAt);
  const live = { clock, heartbeat: createHeartbeat(clock, async () => 'v1'), unfinished: new Unfinished() };
  const watch = (ms: number | null) => (
    <LiveProvider value={live}>
      <Watch stepMs={ms} />
    </LiveProvider>
  );
  const app = await render(watch(stepMs));
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await app.flush();
  };
  return { app, clock, pass, watch };
}

describe('The time on the screen', () => {
  test('moves on at each whole step, and is drawn no oftener', async () => {
    const { app, pass } = await watching(1000);
    const { frames } = app;
    await pass(759);
    expect(app.screen()).toBe('2026-11-20T12:00:00.300Z');
    expect(app.frames).toBe(frames);
    await pass(1);
    expect(app.screen()).toBe('2026-11-20T12:00:01.060Z');
    await pass(999);
    expect(app.frames).toBe(frames + 1);
    await pass(1);
    expect(app.screen()).toBe('2026-11-20T12:00:02.060Z');
  });

  test('is not drawn again where something else drew it when it moved on', async () => {
    const { app, pass, watch } = await watching(1000);
    await pass(720);
    await app.rerender(watch(1000));
    expect(app.screen()).toBe('2026-11-20T12:00:01.020Z');
    const { frames } = app;
    await pass(900);
    expect(app.frames).toBe(frames);
    await pass(140);
    expect(app.screen()).toBe('2026-11-20T12:00:02.060Z');
  });

  test('stands still without a step, and costs no timer', async () => {
    const { app, clock, pass } = await watching(null);
    const { frames } = app;
    expect(clock.timerCount).toBe(0);
    await pass(86_400_000);
    expect(app.frames).toBe(frames);
  });

  test('takes another step up, and leaves no timer behind', async () => {
    const { app, clock, pass, watch } = await watching(60_000);
    await app.rerender(watch(1000));
    expect(clock.timerCount).toBe(1);
    await pass(760);
    expect(app.screen()).toBe('2026-11-20T12:00:01.060Z');
    await app.rerender(watch(null));
    expect(clock.timerCount).toBe(0);
    await app.rerender(watch(1000));
    await app.unmount();
    expect(clock.timerCount).toBe(0);
  });
});
