import { describe, expect, test } from 'vitest';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import { aCall, aUser } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestEngine } from './test-database.ts';

const at = (clock: string, overrides: Partial<CallValues> = {}) =>
  aCall({ dateTime: `2026-11-20 ${clock}`, ...overrides });
const failed = { statusCode: 422 };

/** The store of some calls, whose ids begin with 1. */
const storeOf = ({ openBuilt }: TestEngine, ...calls: readonly CallValues[]) =>
  openBuilt({ users: [aUser('a'), aUser('b')], calls });

describe.each(engines)('The nearest success to a call ($name)', (engine) => {
  test('is the one of its user and route next in time, before or after', async () => {
    const { apiLogs } = await storeOf(
      engine,
      at('11:00:00'),
      at('11:20:00'),
      at('11:30:00', failed),
      at('11:39:00'),
      at('11:31:00', failed),
      at('11:32:00', { apiRoute: '/api/other' }),
      at('11:33:00', { userId: 2 }),
      at('11:34:00', { statusCode: null }),
    );
    expect(await apiLogs.nearestSuccess(3)).toEqual({ id: 4, isOfSameUser: true });
    expect(await apiLogs.nearestSuccess(2)).toEqual({ id: 4, isOfSameUser: true });
    expect(await apiLogs.nearestSuccess(1)).toEqual({ id: 2, isOfSameUser: true });
  });

  test('is of another user, and says so, where its own has none; and none where the route has none', async () => {
    const { apiLogs } = await storeOf(
      engine,
      at('11:00:00', { userId: 2 }),
      at('11:30:00', failed),
      at('11:45:00', { userId: 2 }),
      at('11:31:00', { ...failed, apiRoute: '/api/other' }),
    );
    expect(await apiLogs.nearestSuccess(2)).toEqual({ id: 3, isOfSameUser: false });
    expect(await apiLogs.nearestSuccess(4)).toBeUndefined();
    expect(await apiLogs.nearestSuccess(99)).toBeUndefined();
  });

  test('goes by the instants of times in other forms, and by the order of the log where a time cannot be read', async () => {
    const { apiLogs } = await storeOf(
      engine,
      at('11:00:00'),
      aCall({ dateTime: '2026-11-20T13:29:30+02:00' }),
      at('11:30:00', failed),
      at('11:35:00'),
      aCall({ dateTime: engine.unreadableTime, ...failed }),
    );
    expect(await apiLogs.nearestSuccess(3)).toEqual({ id: 2, isOfSameUser: true });
    expect(await apiLogs.nearestSuccess(5)).toEqual({ id: 4, isOfSameUser: false });
  });

  test('is found where a user called seldom, among calls of others', async () => {
    const others = Array.from({ length: 60_000 }, () => at('11:15:00', { userId: 2 }));
    const { apiLogs } = await storeOf(engine, at('11:00:00'), ...others, at('11:30:00', failed));
    expect(await apiLogs.nearestSuccess(60_002)).toEqual({ id: 1, isOfSameUser: true });
  });

  test('is found in the data of the original, whose file lacks the index by time', async () => {
    const database = await engine.reference();
    await database.run(`INSERT INTO user_api_call_log (id, user_id, date_time, api_route, response_status_code) VALUES
       (9001, 1, '2026-11-20 10:00:00', '/x', 200), (9002, 1, '2026-11-20 10:01:00', '/x', 500),
       (9003, 2, '2026-11-20 10:02:00', '/y', 200), (9004, 1, '2026-11-20 10:03:00', '/y', 500)`);
    const { apiLogs } = await database.open();
    expect(await apiLogs.nearestSuccess(9002)).toEqual({ id: 9001, isOfSameUser: true });
    expect(await apiLogs.nearestSuccess(9004)).toEqual({ id: 9003, isOfSameUser: false });
  });

  test('has its exact id, however large', async () => {
    const statuses = [500, 500, 200, 200];
    const calls = statuses.map((statusCode, index) =>
      aCall({ id: 1152921504606846975n + BigInt(index), dateTime: `2026-11-20 11:59:0${5 + index}`, statusCode }),
    );
    const database = await engine.build({ users: [aUser('a')], calls });
    const { apiLogs } = await database.open();
    expect(await apiLogs.nearestSuccess(1152921504606846976n)).toEqual({
      id: 1152921504606846977n,
      isOfSameUser: true,
    });
  });
});

test.each(engines)('A long payload is read part by part ($name)', async (engine) => {
  const payload = JSON.stringify({ text: 'äöü👩'.repeat(50) });
  const { apiLogs } = await storeOf(engine, at('11:00:00', { requestPayload: payload, responsePayload: 'short' }));
  const parts: string[] = [];
  for (let from = 0; from < payload.length; from += 33) {
    const found = await apiLogs.findStored(1, { from, maxLength: 33 });
    expect(found?.requestPayload).toMatchObject({
      length: payload.length,
      byteCount: Buffer.byteLength(payload),
      isWhole: false,
    });
    expect(found?.responsePayload).toMatchObject({ text: from === 0 ? 'short' : '', isWhole: from === 0 });
    parts.push(found?.requestPayload?.text ?? '');
  }
  expect(parts.join('')).toBe(payload);
});
