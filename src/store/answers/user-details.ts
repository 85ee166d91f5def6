import { type KeyFacts, keyStateOf } from '../../insight/key-state.ts';
import type { Id } from '../../model/id.ts';
import type { Thresholds } from '../../model/settings.ts';
import type { KeyState, User, UserDetails, UserSort } from '../../model/user.ts';
import type { Window } from '../../model/window.ts';
import type { CallSums, SummedCalls, UserFactName, UserFacts } from './call-sums.ts';
import { resolvePeriod } from './periods.ts';
import { FIRST_MS } from './timestamps.ts';
import { planUserBuckets, type UserBucketPlan } from './user-buckets.ts';
import { byUser, type UserSnapshot } from './user-snapshot.ts';

const DAY_MS = 86_400_000;
const DAYS = 7;
const ALL_FACTS: readonly UserFactName[] = ['times', 'topRoute', 'lastError'];

/** Sources of details: the sums of the log, the limits that keys are judged by, and the time. */
export interface DetailSources {
  readonly sums: CallSums;
  readonly thresholds: Thresholds;
  readonly now: Date;
}

/** The users in question, and the calls that their traffic was counted of. */
export interface DetailQuestion {
  readonly snapshot: UserSnapshot;
  readonly window: Window;
  readonly calls: SummedCalls;
}

/** Tells the state of a user's key, whose last call is known. */
export type KeyJudge = (id: Id, user: Pick<KeyFacts, 'isActive' | 'lastCallAt'>) => KeyState;

/** Parts of details by user. */
export interface DetailParts {
  readonly facts: ReadonlyMap<Id, UserFacts>;
  readonly callsLast7Days: ReadonlyMap<Id, number>;
  readonly keyStateOf: KeyJudge;
}

/** No details of anybody. */
export const NO_DETAILS: DetailParts = { facts: new Map(), callsLast7Days: new Map(), keyStateOf: () => 'ok' };

/** Reads all details of some users. */
export async function readDetails(
  sources: DetailSources,
  question: DetailQuestion,
  ids: readonly Id[],
): Promise<DetailParts> {
  const [facts, callsLast7Days, keyStateOf] = await Promise.all([
    readFacts(sources, question, { ids, wanted: ALL_FACTS }),
    readLast7Days(sources, question, ids),
    readKeyJudge(sources, question, ids),
  ]);
  return { facts, callsLast7Days, keyStateOf };
}

/** Reads the details of all users by which they are sorted; none for other orders. */
export async function readSortDetails(
  sources: DetailSources,
  question: DetailQuestion,
  sort: UserSort,
): Promise<DetailParts> {
  const { traffic, entries } = question.snapshot;
  const facts = (...wanted: UserFactName[]) => readFacts(sources, question, { ids: [...traffic.keys()], wanted });
  switch (sort) {
    case 'p95':
      return { ...NO_DETAILS, facts: await facts('times') };
    case 'serverErrors':
      return { ...NO_DETAILS, facts: await facts() };
    case 'lastError':
      return { ...NO_DETAILS, facts: await facts('lastError') };
    case 'topRoute':
      return { ...NO_DETAILS, facts: await facts('topRoute') };
    case 'last7Days':
      return { ...NO_DETAILS, callsLast7Days: await readLast7Days(sources, question, [...entries.keys()]) };
    case 'keyState':
      return { ...NO_DETAILS, keyStateOf: await readKeyJudge(sources, question, [...entries.keys()]) };
    default:
      return NO_DETAILS;
  }
}

/** The details of one user. */
export function detailsOf(
  { id, ...user }: Pick<User, 'id' | 'isActive'> & Pick<KeyFacts, 'lastCallAt'>,
  { facts, callsLast7Days, keyStateOf }: DetailParts,
): UserDetails {
  const { serverErrorCount = 0, p95ResponseMs = null, isApproximate, topRoute = null, lastError } = facts.get(id) ?? {};
  return {
    p95ResponseMs,
    ...(isApproximate && { isApproximate }),
    serverErrorCount,
    lastErrorAt: lastError ? new Date(lastError.second * 1000) : null,
    lastErrorStatus: lastError?.statusCode ?? null,
    topRoute,
    callsLast7Days: callsLast7Days.get(id) ?? 0,
    keyState: keyStateOf(id, user),
  };
}

async function readFacts(
  { sums }: DetailSources,
  { window, calls }: DetailQuestion,
  { ids, wanted }: { readonly ids: readonly Id[]; readonly wanted: readonly UserFactName[] },
): Promise<DetailParts['facts']> {
  const facts = ids.length === 0 ? [] : await sums.userFacts(window, ids, wanted, calls);
  return new Map(facts.map((ofUser) => [ofUser.userId, ofUser]));
}

async function readLast7Days(
  { sums, now }: DetailSources,
  { window }: DetailQuestion,
  ids: readonly Id[],
): Promise<DetailParts['callsLast7Days']> {
  const { from } = resolvePeriod({ days: DAYS }, window.to ?? now).window;
  const days = { from, to: window.to };
  const plan: UserBucketPlan = { ...planUserBuckets(days, 1, now), unit: 'hour' };
  const calls = await sums.callsByBucket(days, ids, plan, {});
  return new Map([...calls].map(([id, [count = 0]]) => [id, count]));
}

async function readKeyJudge(sources: DetailSources, question: DetailQuestion, ids: readonly Id[]): Promise<KeyJudge> {
  const { sums, thresholds, now } = sources;
  const { window } = question;
  const [traffic, before] = await Promise.all([allTraffic(sums, question), callsBefore(sources, window, ids)]);
  const windowDays = ((window.to ?? now).getTime() - window.from.getTime()) / DAY_MS;
  return (id, user) => {
    const { callCount = 0, errorCount = 0 } = traffic.get(id) ?? {};
    const facts = { ...user, callCount, errorCount, windowDays, callsByDayBefore: before.get(id) ?? [] };
    return keyStateOf(facts, thresholds, now);
  };
}

/** The traffic of all calls of the window, of which the list may show those that fit a filter. */
async function allTraffic(
  sums: CallSums,
  { snapshot, window, calls }: DetailQuestion,
): Promise<UserSnapshot['traffic']> {
  if (calls.query === undefined && calls.userId === undefined) return snapshot.traffic;
  return byUser(await sums.traffic(window, [...snapshot.entries.keys()], {}));
}

/** Counts calls on each of the 7 whole days, in UTC, before a window. */
async function callsBefore(
  { sums, now }: DetailSources,
  window: Window,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, readonly number[]>> {
  const endMs = Math.floor(window.from.getTime() / DAY_MS) * DAY_MS;
  const days = { from: new Date(endMs - DAYS * DAY_MS), to: new Date(endMs) };
  if (days.from.getTime() < FIRST_MS) return new Map();
  return sums.callsByBucket(days, ids, planUserBuckets(days, DAYS, now), {});
}
