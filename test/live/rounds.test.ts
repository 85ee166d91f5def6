import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createLiveQuery } from '../../src/live/live-query.ts';
import { Unfinished } from '../../src/live/unfinished.ts';
import { createHeartbeat } from '../../src/live/version-heartbeat.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** Two live questions on one heartbeat, and what was told of them, in order. */
async function twoQuestions() {
  const clock = new FakeClock();
  const data = { version: 'v1' };
  const heartbeat = createHeartbeat(clock, async () => data.version);
  heartbeat.start();
  await turn();
  const told: string[] = [];
  const pending = new Map<string, PromiseWithResolvers<string>>();
  const ask = (name: string) => {
    const query = createLiveQuery<string>({ heartbeat, clock, unfinished: new Unfinished() });
    query.ask(name, () => {
      const reading = Promise.withResolvers<string>();
      pending.set(name, reading);
      return reading.promise;
    });
    query.connect();
    query.subscribe(() => told.push(`${name}: ${query.snapshot().error?.message ?? query.snapshot().data}`));
  };
  for (const name of ['quick', 'slow']) ask(name);
  await turn();
  const answer = async (name: string, text: string) => {
    pending.get(name)?.resolve(text);
    await turn();
  };
  const fail = async (name: string, reason: string) => {
    pending.get(name)?.reject(new Error(reason));
    await turn();
  };
  const move = async () => {
    data.version += 'x';
    clock.advance(1000);
    await turn();
  };
  return { clock, told, ask, answer, fail, move };
}

test('What is asked in one turn of the event loop is told together', async () => {
  const { told, answer } = await twoQuestions();
  await answer('quick', '1');
  expect(told).toEqual([]);
  await answer('slow', '1');
  expect(told).toEqual(['quick: 1', 'slow: 1']);
});

test('What is asked later does not wait for what was asked before', async () => {
  const { told, ask, answer } = await twoQuestions();
  ask('late');
  await turn();
  await answer('late', '1');
  expect(told).toEqual(['late: 1']);
});

test('What a beat asks anew is told together, when the last answer is there', async () => {
  const { told, answer, move } = await twoQuestions();
  await answer('quick', '1');
  await answer('slow', '1');
  await move();
  told.length = 0;
  await answer('quick', '2');
  expect(told).toEqual([]);
  await answer('slow', '2');
  expect(told).toEqual(['quick: 2', 'slow: 2']);
});

test('An answer that takes too long holds up no other', async () => {
  const { clock, told, answer, move } = await twoQuestions();
  await answer('quick', '1');
  await answer('slow', '1');
  await move();
  told.length = 0;
  await answer('quick', '2');
  clock.advance(100);
  await turn();
  expect(told).toEqual(['quick: 2']);
  await answer('slow', '2');
  expect(told).toEqual(['quick: 2', 'slow: 2']);
});

test('A failure is told with the answers of its beat, and leaves no timer behind', async () => {
  const { clock, told, answer, fail, move } = await twoQuestions();
  await answer('quick', '1');
  await answer('slow', '1');
  await move();
  told.length = 0;
  const timers = clock.timerCount;
  await answer('quick', '2');
  await fail('slow', 'locked');
  expect(told).toEqual(['quick: 2', 'slow: locked']);
  expect(clock.timerCount).toBe(timers - 1);
});
