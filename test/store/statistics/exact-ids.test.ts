import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openPair, waitForIndex } from '../../helpers/statistics-index.ts';
import { aCall, runSql } from '../../helpers/store.ts';

test('A log whose ids are beyond 2^53 is answered as the log itself answers, with an index or without', async () => {
  const calls = Array.from({ length: 300 }, (_, n) => aCall({ dateTime: `2026-11-20 0${n % 9}:00:${10 + (n % 50)}` }));
  const pair = await openPair(calls, {
    change: (path) => runSql(path, 'UPDATE user_api_call_log SET id = 1152921504606846976 + id'),
  });
  await waitForIndex(pair.indexed);
  const window = { from: new Date('2026-11-19T00:00:00Z'), to: null };
  await pair.expectSameAnswers(window, 3600);
  runSql(
    pair.path,
    `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, response_time_ms)
     SELECT user_id, '2026-11-20 11:00:00', api_route, 500, 7 FROM user_api_call_log LIMIT 37`,
  );
  await pair.indexed.version();
  await pair.expectSameAnswers(window, 3600);
});

test('A log whose ids are text is answered by the log itself, and the index does no work on it', async () => {
  const pair = await openPair([aCall(), aCall({ dateTime: '2026-11-20 09:00:00' })], {
    change: (path) =>
      runSql(
        path,
        `CREATE TABLE copy AS SELECT 'call-' || id AS id, user_id, date_time, api_route, request_payload, response_payload,
           response_status_code, response_time_ms, error_message FROM user_api_call_log;
         DROP TABLE user_api_call_log; ALTER TABLE copy RENAME TO user_api_call_log;
         CREATE INDEX idx_api_log_window ON user_api_call_log
           (date_time, user_id, api_route, response_status_code, response_time_ms, id)`,
      ),
  });
  await pair.indexed.version();
  await pair.expectSameAnswers({ from: new Date('2026-11-19T00:00:00Z'), to: null }, 3600);
  expect((await pair.indexed.indexState()).state).toBe('none');
});

test('A log whose ids may be missing, since another program made its table, is answered by the log itself', async () => {
  const pair = await openPair([aCall(), aCall(), aCall()], {
    change: (path) =>
      runSql(
        path,
        `CREATE TABLE copy AS SELECT nullif(id, 2) AS id, user_id, date_time, api_route, request_payload, response_payload,
           response_status_code, response_time_ms, error_message FROM user_api_call_log;
         DROP TABLE user_api_call_log; ALTER TABLE copy RENAME TO user_api_call_log;
         CREATE INDEX idx_api_log_window ON user_api_call_log
           (date_time, user_id, api_route, response_status_code, response_time_ms)`,
      ),
  });
  await pair.indexed.version();
  for (let turn = 0; turn < 100; turn += 1) await nextTurn();
  await pair.expectSameAnswers({ from: new Date('2026-11-19T00:00:00Z'), to: null }, 3600);
});
