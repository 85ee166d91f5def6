import { beforeAll, describe, expect, test } from 'vitest';
import type { CallWhy } from '../../src/model/call-why.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import type { Store } from '../../src/store/store.ts';
import { openPair } from '../helpers/statistics-index.ts';
import { aCall, aUser, REFERENCE_NOW } from '../helpers/store.ts';
import { engines } from './engines.ts';
import type { TestEngine } from './test-database.ts';

const MINUTE_MS = 60_000;
const DAY = { from: new Date('2026-11-19T12:00:00Z'), to: REFERENCE_NOW };

const at = (minute: number) =>
  new Date(DAY.from.getTime() + minute * MINUTE_MS).toISOString().slice(0, 19).replace('T', ' ');

/** A call a minute of three users and routes; from minute 600 to 620 six more a minute of user 3, with an age below zero, which fail. */
function day(payloadOf: (minute: number) => string | null = payload): readonly CallValues[] {
  const steady = Array.from({ length: 1440 }, (_, minute) =>
    aCall({
      userId: 1 + (minute % 3),
      dateTime: at(minute),
      apiRoute: ['/a', '/b', '/c', '/d'][minute % 4] ?? '',
      statusCode: minute % 97 === 0 ? 500 : 200,
      errorMessage: minute % 97 === 0 ? 'upstream failed' : null,
      requestPayload: payloadOf(minute),
    }),
  );
  const burst = Array.from({ length: 120 }, (_, call) =>
    aCall({
      userId: 3,
      dateTime: at(600 + Math.floor(call / 6)),
      apiRoute: '/a',
      statusCode: 422,
      errorMessage: 'Validation failed: age',
      requestPayload: '{"recipient":{"age":-6}}',
    }),
  );
  return [...steady, ...burst];
}

const payload = (minute: number) => JSON.stringify({ recipient: { age: 20 + (minute % 50) } });

const open = ({ openBuilt }: TestEngine, calls: readonly CallValues[]) =>
  openBuilt({ users: ['ada', 'bob', 'cleo', 'dan'].map((name) => aUser(name)), calls });

const filtersOf = ({ lines }: CallWhy) => lines.map(({ filter }) => filter);

const peak = {
  from: new Date(DAY.from.getTime() + 600 * MINUTE_MS),
  to: new Date(DAY.from.getTime() + 610 * MINUTE_MS),
};

describe.each(engines)('Why ($name)', (engine) => {
  // Looking changes nothing.
  let store: Store;
  beforeAll(async () => {
    store = await open(engine, day());
  });

  test('names the value in the requests of a peak first, and the user and the route with it', async () => {
    const answer = await store.apiLogs.why({ window: peak });
    expect(answer.lines[0]).toMatchObject({ filter: 'req.recipient.age:<0', elsewhere: { count: 0 } });
    expect(answer.lines[0]?.also).toContainEqual({ kind: 'user', value: 'cleo' });
    expect(answer.here).toEqual({ callCount: 70, sampleCount: 70 });
    expect(answer.missing.map(({ filter }) => filter)).toEqual(['status:200']);
  });

  test('compares the calls of a span with those before and after it, without the rest of its peak', async () => {
    const { elsewhere } = await store.apiLogs.why({ window: peak });
    expect(elsewhere).toMatchObject({ how: 'around', filter: '' });
    // 60 minutes on each side; the peak ends 10 minutes after the span, within the next stretch.
    expect(
      elsewhere.windows.map(({ from, to }) => [from, to].map((end) => (Number(end) - DAY.from.getTime()) / MINUTE_MS)),
    ).toEqual([
      [530, 590],
      [630, 690],
    ]);
    expect(elsewhere.callCount).toBe(120);
  });

  test('compares failed calls with the successful ones, on whatever route', async () => {
    const answer = await store.apiLogs.why({ window: DAY, filter: 'status:422' });
    expect(answer.elsewhere).toMatchObject({ how: 'successes', filter: 'status:<400', callCount: 1425 });
    expect(filtersOf(answer)[0]).toBe('req.recipient.age:<0');
  });

  test('compares with the calls of another filter where that is asked', async () => {
    const answer = await store.apiLogs.why({ window: DAY, filter: 'user:cleo', against: { filter: 'user:ada' } });
    expect(answer.elsewhere).toMatchObject({ how: 'given', callCount: 480, filter: 'user:ada' });
    expect(filtersOf(answer)[0]).toBe('req.recipient.age:<0');
  });

  test('compares with the calls of another window, and never with the calls themselves', async () => {
    const answer = await store.apiLogs.why({ window: peak, against: { window: DAY } });
    expect(answer.elsewhere.callCount).toBe(1560 - 70);
  });

  test('finds nothing where calls are like all others', async () => {
    const window = {
      from: new Date(DAY.from.getTime() + 200 * MINUTE_MS),
      to: new Date(DAY.from.getTime() + 260 * MINUTE_MS),
    };
    expect(await store.apiLogs.why({ window })).toMatchObject({ verdict: 'nothing', lines: [] });
  });

  test.each([
    ['time:2026-11-19T12:00:00Z..2026-11-19T12:05:00Z', 5],
    ['user:nobody', 0],
    ['time:2026-11-19T17:00:00Z..2026-11-19T17:00:00Z', 0],
    ['until:2026-11-19T12:03:00Z', 4],
  ])('says that there are too few calls: %s', async (filter, callCount) => {
    expect(await store.apiLogs.why({ window: DAY, filter })).toMatchObject({ verdict: 'too few', here: { callCount } });
  });

  test('says that there are none in an empty log', async () => {
    const empty = await open(engine, []);
    expect(await empty.apiLogs.why({ window: DAY })).toMatchObject({ verdict: 'too few', here: { callCount: 0 } });
  });

  test('answers in parts for who is impatient: first without payloads, and the same in the end', async () => {
    const parts = await readAll(store, { window: DAY, filter: 'status:422 user:*' });
    const early = parts.findIndex(({ lines }) => lines.length > 0);
    expect(parts[early]?.progress).toMatchObject({ isComplete: false, reading: 'payloads' });
    expect(filtersOf(parts[early] as CallWhy).join(' ')).not.toContain('req.');
    const whole = await store.apiLogs.why({ window: DAY, filter: 'status:422' });
    expect(filtersOf(parts.at(-1) as CallWhy)).toEqual(filtersOf(whole));
  });

  test('answers two who ask the same at once', async () => {
    const request = { window: DAY, filter: 'status:422 route:*' };
    const [one, other] = await Promise.all([store.apiLogs.why(request), store.apiLogs.why(request)]);
    expect(one.progress.isComplete).toBe(true);
    expect(other.lines).toEqual(one.lines);
  });

  test('reads no large payload, and counts those that are broken, null, of bytes or missing', async () => {
    const odd = [null, '', '{', 'null', '[]', ...(engine.odd.texts as string[])];
    const store = await open(
      engine,
      day((minute) => (minute % 90 === 0 ? `"${'x'.repeat(70_000)}"` : (odd[minute % odd.length] ?? null))),
    );
    const answer = await store.apiLogs.why({ window: DAY, filter: 'status:422' });
    expect(filtersOf(answer)[0]).toBe('req.recipient:*');
  });

  test('looks at 2,000 calls here at most, evenly chosen, by the index as by the log', async () => {
    const { indexed, plain, settle } = await openPair([...day(() => null), ...day(() => null), ...day(() => null)]);
    await settle();
    for (const store of [indexed, plain]) {
      const answer = await store.apiLogs.why({ window: DAY, filter: 'user:ada,bob' });
      expect(answer.here).toMatchObject({ callCount: 2880 });
      expect(answer.here.sampleCount).toBeGreaterThan(1400);
      expect(answer.here.sampleCount).toBeLessThanOrEqual(2000);
      expect(answer.elsewhere).toMatchObject({ callCount: 1800, sampleCount: 1800 });
    }
  });

  test('refuses a filter that makes no sense, with its place', async () => {
    await expect(store.apiLogs.why({ window: DAY, filter: 'statsu:422' })).rejects.toThrow('statsu');
  });
});

async function readAll(store: Store, request: Parameters<Store['apiLogs']['why']>[0]): Promise<readonly CallWhy[]> {
  const parts: CallWhy[] = [];
  do parts.push(await store.apiLogs.why({ ...request, patienceMs: 0 }));
  while (parts.at(-1)?.progress.isComplete === false);
  return parts;
}
