import { expect, test } from 'vitest';
import { clockAfterKeys } from '../../src/live/clock.ts';
import { FakeClock } from '../helpers/fake-clock.ts';

/** A clock that waits for keys, how to press one, and what ran of a timer that is due after 100 ms. */
function withTimer() {
  const fake = new FakeClock();
  let lastKeyAt: Date | null = null;
  const clock = clockAfterKeys(fake, () => lastKeyAt);
  const ran: string[] = [];
  const stop = clock.after(100, () => ran.push('timer'));
  const press = () => {
    lastKeyAt = fake.now();
  };
  return { fake, ran, stop, press };
}

test('A timer runs when it is due where no key came, or one that was answered long ago', () => {
  const { fake, ran, press } = withTimer();
  press();
  fake.advance(99);
  expect(ran).toEqual([]);
  fake.advance(1);
  expect(ran).toEqual(['timer']);
});

test('A timer waits a moment where a key has just come, and once only, however many come', () => {
  const { fake, ran, press } = withTimer();
  fake.advance(90);
  press();
  fake.advance(10);
  expect(ran).toEqual([]);
  press();
  fake.advance(39);
  expect(ran).toEqual([]);
  fake.advance(1);
  expect(ran).toEqual(['timer']);
});

test('A timer that is stopped while it waits for a key does not run', () => {
  const { fake, ran, stop, press } = withTimer();
  fake.advance(90);
  press();
  fake.advance(20);
  stop();
  fake.advance(1000);
  expect(ran).toEqual([]);
});

test('A key that seems to come later, on a clock that was set back, makes no timer wait', () => {
  const fake = new FakeClock();
  const clock = clockAfterKeys(fake, () => new Date(fake.now().getTime() + 60_000));
  const ran: string[] = [];
  clock.after(100, () => ran.push('timer'));
  fake.advance(100);
  expect(ran).toEqual(['timer']);
});
