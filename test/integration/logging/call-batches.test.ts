import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { BATCH_MS, CallBatches } from '../../../src/integration/logging/call-batches.ts';
import type { NewApiCall } from '../../../src/model/call.ts';
import type { Id } from '../../../src/model/id.ts';
import { OutcomeUnknownError, PresentsError } from '../../../src/model/presents-error.ts';

const call = (userId = 1): NewApiCall => ({ userId, apiRoute: '/', statusCode: 200, responseTimeMs: 1 });
const locked = new PresentsError('The database is locked.', { code: 'busy' });
const refused = new PresentsError('no user has this userId', { code: 'invalid', field: 'userId' });

function gather(outcome: (calls: readonly NewApiCall[]) => unknown = () => undefined, waitingBytes = 1e6) {
  const written: Id[][] = [];
  const reports: [unknown, number][] = [];
  const batches = new CallBatches({
    write: async (calls) => {
      const fault = await outcome(calls);
      if (fault !== undefined) throw fault;
      written.push(calls.map(({ userId }) => userId));
    },
    onError: (error, lost) => reports.push([error, lost]),
    waitingBytes,
  });
  const add = (count: number, userId = 1) => {
    for (let index = 0; index < count; index += 1) batches.add(call(userId), 100);
  };
  return { batches, written, reports, add, sizes: () => written.map(({ length }) => length) };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('Calls are written', () => {
  test('together after 50 ms, and not before', async () => {
    const { add, sizes, batches } = gather();
    add(3);
    await vi.advanceTimersByTimeAsync(BATCH_MS - 1);
    expect(sizes()).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(sizes()).toEqual([3]);
    expect(batches.counts).toEqual({ logged: 3, lost: 0, waiting: 0, waitingBytes: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  test('at once when there are 200, the rest when its time has come', async () => {
    const { add, sizes } = gather();
    add(450);
    await vi.advanceTimersByTimeAsync(0);
    expect(sizes()).toEqual([200, 200]);
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    expect(sizes()).toEqual([200, 200, 50]);
  });

  test('one batch after the other, in their order', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let running = 0;
    const { add, written, sizes } = gather(async () => {
      running += 1;
      expect(running).toBe(1);
      await promise;
      running -= 1;
    });
    add(200, 1);
    add(200, 2);
    await vi.advanceTimersByTimeAsync(500);
    expect(sizes()).toEqual([]);
    resolve(undefined);
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    expect(written.map(([first]) => first)).toEqual([1, 2]);
  });

  test('when they are flushed, those of the batch under way included', async () => {
    const { add, sizes, batches } = gather();
    add(201);
    add(5);
    await batches.flush();
    expect(sizes()).toEqual([200, 6]);
    await batches.flush();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('Where the database fails', () => {
  test('calls that may be written are not written again, and count as lost', async () => {
    const unknown = new OutcomeUnknownError(new Error('Connection terminated'));
    let tries = 0;
    const { add, batches, written, reports } = gather(() => {
      tries += 1;
      return tries === 1 ? unknown : undefined;
    });
    add(3);
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    add(2, 7);
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    expect(written).toEqual([[7, 7]]);
    expect(reports).toEqual([[unknown, 3]]);
    expect(batches.counts).toEqual({ logged: 2, lost: 3, waiting: 0, waitingBytes: 0 });
  });

  test('calls wait, are tried again ever more rarely, and are written in the end', async () => {
    let isLocked = true;
    const { add, sizes, reports, batches } = gather(() => (isLocked ? locked : undefined));
    add(3);
    await vi.advanceTimersByTimeAsync(BATCH_MS + 100 + 200 + 400);
    expect(reports).toEqual(Array(4).fill([locked, 0]));
    add(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(reports).toHaveLength(4);
    expect(batches.counts).toEqual({ logged: 0, lost: 0, waiting: 4, waitingBytes: 400 });
    isLocked = false;
    await vi.advanceTimersByTimeAsync(800);
    expect(sizes()).toEqual([4]);
    expect(batches.counts).toEqual({ logged: 4, lost: 0, waiting: 0, waitingBytes: 0 });
    add(1);
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    expect(sizes()).toEqual([4, 1]);
  });

  test('no more wait than there is room for; the others are counted and reported', async () => {
    const { add, batches, reports } = gather(() => locked, 1_000);
    add(15);
    expect(batches.counts).toEqual({ logged: 0, lost: 5, waiting: 10, waitingBytes: 1000 });
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    expect(reports).toEqual([
      [locked, 0],
      [
        new PresentsError('5 calls were not logged: too many others were waiting for the database.', {
          code: 'unavailable',
        }),
        5,
      ],
    ]);
    add(1);
    expect(batches.counts).toMatchObject({ lost: 6, waiting: 10 });
  });

  test('a call that is refused costs only itself', async () => {
    const { add, written, reports, batches } = gather((calls) =>
      calls.some(({ userId }) => userId === 2) ? refused : undefined,
    );
    add(2, 1);
    add(1, 2);
    add(2, 3);
    await batches.flush();
    expect(written).toEqual([[1], [1], [3], [3]]);
    expect(reports).toEqual([[refused, 1]]);
    expect(batches.counts).toEqual({ logged: 4, lost: 1, waiting: 0, waitingBytes: 0 });
  });

  test('while refused calls are sorted out, what was not written yet waits in its order', async () => {
    const faults: unknown[] = [refused, undefined, locked];
    const { batches, written } = gather(() => faults.shift());
    for (const userId of [1, 2, 3]) batches.add(call(userId), 100);
    await batches.flush();
    expect(batches.counts).toEqual({ logged: 1, lost: 0, waiting: 2, waitingBytes: 200 });
    await batches.flush();
    expect(written).toEqual([[1], [2, 3]]);
  });

  test('what may have been written is not written twice', async () => {
    const died = new Error('The thread ended.');
    const { add, batches, reports } = gather(() => died);
    add(2);
    await batches.flush();
    expect(reports).toEqual([[died, 2]]);
    expect(batches.counts).toEqual({ logged: 0, lost: 2, waiting: 0, waitingBytes: 0 });
  });

  test.each([
    ['refused', refused],
    ['lost', new Error('The thread ended.')],
  ])('and what was tried again is %s, the next calls are written in their time', async (_, fault) => {
    const faults: unknown[] = [locked, fault];
    const { add, sizes, batches } = gather(() => faults.shift());
    add(1);
    await vi.advanceTimersByTimeAsync(BATCH_MS + 100);
    expect(batches.counts).toEqual({ logged: 0, lost: 1, waiting: 0, waitingBytes: 0 });
    add(1);
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    expect(sizes()).toEqual([1]);
  });

  test('and what waited was given up at an end, calls that come after it are written all the same', async () => {
    let isLocked = true;
    const { add, sizes, batches } = gather(() => (isLocked ? locked : undefined));
    add(1);
    await batches.end();
    isLocked = false;
    add(2);
    await vi.advanceTimersByTimeAsync(BATCH_MS);
    expect(sizes()).toEqual([2]);
  });

  test('the end gives up what cannot be written, and leaves no timer', async () => {
    const { add, batches, reports } = gather(() => locked);
    add(3);
    await batches.end();
    expect(reports.map(([, lost]) => lost)).toEqual([0, 3]);
    expect(batches.counts).toEqual({ logged: 0, lost: 3, waiting: 0, waitingBytes: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('The end', () => {
  test('also writes what comes while it writes', async () => {
    const { add, batches, reports, sizes } = gather(() => new Promise((resolve) => setTimeout(resolve, 5)));
    add(1);
    const ended = batches.end();
    setTimeout(() => add(2), 2);
    await vi.advanceTimersByTimeAsync(10);
    await ended;
    expect([sizes(), reports]).toEqual([[1, 2], []]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('comes all the same where calls never cease', async () => {
    const { add, batches } = gather(() => add(1));
    add(1);
    await batches.end();
    expect(batches.counts.waiting).toBe(0);
    expect(batches.counts.lost).toBe(1);
  });
});
