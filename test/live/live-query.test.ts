import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createLiveQuery } from '../../src/live/live-query.ts';
import { Unfinished } from '../../src/live/unfinished.ts';
import { createHeartbeat } from '../../src/live/version-heartbeat.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** A live question to a source that answers when the test lets it. */
async function asking() {
  const clock = new FakeClock();
  const data = { version: 'v1' };
  const opened: string[] = [];
  const holdFrames = () => {
    opened.push('opening');
    return () => void opened.push('over');
  };
  const heartbeat = createHeartbeat(clock, async () => data.version, { holdFrames });
  heartbeat.start();
  await turn();
  const unfinished = new Unfinished();
  const isPart = (text: string) => text.endsWith('…');
  const query = createLiveQuery<string>({ heartbeat, clock, unfinished }, { isPart });
  const pending: { readonly key: string; answer(text: string): void; fail(reason: string): void }[] = [];
  let readings = 0;
  let news = 0;
  query.subscribe(() => {
    news += 1;
  });
  const ask = (key: string): void =>
    query.ask(key, () => {
      readings += 1;
      const { promise, resolve, reject } = Promise.withResolvers<string>();
      pending.push({ key, answer: resolve, fail: (reason) => reject(new Error(reason)) });
      return promise;
    });
  const next = () => {
    const reading = pending.shift();
    if (!reading) throw new Error('nothing is being read');
    return reading;
  };
  const answer = async (text: string): Promise<string> => {
    const reading = next();
    reading.answer(text);
    await turn();
    return reading.key;
  };
  const fail = async (reason: string): Promise<void> => {
    next().fail(reason);
    await turn();
  };
  const move = async (version: string): Promise<void> => {
    data.version = version;
    clock.advance(1000);
    await turn();
  };
  return {
    query,
    heartbeat,
    unfinished,
    opened,
    clock,
    ask,
    answer,
    fail,
    move,
    readings: () => readings,
    news: () => news,
  };
}

describe('A live question', () => {
  test('keeps the frame of a screen that opens back until its first answer, and of one that has its rows not at all', async () => {
    const { query, ask, answer, move, opened } = await asking();
    ask('a');
    const disconnect = query.connect();
    expect(opened).toEqual(['opening']);
    await turn();
    await answer('first');
    expect(opened.slice(0, 2)).toEqual(['opening', 'over']);
    disconnect();
    await move('v2');
    opened.length = 0;
    query.connect();
    expect(opened).toEqual([]);
  });

  test('is read once, and again only when the data moved', async () => {
    const { query, clock, ask, answer, move, readings } = await asking();
    ask('a');
    query.connect();
    await turn();
    expect(query.snapshot()).toMatchObject({ data: undefined, isReading: true, updatedAt: null });
    await answer('first');
    expect(query.snapshot()).toEqual({
      data: 'first',
      dataKey: 'a',
      updatedAt: clock.now(),
      error: null,
      isUnanswered: false,
      isStopped: false,
      isReading: false,
    });
    ask('a');
    await move('v1');
    expect(readings()).toBe(1);
    await move('v2');
    expect(readings()).toBe(2);
    await answer('second');
    expect(query.snapshot().data).toBe('second');
  });

  test('stays as it is while its answer is read anew, so that nobody is drawn for that', async () => {
    const { query, ask, answer, move, news } = await asking();
    ask('a');
    const disconnect = query.connect();
    await turn();
    await answer('first');
    const known = { state: query.snapshot(), news: news() };
    await move('v2');
    expect({ state: query.snapshot(), news: news() }).toEqual(known);
    expect(query.snapshot()).toBe(known.state);
    await answer('second');
    disconnect();
    await move('v3');
    const again = query.snapshot();
    query.connect();
    await turn();
    expect(query.snapshot()).toBe(again);
    expect(await answer('third')).toBe('a');
    expect(query.snapshot().data).toBe('third');
  });

  test('says that it waits where another question is asked while the answer to the last one is read anew', async () => {
    const { query, ask, answer, move } = await asking();
    ask('a');
    query.connect();
    await turn();
    await answer('first');
    await move('v2');
    ask('b');
    expect(query.snapshot()).toMatchObject({ data: 'first', dataKey: 'a', isReading: true });
    await answer('second');
    expect(query.snapshot()).toMatchObject({ data: 'second', dataKey: 'a', isReading: true });
    await answer('of b');
    expect(query.snapshot()).toMatchObject({ data: 'of b', dataKey: 'b', isReading: false });
  });

  test('has one reading at a time, and one more when the data moved meanwhile', async () => {
    const { query, ask, answer, move, readings } = await asking();
    ask('a');
    query.connect();
    await turn();
    await move('v2');
    await move('v3');
    await move('v4');
    expect(readings()).toBe(1);
    await answer('of v1');
    expect(readings()).toBe(2);
    await answer('of v4');
    expect(readings()).toBe(2);
    expect(query.snapshot().data).toBe('of v4');
  });

  test('shows the old answer while another question is on its way, and asks the newest of several only', async () => {
    const { query, ask, answer, readings } = await asking();
    ask('a');
    query.connect();
    await turn();
    await answer('of a');
    for (const key of ['b', 'c', 'd']) ask(key);
    expect(query.snapshot()).toMatchObject({ data: 'of a', dataKey: 'a', isReading: true });
    expect(await answer('of b')).toBe('b');
    expect(await answer('of d')).toBe('d');
    expect(query.snapshot()).toMatchObject({ data: 'of d', dataKey: 'd', isReading: false });
    expect(readings()).toBe(3);
  });

  test('tells nobody that a refresh began: that would cost a frame', async () => {
    const { query, ask, answer, move, news } = await asking();
    ask('a');
    query.connect();
    await turn();
    await answer('first');
    const before = news();
    await move('v2');
    expect(news()).toBe(before);
    await answer('second');
    expect(news()).toBe(before + 1);
  });

  test('keeps the last good answer when a reading fails, says why, and is stale until one succeeds', async () => {
    const { query, heartbeat, ask, answer, fail, move, clock } = await asking();
    ask('a');
    query.connect();
    await turn();
    await answer('good');
    const updatedAt = clock.now();
    await move('v2');
    await fail('The database is locked.');
    expect(query.snapshot()).toMatchObject({ data: 'good', updatedAt, isReading: false });
    expect(query.snapshot().error?.message).toBe('The database is locked.');
    expect(heartbeat.pulse()).toMatchObject({ state: 'stale', reason: 'The database is locked.' });
    // The version stands still, and it is tried again all the same.
    await move('v2');
    await answer('better');
    expect(query.snapshot()).toMatchObject({ data: 'better', error: null });
    expect(heartbeat.pulse().state).toBe('live');
  });

  test('that failed is tried again while rows are held or paused too, else it would stay stale', async () => {
    for (const keepStill of ['hold', 'pause'] as const) {
      const { query, heartbeat, ask, answer, fail, move, readings } = await asking();
      ask('a');
      query.connect();
      await turn();
      await fail('locked');
      if (keepStill === 'hold') heartbeat.hold();
      else heartbeat.setPaused(true);
      await move('v1');
      expect(readings()).toBe(2);
      await answer('first');
      expect(heartbeat.pulse().state).toBe(keepStill === 'hold' ? 'live' : 'paused');
      await move('v2');
      expect(readings()).toBe(2);
    }
  });
});

describe('A question that nobody looks at', () => {
  test('any more when the event loop has turned, as of a screen that a key typed ahead has left, is not asked', async () => {
    const { query, ask, readings } = await asking();
    ask('a');
    query.connect()();
    await turn();
    expect(readings()).toBe(0);
    expect(query.snapshot().isReading).toBe(false);
    query.connect()();
    query.connect();
    await turn();
    expect(readings()).toBe(1);
  });

  test('reads nothing, whatever moves or is asked', async () => {
    const { query, ask, move, readings } = await asking();
    ask('a');
    await move('v2');
    ask('b');
    const disconnect = query.connect();
    await turn();
    disconnect();
    await move('v3');
    ask('c');
    expect(readings()).toBe(1);
  });

  test('is read again when it is looked at again only if the data moved or the question is another', async () => {
    const { query, ask, answer, move, readings } = await asking();
    ask('a');
    const hide = query.connect();
    await turn();
    await answer('first');
    hide();
    const hideAgain = query.connect();
    await turn();
    expect(readings()).toBe(1);
    hideAgain();
    await move('v2');
    expect(readings()).toBe(1);
    const hideOnceMore = query.connect();
    await turn();
    expect(readings()).toBe(2);
    await answer('second');
    hideOnceMore();
    ask('b');
    expect(readings()).toBe(2);
    query.connect();
    await turn();
    expect(readings()).toBe(3);
  });

  test('is read again when the data moved during the last reading', async () => {
    const { query, ask, answer, move, readings } = await asking();
    ask('a');
    const hide = query.connect();
    await turn();
    hide();
    await move('v2');
    await answer('of v1');
    expect(readings()).toBe(1);
    query.connect();
    await turn();
    expect(readings()).toBe(2);
  });

  test('does not leave the screen stale when its reading fails after it was left', async () => {
    const { query, heartbeat, ask, fail } = await asking();
    ask('a');
    const hide = query.connect();
    await turn();
    hide();
    await fail('locked');
    expect(heartbeat.pulse().state).toBe('live');
    query.connect();
    await turn();
    await fail('locked');
    expect(heartbeat.pulse().state).toBe('stale');
  });

  test('takes its failure along when it is left', async () => {
    const { query, heartbeat, ask, fail } = await asking();
    ask('a');
    const hide = query.connect();
    await turn();
    await fail('locked');
    expect(heartbeat.pulse().state).toBe('stale');
    hide();
    expect(heartbeat.pulse().state).toBe('live');
  });

  test('asks again until an answer is whole', async () => {
    const { query, ask, answer, readings, unfinished } = await asking();
    query.connect();
    ask('a');
    await turn();
    await answer('1…');
    await answer('1 2…');
    expect(query.snapshot()).toMatchObject({ data: '1 2…', isStopped: false });
    await answer('1 2 3');
    expect([readings(), unfinished.stop()]).toEqual([3, false]);
  });

  test('stops at the part that there is, until it is told to go on', async () => {
    const { query, ask, answer, move, readings, unfinished } = await asking();
    query.connect();
    ask('a');
    await turn();
    await answer('1…');
    expect(unfinished.stop()).toBe(true);
    await answer('1 2…');
    expect(query.snapshot()).toMatchObject({ data: '1 2…', isStopped: true });
    await move('v2');
    expect([readings(), unfinished.stop()]).toEqual([2, false]);
    unfinished.goOn();
    await answer('1 2 3');
    expect(query.snapshot()).toMatchObject({ data: '1 2 3', isStopped: false });
  });

  test('that was stopped is asked whole where it is another one', async () => {
    const { query, ask, answer, unfinished } = await asking();
    query.connect();
    ask('a');
    await turn();
    await answer('1…');
    unfinished.stop();
    ask('b');
    await answer('1 2…');
    expect(await answer('all')).toBe('b');
    expect(query.snapshot()).toMatchObject({ data: 'all', isStopped: false });
  });
});
