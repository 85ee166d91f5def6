import { describe, expect, test } from 'vitest';
import type { NewApiCall } from '../../../src/model/call.ts';
import type { Id } from '../../../src/model/id.ts';
import { PresentsError } from '../../../src/model/presents-error.ts';
import type { CallValues } from '../../../src/store/checks/call-values.ts';
import { LogQueue } from '../../../src/store/server/log-queue.ts';

const UNKNOWN_USER = 13;

const callOf = (userId: number): NewApiCall => ({ userId, apiRoute: '/api', statusCode: 200, responseTimeMs: 1 });

/** A queue over a log that takes a turn of the event loop to write, and of which every transaction is kept. */
function queueOver({ atOnce = false, fault }: { readonly atOnce?: boolean; readonly fault?: Error } = {}) {
  const transactions: (readonly Id[])[] = [];
  let lastId = 0;
  const write = (rows: readonly CallValues[]) => {
    if (fault !== undefined) throw fault;
    if (rows.some(({ userId }) => userId === UNKNOWN_USER)) {
      throw new PresentsError('That is no user.', { code: 'invalid', field: 'userId' });
    }
    transactions.push(rows.map(({ userId }) => userId));
    lastId += rows.length;
    return rows.map((_, index) => lastId - rows.length + 1 + index);
  };
  const insert = async (rows: readonly CallValues[]) => {
    await new Promise(setImmediate);
    return write(rows);
  };
  const insertAtOnce = (row: CallValues) => (atOnce ? write([row])[0] : undefined);
  return { queue: new LogQueue({ insert, insertAtOnce, now: () => new Date(0) }), transactions };
}

describe('Calls that are logged one by one', () => {
  test('share a transaction when they come in one turn of the event loop, each with its own id', async () => {
    const { queue, transactions } = queueOver({ atOnce: true });
    expect(await Promise.all([1, 2, 3].map((userId) => queue.log(callOf(userId))))).toEqual([1, 2, 3]);
    expect(transactions).toEqual([[1, 2, 3]]);
  });

  test('share the next transaction when they come while one is being written', async () => {
    const { queue, transactions } = queueOver();
    const first = queue.log(callOf(1));
    await Promise.resolve().then(() => undefined);
    const others = [2, 3, 4].map((userId) => queue.log(callOf(userId)));
    expect(await Promise.all([first, ...others])).toEqual([1, 2, 3, 4]);
    expect(transactions).toEqual([[1], [2, 3, 4]]);
  });

  test('are written at once where one comes alone and need not wait', async () => {
    const { queue, transactions } = queueOver({ atOnce: true });
    queue.log(callOf(1));
    await Promise.resolve().then(() => undefined);
    expect(transactions).toEqual([[1]]);
  });

  test('let the event loop turn now and then, also where each is awaited and written at once', async () => {
    const { queue } = queueOver({ atOnce: true });
    let turned = false;
    setImmediate(() => {
      turned = true;
    });
    for (let count = 0; count < 99; count += 1) await queue.log(callOf(1));
    expect(turned).toBe(false);
    await queue.log(callOf(1));
    expect(turned).toBe(true);
  });

  test('never make a transaction of more than 200', async () => {
    const { queue, transactions } = queueOver();
    await Promise.all(Array.from({ length: 450 }, () => queue.log(callOf(1))));
    expect(transactions.map(({ length }) => length)).toEqual([200, 200, 50]);
  });

  test('cost only themselves when they are refused', async () => {
    const { queue, transactions } = queueOver();
    const answers = await Promise.allSettled([1, UNKNOWN_USER, 3].map((userId) => queue.log(callOf(userId))));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(transactions).toEqual([[1], [3]]);
    await expect(queue.log({ ...callOf(1), responseTimeMs: -1 })).rejects.toMatchObject({ field: 'responseTimeMs' });
  });

  test('all learn of a fault of the database, and the next are tried', async () => {
    const fault = new PresentsError('The disk is full.', { code: 'busy' });
    const { queue } = queueOver({ fault });
    const begun = [1, 2].map((userId) => queue.log(callOf(userId)));
    for (const answer of await Promise.allSettled(begun)) expect(answer).toMatchObject({ reason: fault });
    await expect(queue.log(callOf(3))).rejects.toBe(fault);
  });

  test('do not wait for a lock one batch after the other: those that were queued behind it wait no longer', async () => {
    const fault = new PresentsError('The database is locked.', { code: 'busy' });
    let attempts = 0;
    const insert = async () => {
      attempts += 1;
      await new Promise(setImmediate);
      throw fault;
    };
    const queue = new LogQueue({ insert, insertAtOnce: () => undefined, now: () => new Date(0) });
    const answers = await Promise.allSettled(Array.from({ length: 450 }, () => queue.log(callOf(1))));
    expect(answers.every((answer) => answer.status === 'rejected' && answer.reason === fault)).toBe(true);
    expect(attempts).toBe(1);
  });

  test('are all settled when the queue is drained', async () => {
    const { queue, transactions } = queueOver();
    for (const userId of [1, 2]) queue.log(callOf(userId));
    await queue.drain();
    expect(transactions).toEqual([[1, 2]]);
    await queue.drain();
  });
});
