import { expect, test } from 'vitest';
import { TriageFile } from '../../../src/files/triage-file.ts';
import type { CallSums, GroupedErrors, SummedCalls } from '../../../src/store/answers/call-sums.ts';
import { Patience } from '../../../src/store/answers/patience.ts';
import type { CallValues } from '../../../src/store/checks/call-values.ts';
import { createSqliteEngine } from '../../../src/store/sqlite/sqlite-engine.ts';
import { aCall, aUser, buildDatabase, fixedNow, REFERENCE_NOW, runSql } from '../../helpers/store.ts';

const window = { from: new Date('2026-11-20T00:00:00Z'), to: null };
const plan = { bucketCount: 4, from: window.from, to: REFERENCE_NOW };

function sumsOf(path: string): CallSums {
  const triage = new TriageFile(undefined, path);
  const options = { now: fixedNow, actor: 'tester@here', busyTimeoutMs: 1000, keepWriter: false, triage };
  return createSqliteEngine(path, options).sums;
}

function failed(dateTime: string, errorMessage: string | null, overrides: Partial<CallValues> = {}): CallValues {
  return aCall({ dateTime, errorMessage, statusCode: 422, ...overrides });
}

const said = ({ groups }: GroupedErrors) =>
  groups.map(({ group, callCount, users, routes, trend }) => ({
    message: group.message,
    status: group.statusCode,
    callCount,
    users: [...users],
    routes: [...routes],
    trend,
  }));

const CALLS = [
  failed('2026-11-12 07:30:00', 'Job 17 failed'),
  failed('2026-11-20 01:00:00', 'Job 18 failed'),
  failed('2026-11-20 11:00:00', 'Job 19 failed', { userId: 2, apiRoute: '/api/batch' }),
  failed('2026-11-20 11:00:00', 'Job 20 failed'),
  failed('2026-11-20 11:30:00', null, { statusCode: 500 }),
  failed('2026-11-20 11:40:00', '  ', { statusCode: 500 }),
  aCall({ dateTime: '2026-11-20 11:41:00' }),
];
const users = [aUser('acme'), aUser('other')];

test('failed calls with one fingerprint are a group: its newest message, users, routes and trend', async () => {
  const sums = sumsOf(buildDatabase({ users, calls: CALLS }));
  expect(said(await sums.groups(window, plan, {}))).toEqual([
    {
      message: 'Job 20 failed',
      status: 422,
      callCount: 3,
      users: [
        [1, 2],
        [2, 1],
      ],
      routes: [
        ['/api/predict', 2],
        ['/api/batch', 1],
      ],
      trend: [1, 0, 0, 2],
    },
    { message: null, status: 500, callCount: 2, users: [[1, 2]], routes: [['/api/predict', 2]], trend: [0, 0, 0, 2] },
  ]);
  const ofUser: SummedCalls = { userId: 2 };
  expect(said(await sums.groups(window, plan, ofUser))).toMatchObject([{ message: 'Job 20 failed', callCount: 1 }]);
});

test('the past of a group is all its calls, hour by hour, those that came since it was asked for last too', async () => {
  const path = buildDatabase({ users, calls: CALLS });
  const sums = sumsOf(path);
  const second = (time: string) => Date.parse(`${time}Z`) / 1000;
  const [job] = (await sums.groups(window, plan, {})).groups;
  const pastOf = async () => (await sums.groupHistory(REFERENCE_NOW)).groups.get(job?.group.id ?? '');
  const hours = [
    [second('2026-11-12T07:00'), 1],
    [second('2026-11-20T01:00'), 1],
    [second('2026-11-20T11:00'), 2],
  ];
  expect(await pastOf()).toEqual({
    firstSecond: second('2026-11-12T07:30'),
    lastSecond: second('2026-11-20T11:00'),
    hours,
  });
  runSql(
    path,
    `INSERT INTO user_api_call_log (user_id, date_time, api_route, response_status_code, error_message) VALUES
      (1, '2026-11-20 11:59:30', '/api/predict', 422, 'Job 21 failed'),
      (1, '2026-11-20 11:59:31', '/api/predict', 200, NULL),
      (1, 'yesterday', '/api/predict', 422, 'Job 22 failed')`,
  );
  const [, , last] = (await pastOf())?.hours ?? [];
  expect(last).toEqual([second('2026-11-20T11:00'), 3]);
  const { earliestSecond, share, callsByHour } = await sums.groupHistory(REFERENCE_NOW);
  expect([earliestSecond, share]).toEqual([second('2026-11-12T07:00'), 1]);
  expect(callsByHour.get(second('2026-11-20T11:00'))).toBe(7);
  const [again] = (await sums.groups(window, plan, {})).groups;
  expect(again?.group.message).toBe('Job 21 failed');
});

test('calls that were deleted are not in the past of their group, nor do they name it', async () => {
  const path = buildDatabase({ users, calls: CALLS });
  const sums = sumsOf(path);
  await sums.groups(window, plan, {});
  runSql(path, `DELETE FROM user_api_call_log WHERE error_message IN ('Job 20 failed', 'Job 19 failed')`);
  const [job] = (await sums.groups(window, plan, {})).groups;
  expect([job?.group.message, job?.callCount]).toEqual(['Job 18 failed', 1]);
  const { groups } = await sums.groupHistory(REFERENCE_NOW);
  expect(groups.get(job?.group.id ?? '')?.hours).toHaveLength(2);
});

test('failed calls that a scan found have the groups that the log says', async () => {
  const path = buildDatabase({ users, calls: CALLS });
  const sums = sumsOf(path);
  const query = { kind: 'message', test: { is: 'contains', text: 'job' } } as const;
  const patience = new Patience(1000);
  const found = said(await sums.groups(window, plan, { query, patience }));
  expect(patience.scan?.isComplete).toBe(true);
  expect(found).toEqual(said(await sums.groups(window, plan, { query })));
  expect(found).toHaveLength(1);
});
