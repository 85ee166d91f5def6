import { describe, expect, test } from 'vitest';
import { askDatabase, createDatabase, hasPostgres } from '../../helpers/postgres.ts';
import { openTestStore, REFERENCE_NOW } from '../../helpers/store.ts';

/** A log as other programs make it: one table, times without a zone, small numbers, payloads as JSON, and no transactions noted. */
const OTHER_LOG = `
  CREATE TABLE "user" (id serial PRIMARY KEY, username varchar(80), api_key text, created_at timestamp, updated_at timestamp,
    is_active integer DEFAULT 1);
  CREATE TABLE user_api_call_log (id serial PRIMARY KEY, user_id integer, date_time timestamp, api_route varchar(200),
    request_payload jsonb, response_payload json, response_status_code smallint, response_time_ms real, error_message varchar);
  INSERT INTO "user" (username) VALUES ('ada'), ('bob');
  INSERT INTO user_api_call_log (user_id, date_time, api_route, request_payload, response_payload, response_status_code,
    response_time_ms, error_message)
  SELECT 1 + n % 2, timestamp '2026-11-20 11:59:00.75' - n * interval '1 minute', CASE WHEN n % 5 > 0 THEN '/r' || n % 3 END,
    jsonb_build_object('a', n % 4, 'b', 'É'), '{"x":  [1, 1]}', CASE WHEN n % 9 > 0 THEN CASE WHEN n % 7 = 0 THEN 500 ELSE 200 END END,
    CASE WHEN n % 11 > 0 THEN n % 50 + 0.5 END, CASE WHEN n % 7 = 0 THEN 'Timeout' END
  FROM generate_series(0, 599) n`;

describe.runIf(hasPostgres)('A log in a table of another program', () => {
  test('answers every question about calls', async () => {
    const location = await createDatabase('nothing');
    await askDatabase(location, OTHER_LOG);
    const { apiLogs, users, errorGroups } = await openTestStore(location);
    const window = { from: new Date('2026-11-20T02:00:00Z'), to: REFERENCE_NOW };
    const page = { window, filter: '', descending: true, offset: 0, limit: 2, anchorId: null } as const;
    expect(await apiLogs.totals(window)).toMatchObject({ totalCalls: 600, errorCount: 76, activeUsers: 2 });
    const day = { from: new Date('2026-11-20T10:00:00Z'), to: null };
    expect((await apiLogs.timeline(day, { bucketSeconds: 3600 })).map(({ callCount }) => callCount)).toEqual([
      60, 60, 0,
    ]);
    expect(await apiLogs.calls({ ...page, sort: 'time', anchorId: 300 })).toMatchObject({
      rows: [{ id: 299, dateTime: new Date('2026-11-20T07:01:00.75Z') }, { id: 300 }],
      anchorIndex: 299,
    });
    expect(await apiLogs.calls({ ...page, sort: 'route', filter: 'req.a:3' })).toMatchObject({
      total: 150,
      unfilteredTotal: 600,
    });
    expect(await apiLogs.calls({ ...page, sort: 'ms', filter: 'body:"é" res.x[]:1 m:TIME*' })).toMatchObject({
      total: 76,
    });
    expect(await apiLogs.errors({ ...page, sort: 'user' })).toMatchObject({
      total: 76,
      rows: [{ username: 'bob' }, {}],
    });
    expect(await users.overview({ ...page, sort: 'lastCall', bucketCount: 2 })).toMatchObject({
      rows: [{ username: 'ada', callsByBucket: [150, 150] }, { username: 'bob' }],
    });
    expect((await errorGroups.list({ ...page, sort: 'count', bucketCount: 2 })).rows).toMatchObject([
      { message: 'Timeout' },
    ]);
    expect((await apiLogs.recentErrors({ limit: 1 }))[0]).toMatchObject({ requestPayload: { a: 3, b: 'É' } });
  });
});
