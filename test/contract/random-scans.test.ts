import { expect, test } from 'vitest';
import { Random } from '../../src/demo/random.ts';
import { toTimestamp } from '../../src/store/answers/timestamps.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import type { Store } from '../../src/store/store.ts';
import { inLongRun } from '../helpers/long-run.ts';
import { aCall, aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { enginesWithTimes, roundsOf } from './engines.ts';

const SEED = Number(process.env.SEED ?? 1);
const HOUR_MS = 3_600_000;
const FILTERS = [
  'm:*time*',
  'req.a:1',
  'res.b:* OR m:refused',
  '-req.a:* status:5xx',
  'user:acme body:x',
  'gift',
  'status:4xx,5xx ms:>=10',
  'req.a:1 (time:>=2026-11-20T06:00Z OR status:200)',
];

/** A random call within three days of the moment of the tests, some with times in other forms. */
function randomCall(random: Random, hasOtherTimes: boolean): CallValues {
  const time = new Date(REFERENCE_NOW.getTime() - random.below(72 * 3600) * 1000);
  const other = random.pick([`${time.toISOString().slice(0, 19)}+02:00`, `${time.toISOString()}`, 'soon']);
  return aCall({
    userId: random.pick([1, 2]),
    dateTime: hasOtherTimes && random.chance(0.2) ? other : toTimestamp(time),
    apiRoute: random.pick(['/api/predict', '/gifts']),
    requestPayload: random.pick(['{"a":1}', '{"a":2,"b":"x"}', null, '{']),
    responsePayload: random.pick(['{"b":[1]}', null]),
    statusCode: random.pick([200, 404, 500]),
    responseTimeMs: random.pick([1, 10, 20.5]),
    errorMessage: random.pick([null, 'Timeout', 'refused gift']),
  });
}

const page = { offset: 0, limit: 2_000, anchorId: null, descending: true } as const;

async function answersOf(store: Store, { window, filter, patienceMs }: Asked): Promise<unknown> {
  const patience = patienceMs === undefined ? {} : { patienceMs };
  const calls = { filter, ...patience };
  const list = { ...page, ...calls, window };
  const answers = async () => ({
    totals: await store.apiLogs.totals(window, calls),
    system: await store.apiLogs.systemStats(window, calls),
    user: await store.apiLogs.userStats('acme', window, calls),
    calls: await store.apiLogs.calls({ ...list, sort: 'ms' }),
    errors: await store.apiLogs.errors({ ...list, sort: 'time' }),
    overview: await store.users.overview({ ...list, sort: 'calls', bucketCount: 3 }),
    timeline: await store.apiLogs.timeline(window, { bucketSeconds: 3600, ...calls }),
    latencies: await store.apiLogs.latencies(window, calls),
  });
  const { rows } = (await answers()).errors;
  const recent = await store.apiLogs.recentErrors({ window, filter, limit: page.limit });
  if (patienceMs === undefined) expect(recent.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  let found = await answers();
  for (let round = 0; round < 50 && /"isComplete":false/.test(JSON.stringify(found)); round += 1)
    found = await answers();
  const { scan } = found.totals;
  expect(scan?.isComplete ?? true).toBe(true);
  // The last digits of a mean go by the order in which it was added up.
  const rounded = (key: string, value: unknown) =>
    key === 'scan' ? undefined : typeof value === 'number' ? Number(value.toPrecision(12)) : value;
  return JSON.parse(JSON.stringify(found, rounded));
}

interface Asked {
  readonly window: { readonly from: Date; readonly to: Date | null };
  readonly filter: string;
  readonly patienceMs?: number;
}

test.each(enginesWithTimes)('Scans end in the answers of the log itself ($name, $times)', async (engine) => {
  const { build, hasOtherTimes } = engine;
  const random = new Random(SEED, `scans ${hasOtherTimes}`);
  const calls = Array.from({ length: 1_500 }, () => randomCall(random, hasOtherTimes));
  const database = await build({ users: [aUser('acme'), aUser('other')], calls });
  const store = await database.open();
  for (const round of roundsOf(engine, inLongRun(5, 12), inLongRun(2, 4))) {
    const from = new Date(REFERENCE_NOW.getTime() - random.between(1, 70) * HOUR_MS);
    const to = random.chance(0.4) ? new Date(from.getTime() + random.between(1, 30) * HOUR_MS) : null;
    const asked = { window: { from, to }, filter: random.pick(FILTERS) };
    const patient = await answersOf(store, { ...asked, patienceMs: 0 });
    expect([SEED, round, asked, patient]).toEqual([SEED, round, asked, await answersOf(store, asked)]);
    if (random.chance(0.5)) {
      const { userId, dateTime } = randomCall(random, hasOtherTimes);
      const added = { userId, dateTime, apiRoute: '/gifts', requestPayload: '{"a":1}' };
      await database.insert({ calls: [aCall({ ...added, statusCode: 500, errorMessage: 'Timeout' })] });
    }
  }
});
