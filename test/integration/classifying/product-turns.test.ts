import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ProductTurns } from '../../../src/integration/classifying/product-turns.ts';
import type { LeaseStore } from '../../../src/store/store.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const MINUTE_MS = 60_000;

/** Turns of a process, and what it asks the database; each question is answered when the test says so. */
function process() {
  const asked: string[] = [];
  const answers: (() => void)[] = [];
  const answered = (what: string) => {
    asked.push(what);
    return new Promise<void>((resolve) => answers.push(resolve));
  };
  const leases: LeaseStore = {
    take: async (name) => {
      await answered(`take ${name}`);
      return true;
    },
    prolong: (names) => answered(`prolong ${names.join(' ')}`),
    release: (names) => answered(`release ${names.join(' ')}`),
  };
  const turns = new ProductTurns({ leases, onError: undefined });
  const answerAll = async () => {
    await vi.advanceTimersByTimeAsync(0);
    for (const answer of answers.splice(0)) answer();
    await vi.advanceTimersByTimeAsync(0);
  };
  const take = async (name: string, owner: AbortSignal) => {
    const taking = turns.take(name, owner);
    await answerAll();
    return taking;
  };
  return { turns, asked, answerAll, take };
}

const work = () => new AbortController();

describe('Turns at products', () => {
  test('are renewed together while they last, and their timer ends with the last of them', async () => {
    const { turns, asked, take } = process();
    const { signal } = work();
    await take('a', signal);
    await take('b', signal);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(asked).toEqual(['take a', 'take b', ...Array(3).fill('prolong a b')]);
    turns.end('a', signal);
    turns.end('b', signal);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(asked.slice(5)).toEqual(['release a b']);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('that end while they are renewed are not held again', async () => {
    const { turns, asked, take, answerAll } = process();
    const { signal } = work();
    await take('a', signal);
    await vi.advanceTimersByTimeAsync(MINUTE_MS / 3);
    turns.end('a', signal);
    await answerAll();
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect([asked, vi.getTimerCount()]).toEqual([['take a', 'prolong a', 'release a'], 0]);
  });

  test('are given back when their work is aborted, also while they are taken', async () => {
    const { turns, asked, take, answerAll } = process();
    const first = work();
    await take('a', first.signal);
    first.abort();
    await answerAll();
    const second = work();
    const taking = turns.take('b', second.signal);
    await vi.advanceTimersByTimeAsync(0);
    second.abort();
    await answerAll();
    await taking;
    await answerAll();
    expect([asked, vi.getTimerCount()]).toEqual([['take a', 'release a', 'take b', 'release b'], 0]);
  });

  test('pass on to other work of the process, which the end of the first one does not take away', async () => {
    const { turns, asked, take } = process();
    const [first, second] = [work(), work()];
    await take('a', first.signal);
    await take('a', second.signal);
    turns.end('a', first.signal);
    first.abort();
    await vi.advanceTimersByTimeAsync(MINUTE_MS / 3);
    expect(asked).toEqual(['take a', 'take a', 'prolong a']);
    turns.end('a', second.signal);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('are taken again only when the lease was given back', async () => {
    const { turns, asked, take, answerAll } = process();
    const [first, second] = [work(), work()];
    await take('a', first.signal);
    turns.end('a', first.signal);
    const again = turns.take('a', second.signal);
    await vi.advanceTimersByTimeAsync(0);
    expect(asked).toEqual(['take a', 'release a']);
    await answerAll();
    await answerAll();
    expect([await again, asked]).toEqual([true, ['take a', 'release a', 'take a']]);
  });

  test('of a classifier that never answers hold nobody up after ten minutes', async () => {
    const { asked, take } = process();
    await take('a', work().signal);
    await vi.advanceTimersByTimeAsync(60 * MINUTE_MS);
    expect(asked.filter((what) => what === 'prolong a')).toHaveLength(30);
    expect(asked.slice(31).join('')).toBe('');
  });
});
