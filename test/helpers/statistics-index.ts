import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, vi } from 'vitest';
import type { Random } from '../../src/demo/random.ts';
import { TriageFile } from '../../src/files/triage-file.ts';
import type { Location } from '../../src/model/location.ts';
import type { UserSort } from '../../src/model/user.ts';
import type { Window } from '../../src/model/window.ts';
import type { CallSums } from '../../src/store/answers/call-sums.ts';
import type { CallValues } from '../../src/store/checks/call-values.ts';
import { engineOf } from '../../src/store/engines.ts';
import { createIndexedSums } from '../../src/store/statistics/indexed-sums.ts';
import { StatisticsIndex } from '../../src/store/statistics/statistics-index.ts';
import type { CallPageRequest, Store } from '../../src/store/store.ts';
import { fileDatabase } from '../contract/sqlite-engine.ts';
import type { TestDatabase, TestEngine } from '../contract/test-database.ts';
import { clearLater } from './leftovers.ts';
import { aCall, aUser, buildDatabase, fixedNow, REFERENCE_NOW, temporaryFolder } from './store.ts';

/** Two stores over a database: one with an index, in a folder of its own, and one without. */
export interface Pair {
  readonly location: Location;
  readonly folder: string;
  readonly indexed: Store;
  readonly plain: Store;
  /** Adds rows as another program would. */
  insert(calls: readonly CallValues[]): Promise<void>;
  /** Expects the same answers of both. */
  expectSameAnswers(window: Window, bucketSeconds?: number): Promise<void>;
  /** Resolves when the index has compared everything with the log, which takes fewer turns where that is little. */
  settle(turns?: number): Promise<void>;
}

/** A pair over a file. */
export interface FilePair extends Pair {
  readonly path: string;
}

/** A pair over a database of any engine. */
export interface EnginePair extends Pair {
  readonly database: TestDatabase;
  /** Expects the same answers of both once rows were changed or deleted: at once, or as soon as the database tells of that. */
  expectMended(window: Window, bucketSeconds: number): Promise<void>;
}

/** Database of an engine, as far as a pair needs it. */
export type PairDatabase = Pick<TestDatabase, 'location' | 'open' | 'insert'>;

/** Users of the pairs. */
export const pairUsers = ['ada', 'bob', 'cleo', 'dan'].map((name) => aUser(name));

/** Opens a pair of stores over a database. */
export async function openPairOver(
  { location, open, insert }: PairDatabase,
  { exactCalls = 150_000 }: { readonly exactCalls?: number } = {},
): Promise<Pair> {
  const folder = temporaryFolder();
  const indexed = await open({ statisticsIndex: { folder, builds: true, exactCalls, verifyPauses: 0 } });
  const plain = await open();
  return {
    location,
    folder,
    indexed,
    plain,
    insert: (calls) => insert({ calls }),
    expectSameAnswers: (window, bucketSeconds) => expectSameAnswers({ indexed, plain }, window, bucketSeconds),
    async settle(turns = 1000) {
      await indexed.version();
      for (let turn = 0; turn < turns; turn += 1) await nextTurn();
      await waitForIndex(indexed);
    },
  };
}

/** Makes a file of four users with these calls, and opens a pair of stores over it. */
export async function openPair(
  calls: Iterable<CallValues>,
  { change, ...options }: { readonly exactCalls?: number; readonly change?: (path: string) => void } = {},
): Promise<FilePair> {
  const path = buildDatabase({ users: pairUsers, calls });
  change?.(path);
  return { ...(await openPairOver(fileDatabase(path), options)), path };
}

/** Makes a database of an engine with the same users and these calls, and opens a pair of stores over it. */
export async function openEnginePair(
  engine: Pick<TestEngine, 'build' | 'tellsChangesLate'>,
  calls: Iterable<CallValues>,
  options: { readonly exactCalls?: number } = {},
): Promise<EnginePair> {
  const database = await engine.build({ users: pairUsers, calls });
  const pair = await openPairOver(database, options);
  const expectMended = async (window: Window, bucketSeconds: number) => {
    await pair.settle();
    await pair.expectSameAnswers(window, bucketSeconds);
  };
  return {
    ...pair,
    database,
    expectMended: (...asked) =>
      engine.tellsChangesLate
        ? vi.waitFor(() => expectMended(...asked), { timeout: 50_000, interval: 200 })
        : expectMended(...asked),
  };
}

/** Sums that come from the index of a pair alone, as another process reads it. */
export async function indexedSums({ location, folder }: Pick<Pair, 'location' | 'folder'>): Promise<CallSums> {
  const engine = await engineOf(location).openEngine(location, {
    now: fixedNow,
    actor: 'tester@here',
    busyTimeoutMs: 1000,
    keepWriter: false,
    triage: new TriageFile(undefined, ''),
  });
  const index = new StatisticsIndex(engine.openLog, { folder, builds: false });
  clearLater(async () => {
    await index.close();
    await engine.storeOver(engine.sums).close();
  });
  const noLog = new Proxy({} as CallSums, {
    get: (_, question) => () => Promise.reject(new Error(`The log was asked for ${String(question)}.`)),
  });
  return createIndexedSums(noLog, index);
}

/** Slices of a timeline that are not too many for a window. */
export function bucketsFitting(window: Window): readonly number[] {
  const length = ((window.to ?? REFERENCE_NOW).getTime() - window.from.getTime()) / 1000;
  return [1, 7, 60, 300, 900, 1800, 3600, 10_800, 86_400].filter((slice) => length / slice < 3000);
}

/** Resolves when the index holds the whole log. */
export async function waitForIndex(store: Store): Promise<void> {
  await store.version();
  await vi.waitUntil(async () => (await store.indexState()).state === 'ready', { timeout: 60_000, interval: 2 });
}

// The overviews show the others.
const askedUsers = ['ada', 'cleo'];
const sorts: readonly UserSort[] = ['lastCall', 'avg', 'lastError'];

/** Every question about a window, asked of a store. */
export async function askEverything(store: Store, window: Window, bucketSeconds: number): Promise<unknown> {
  const { apiLogs } = store;
  const page = { filter: '', descending: true, offset: 0, limit: 50, anchorId: null, window, bucketCount: 7 };
  return {
    totals: await apiLogs.totals(window),
    groups: await groupsOf(store, page),
    system: await apiLogs.systemStats(window),
    timeline: await apiLogs.timeline(window, { bucketSeconds }),
    latencies: await apiLogs.latencies(window),
    heat: await apiLogs.latencyHeat(window, { bucketSeconds }),
    routeTimes: await apiLogs.routeTimes(window, { bucketSeconds, routes: await routesOf(store) }),
    users: await Promise.all(
      askedUsers.map(async (username) => ({
        stats: await apiLogs.userStats(username, window),
        timeline: await apiLogs.timeline(window, { bucketSeconds, username }),
        latencies: await apiLogs.latencies(window, { username }),
        heat: await apiLogs.latencyHeat(window, { bucketSeconds, username }),
      })),
    ),
    overviews: await Promise.all(sorts.map((sort) => store.users.overview({ ...page, sort, details: true }))),
  };
}

/** The groups of a window, without what is known of their past, which may be less while the index is being built. */
async function groupsOf(
  { errorGroups }: Store,
  page: Omit<Parameters<Store['errorGroups']['list']>[0], 'sort'>,
): Promise<unknown> {
  const {
    rows,
    historyShare: _share,
    historyFrom: _from,
    ...place
  } = await errorGroups.list({ ...page, sort: 'count' });
  const ofWindow = rows.map(({ state: _state, firstSeenAt: _first, usualPerHour: _usual, ...sums }) => sums);
  return { ...place, rows: ofWindow };
}

const allTime = { from: new Date(0), to: null };

async function routesOf({ apiLogs }: Store): Promise<readonly string[]> {
  const { topRoutes } = await apiLogs.systemStats(allTime);
  return topRoutes.map(({ apiRoute }) => apiRoute);
}

/** A page of the list of calls, and a filter of it. */
export type ListQuestion = Pick<CallPageRequest, 'filter' | 'sort' | 'descending' | 'offset' | 'limit' | 'anchorId'>;

/** Expects the same answers about the calls that fit a filter, a page of them included. */
export async function expectSameFiltered(
  stores: { readonly indexed: Store; readonly plain: Store },
  window: Window,
  list: ListQuestion,
): Promise<void> {
  const ask = async ({ apiLogs, users: { overview } }: Store) => {
    const calls = { filter: list.filter };
    const page = { ...calls, descending: true, offset: 0, limit: 50, anchorId: null, window, bucketCount: 7 };
    return {
      totals: await apiLogs.totals(window, calls),
      system: await apiLogs.systemStats(window, { ...calls, topCount: 3 }),
      timeline: await apiLogs.timeline(window, { ...calls, bucketSeconds: 3600 }),
      latencies: await apiLogs.latencies(window, calls),
      heat: await apiLogs.latencyHeat(window, { ...calls, bucketSeconds: 900 }),
      routeTimes: await apiLogs.routeTimes(window, {
        ...calls,
        bucketSeconds: 3600,
        routes: ['/api/predict', '/none'],
      }),
      user: await apiLogs.userStats('ada', window, calls),
      overview: await overview({ ...page, sort: 'serverErrors', details: true }),
      calls: await apiLogs.calls({ ...list, window }),
    };
  };
  const differences = [
    ...compare(await ask(stores.indexed), await ask(stores.plain), { path: '', isApproximate: false }),
  ];
  expect(differences, `${list.filter} from ${window.from.toISOString()} to ${window.to?.toISOString()}`).toEqual([]);
}

/** Expects the same answers of a store with an index as of one without. */
export async function expectSameAnswers(
  stores: { readonly indexed: Store; readonly plain: Store },
  window: Window,
  bucketSeconds = 3600,
): Promise<void> {
  const found = await askEverything(stores.indexed, window, bucketSeconds);
  const wanted = await askEverything(stores.plain, window, bucketSeconds);
  const differences = [...compare(found, wanted, { path: '', isApproximate: false })];
  expect(differences, `window ${window.from.toISOString()} to ${window.to?.toISOString()}`).toEqual([]);
}

interface Place {
  readonly path: string;
  readonly isApproximate: boolean;
}

function* compare(found: unknown, wanted: unknown, place: Place): Generator<string> {
  // Made only where it is said: the answers hold thousands of values.
  const differ = () => `${place.path}: ${JSON.stringify(found)} is not ${JSON.stringify(wanted)}`;
  if (typeof found === 'number' && typeof wanted === 'number') {
    if (!isNear(found, wanted, place)) yield differ();
  } else if (typeof found === 'object' && found !== null && typeof wanted === 'object' && wanted !== null) {
    if (found instanceof Date) {
      if (!(wanted instanceof Date) || found.getTime() !== wanted.getTime()) yield differ();
      return;
    }
    const isApproximate = place.isApproximate || 'isApproximate' in found;
    const names = new Set([...Object.keys(found), ...Object.keys(wanted)]);
    names.delete('isApproximate');
    for (const name of names) {
      const path = `${place.path}.${name}`;
      yield* compare((found as never)[name], (wanted as never)[name], { path, isApproximate });
    }
  } else if (found !== wanted) {
    yield differ();
  }
}

/** Counts to the last one, sums to rounding, percentiles within 1 % where that is said, and always those of a timeline. */
function isNear(found: number, wanted: number, { path, isApproximate }: Place): boolean {
  if (Number.isInteger(wanted) && found === wanted) return true;
  const isPercentile = /\.p\d\dResponseMs(\.\d+)?$/.test(path);
  if (!isPercentile && /Count$|Calls$|\.\d+$/.test(path)) return found === wanted;
  const isLoose = isPercentile && (isApproximate || /timeline|routeTimes/.test(path));
  return Math.abs(found - wanted) <= Math.abs(wanted) * (isLoose ? 0.0101 : 1e-12) + (isLoose ? 0.001 : 0);
}

/** Options for a random log. */
export interface RandomLogOptions {
  readonly count: number;
  readonly days: number;
  /** The share of rows with a value of a type that nobody expects. */
  readonly hostileShare: number;
}

/** Calls at random times, in no order, with all that a column may hold. */
export function randomCalls(random: Random, { count, days, hostileShare }: RandomLogOptions): CallValues[] {
  const end = REFERENCE_NOW.getTime() / 1000;
  // Bursts and quiet times; a clock that jumped; a few calls of the future.
  const centers = Array.from({ length: 6 }, () => end - random.between(0, days * 86_400));
  return Array.from({ length: count }, () => {
    const spread = random.pick([5, 600, 20_000]);
    const second = random.chance(0.3)
      ? end - random.between(-7200, days * 86_400)
      : random.pick(centers) + random.normal() * spread;
    const call = aCall({
      userId: random.pick([1, 1, 1, 2, 2, 3, 77]),
      dateTime: new Date(Math.floor(second) * 1000).toISOString().slice(0, 19).replace('T', ' '),
      apiRoute: random.pick(['/a', '/b', '/b', '/ü', '/Z']),
      statusCode: random.pick([200, 200, 200, 201, 404, 422, 500, 503, null]),
      responseTimeMs: random.chance(0.1) ? null : randomMs(random),
    });
    return random.chance(hostileShare) ? hostile(call, random) : call;
  });
}

function randomMs(random: Random): number {
  const ms = Math.exp(random.normal() * 2 + 3);
  return random.pick([ms, Math.round(ms), Math.round(ms * 1000) / 1000, Math.round(ms * 10) / 10, 0]);
}

function hostile(call: CallValues, random: Random): CallValues {
  const odd = <Value>(value: unknown) => value as Value;
  const { dateTime } = call;
  return random.pick([
    { ...call, dateTime: odd<string>(null) },
    { ...call, dateTime: odd<string>(12) },
    { ...call, dateTime: `${dateTime}.5` },
    { ...call, dateTime: `${dateTime}.123456` },
    { ...call, dateTime: 'tomorrow' },
    { ...call, dateTime: odd<string>(Buffer.from('2026-11-20 11:00:00')) },
    { ...call, statusCode: odd<number>('failed') },
    { ...call, statusCode: 404.5 },
    { ...call, responseTimeMs: odd<number>('slow') },
    { ...call, responseTimeMs: odd<number>(Buffer.from('5')) },
    { ...call, responseTimeMs: 1e-5 },
    { ...call, responseTimeMs: 9e8 },
  ]);
}

/** Rows that the index leaves to the log. */
export const oddCalls: readonly CallValues[] = [
  aCall({ dateTime: '2026-11-19T11:59:59Z' }),
  aCall({ dateTime: '2026-11-18 24:00:00' }),
  aCall({ dateTime: '2026-11-17 10:00:00.9997' }),
  aCall({ dateTime: '2026-02-31 10:00:00' }),
  aCall({ dateTime: '1969-07-20 20:17:00' }),
  aCall({ dateTime: '2026-11-16 10:00:00', responseTimeMs: -5 }),
  aCall({ dateTime: '2026-11-15 10:00:00', responseTimeMs: Number.POSITIVE_INFINITY }),
  aCall({ dateTime: '2026-11-14 10:00:00', userId: 2 ** 60 }),
  aCall({ dateTime: '2026-11-13 10:00:00', apiRoute: Buffer.from([0xff, 0x41]) as unknown as string }),
  aCall({ dateTime: '2026-11-12 10:00:00', statusCode: -1e300 }),
];

/** A window of any length at any place, with an end or without. */
export function randomWindow(random: Random, days: number): Window {
  const end = REFERENCE_NOW.getTime();
  const length = random.pick([30, 3600, 86_400, days * 86_400]) * 1000 * random.between(0.5, 1.5);
  const isRound = random.chance(0.3);
  const at = (ms: number) => new Date(isRound ? Math.floor(ms / 3_600_000) * 3_600_000 : ms);
  if (random.chance(0.4)) return { from: at(end - length), to: null };
  const to = end - random.between(-86_400_000, days * 86_400_000);
  return { from: at(to - length), to: at(to) };
}
