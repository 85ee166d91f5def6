import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createHeartbeat } from '../../src/live/version-heartbeat.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** A heartbeat over a version that the test moves, with what its listeners heard. */
function beating() {
  const clock = new FakeClock();
  const heard = { beats: 0, beatsEvenIfPaused: 0, pulses: 0, checks: 0 };
  const data: { version: string; failure: string | null; answer: Promise<unknown> } = {
    version: 'v1',
    failure: null,
    answer: Promise.resolve(),
  };
  const heartbeat = createHeartbeat(clock, async () => {
    heard.checks += 1;
    await data.answer;
    if (data.failure) throw new Error(data.failure);
    return data.version;
  });
  heartbeat.onBeat(() => {
    heard.beats += 1;
  });
  heartbeat.onBeat(
    () => {
      heard.beatsEvenIfPaused += 1;
    },
    { evenIfPaused: true },
  );
  heartbeat.onPulse(() => {
    heard.pulses += 1;
  });
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms);
    await turn();
  };
  const start = async (): Promise<void> => {
    heartbeat.start();
    await turn();
    heard.beats = heard.beatsEvenIfPaused = heard.pulses = heard.checks = 0;
  };
  return { clock, heard, data, heartbeat, pass, start };
}

describe('A heartbeat', () => {
  test('is starting until the first version is known, then live', async () => {
    const { heartbeat, heard } = beating();
    expect(heartbeat.pulse().state).toBe('starting');
    heartbeat.start();
    await turn();
    expect(heartbeat.pulse()).toMatchObject({ state: 'live', since: null, reason: '', isPaused: false });
    expect(heartbeat.version()).toBe('v1');
    expect(heard.beats).toBe(1);
  });

  test('beats only when the version moved, however often it asks', async () => {
    const { heard, data, pass, start } = beating();
    await start();
    for (let check = 0; check < 20; check++) await pass(500);
    expect(heard).toMatchObject({ checks: 20, beats: 0, pulses: 0 });
    data.version = 'v2';
    await pass(500);
    await pass(500);
    expect(heard).toMatchObject({ checks: 22, beats: 1, beatsEvenIfPaused: 1, pulses: 0 });
  });

  test('beats on each whole interval while the data moves all the time, and within half of one for what comes alone', async () => {
    const { heard, data, pass, start } = beating();
    await start();
    for (let move = 0; move < 10; move++) {
      data.version = `moved ${move}`;
      await pass(500);
    }
    // At once, and then on the five whole seconds.
    expect(heard).toMatchObject({ checks: 10, beats: 6 });
    await pass(500);
    await pass(500);
    expect(heard.beats).toBe(6);
    data.version = 'alone';
    await pass(500);
    expect(heard.beats).toBe(7);
  });

  test('asks at once when told to, and beats then only for a moved version or by force', async () => {
    const { heard, data, heartbeat, start } = beating();
    await start();
    heartbeat.checkNow();
    await turn();
    expect(heard).toMatchObject({ checks: 1, beats: 0 });
    heartbeat.checkNow({ force: true });
    await turn();
    expect(heard).toMatchObject({ checks: 2, beats: 1 });
    data.version = 'v2';
    heartbeat.checkNow();
    await turn();
    expect(heard.beats).toBe(2);
  });

  test('asks one question at a time, and once more when it was told to meanwhile', async () => {
    const { heard, data, heartbeat, pass, start } = beating();
    await start();
    const { promise, resolve } = Promise.withResolvers<void>();
    data.answer = promise;
    await pass(500);
    await pass(5000);
    heartbeat.checkNow({ force: true });
    heartbeat.checkNow();
    expect(heard.checks).toBe(1);
    resolve();
    await turn();
    expect(heard).toMatchObject({ checks: 2, beats: 1 });
  });

  test('goes by the interval that was set last', async () => {
    const { heard, heartbeat, pass, start } = beating();
    await start();
    heartbeat.setInterval(2000);
    expect(heartbeat.pulse().intervalMs).toBe(2000);
    expect(heard.pulses).toBe(1);
    await pass(999);
    expect(heard.checks).toBe(0);
    await pass(1);
    await pass(1000);
    expect(heard.checks).toBe(2);
  });

  test('leaves no timer behind when it is stopped', async () => {
    const { clock, heartbeat, start } = beating();
    await start();
    heartbeat.holdFor(1000);
    heartbeat.stop();
    expect(clock.timerCount).toBe(0);
  });

  test('beats again when it is started again, also where it was stopped in the middle of a hold', async () => {
    const { heard, data, heartbeat, pass, start } = beating();
    await start();
    heartbeat.holdFor(1000);
    heartbeat.stop();
    await start();
    data.version = 'v2';
    await pass(500);
    expect(heard.beats).toBe(1);
  });
});

describe('While it is paused or held, a heartbeat', () => {
  test('owes exactly one beat, however often the data moved', async () => {
    const { heard, data, heartbeat, pass, start } = beating();
    await start();
    heartbeat.setPaused(true);
    for (let move = 0; move < 5; move++) {
      data.version = `moved ${move}`;
      await pass(500);
    }
    expect(heard).toMatchObject({ beats: 0, beatsEvenIfPaused: 3 });
    heartbeat.setPaused(false);
    expect(heard.beats).toBe(1);
  });

  test('owes nothing when nothing moved', async () => {
    const { heard, heartbeat, pass, start } = beating();
    await start();
    heartbeat.setPaused(true);
    await pass(5000);
    heartbeat.setPaused(false);
    heartbeat.hold()();
    expect(heard.beats).toBe(0);
  });

  test('pays only when the last of several holds and the pause are over', async () => {
    const { heard, data, heartbeat, pass, start } = beating();
    await start();
    const releaseDialog = heartbeat.hold();
    heartbeat.holdFor(1000);
    data.version = 'v2';
    await pass(500);
    releaseDialog();
    releaseDialog();
    expect(heard.beats).toBe(0);
    heartbeat.holdFor(1000);
    await pass(999);
    expect(heard.beats).toBe(0);
    await pass(1);
    expect(heard.beats).toBe(1);
  });

  test('shows what somebody did at once, even if the cursor just moved', async () => {
    const { heard, data, heartbeat, start } = beating();
    await start();
    heartbeat.holdFor(1000);
    data.version = 'v2';
    heartbeat.checkNow();
    await turn();
    expect(heard.beats).toBe(1);
  });

  test('says since when it is paused, also when it is told twice', async () => {
    const { heartbeat, clock, pass, start } = beating();
    await start();
    const pausedAt = clock.now();
    heartbeat.setPaused(true);
    await pass(700);
    heartbeat.setPaused(true);
    expect(heartbeat.pulse()).toMatchObject({ state: 'paused', since: pausedAt, isPaused: true });
    heartbeat.setPaused(false);
    expect(heartbeat.pulse()).toMatchObject({ state: 'live', since: null, isPaused: false });
  });
});

describe('When the data cannot be read, a heartbeat', () => {
  test('is stale with the reason and since the first failure, goes on trying, and recovers with a beat', async () => {
    const { heartbeat, clock, heard, data, pass, start } = beating();
    await start();
    data.failure = 'The database is locked.';
    await pass(500);
    const failedAt = clock.now();
    await pass(500);
    expect(heartbeat.pulse()).toMatchObject({ state: 'stale', since: failedAt, reason: 'The database is locked.' });
    expect(heard).toMatchObject({ checks: 2, beats: 0 });
    data.failure = null;
    await pass(500);
    expect(heartbeat.pulse()).toMatchObject({ state: 'live', since: null, reason: '' });
    expect(heard.beats).toBe(1);
  });

  test('is stale while a reader says so, and wakes everybody at each check until none does', async () => {
    const { heartbeat, heard, pass, start } = beating();
    await start();
    const [one, other] = [{}, {}];
    heartbeat.report(one, 'disk I/O error');
    heartbeat.report(other, 'locked');
    expect(heartbeat.pulse()).toMatchObject({ state: 'stale', reason: 'locked' });
    await pass(500);
    expect(heard.beats).toBe(1);
    heartbeat.report(other, null);
    expect(heartbeat.pulse()).toMatchObject({ state: 'stale', reason: 'disk I/O error' });
    heartbeat.report(one, null);
    expect(heartbeat.pulse().state).toBe('live');
    await pass(500);
    expect(heard.beats).toBe(1);
  });

  test('tells that it is stale rather than that it is paused, and still knows of the pause', async () => {
    const { heartbeat, start } = beating();
    await start();
    heartbeat.setPaused(true);
    heartbeat.report({}, 'locked');
    expect(heartbeat.pulse()).toMatchObject({ state: 'stale', isPaused: true });
  });

  test('tells of its pulse only when it changed', async () => {
    const { heartbeat, heard, start } = beating();
    await start();
    const reader = {};
    heartbeat.report(reader, null);
    expect(heard.pulses).toBe(0);
    heartbeat.report(reader, 'locked');
    heartbeat.report(reader, 'locked');
    expect(heard.pulses).toBe(1);
    const before = heartbeat.pulse();
    heartbeat.report(reader, 'locked');
    expect(heartbeat.pulse()).toBe(before);
  });

  test('that knows the first version wakes nobody until the data moved', async () => {
    const clock = new FakeClock();
    let version = 'v1';
    let beats = 0;
    const heartbeat = createHeartbeat(clock, async () => version, { firstVersion: 'v1' });
    heartbeat.onBeat(() => {
      beats += 1;
    });
    expect(heartbeat.pulse().state).toBe('live');
    heartbeat.start();
    await new Promise((resolve) => setImmediate(resolve));
    expect(beats).toBe(0);
    version = 'v2';
    clock.advance(500);
    await new Promise((resolve) => setImmediate(resolve));
    expect(beats).toBe(1);
    heartbeat.stop();
  });
});
