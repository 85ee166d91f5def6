import { bindQuery } from '../../filter/bind.ts';
import type { BoundQuery, Contains } from '../../filter/bound-query.ts';
import { termsOf } from '../../filter/combine.ts';
import { requireQuery } from '../../filter/parse.ts';
import type { GroupWord, IdTest, Query, TextTest, UserWord } from '../../filter/query.ts';
import { timeSpanOf } from '../../filter/time-span.ts';
import type { CallsWithin } from '../../model/call-filter.ts';
import type { GroupId } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import type { User, UserRef } from '../../model/user.ts';
import type { Window } from '../../model/window.ts';
import type { SummedCalls } from './call-sums.ts';
import { Patience } from './patience.ts';
import { FIRST_MS } from './timestamps.ts';

/** Test of the name or the id of a user. */
export type UserTest = TextTest | IdTest | Contains;

/** The knowledge that a filter is resolved with. */
export interface FilterSources {
  readonly now: () => Date;
  /** The user who is meant. Throws a PresentsError if there is no such user. */
  readonly requireUser: (who: UserRef) => Promise<User>;
  /** Finds the users whose name or id passes one of some tests; the answer has their ids by the test. */
  readonly findUsers: (tests: readonly UserTest[]) => Promise<(test: UserTest) => ReadonlySet<Id>>;
  /** Reads the groups in some states; the answer finds those in one of these. */
  readonly readGroups: (states: readonly GroupWord[]) => Promise<(state: GroupWord) => ReadonlySet<GroupId>>;
  /** Reads the users in states; the answer has their ids. */
  readonly readUsers: () => Promise<(state: UserWord) => ReadonlySet<Id>>;
}

/** A filter whose users and times are known, with the query that it came from. */
export interface ResolvedFilter<Of extends Window | undefined> {
  readonly window: Of;
  readonly calls: SummedCalls;
  readonly query: Query;
  /** The users in a state that the query asks for. */
  readonly usersThat: (state: UserWord) => ReadonlySet<Id>;
  /** Differs for every two filters that differ, but for their windows. */
  readonly name: string;
}

/** Resolves filters of calls. Throws a PresentsError for a user or a filter that makes no sense. */
export type ResolveFilter = <Of extends Window | undefined>(
  window: Of,
  calls: CallsWithin,
) => Promise<ResolvedFilter<Of | Window>>;

/** Makes filters of calls ready to be asked: a filter with times of its own decides about the window, too. */
export function createFilterResolver({
  now,
  requireUser,
  findUsers,
  readGroups,
  readUsers,
}: FilterSources): ResolveFilter {
  return async (window, filter) => {
    const place = { now: now(), isUtc: false };
    const query = await queryOf(filter, requireUser);
    const span = timeSpanOf(query, place);
    const [groupsThat, usersThat] = await Promise.all([readGroups(statesIn(query)), usersIn(query, readUsers)]);
    const tests: UserTest[] = [];
    const note = (test: UserTest): ReadonlySet<Id> => {
      tests.push(test);
      return new Set<Id>();
    };
    // To know which users are asked about takes the same way as to find them.
    bindQuery(query, { ...place, idsOf: note, groupsThat, usersThat });
    const idsOf = tests.length === 0 ? note : await findUsers(tests);
    const parts = partsOf(bindQuery(query, { ...place, idsOf, groupsThat, usersThat }));
    const own = span && { from: span.from ?? new Date(FIRST_MS), to: span.to };
    // A window that is the filter's own says all that times beside the rest would say.
    const summed = toSummed(own === undefined ? parts : parts.filter(({ kind }) => kind !== 'time'));
    const { patienceMs } = filter;
    const calls = { ...summed, ...(patienceMs !== undefined && { patience: new Patience(patienceMs) }) };
    return { window: own ?? window, calls, query, usersThat, name: nameOfCalls(calls) };
  };
}

/** Reads the users in those states that a query asks for, each state once. */
async function usersIn(
  query: Query,
  readUsers: FilterSources['readUsers'],
): Promise<ResolvedFilter<undefined>['usersThat']> {
  const states = termsOf(query).flatMap((term) => (term.kind === 'userIs' ? term.values : []));
  const idsOf = states.length === 0 ? undefined : await readUsers();
  const nobody: ReadonlySet<Id> = new Set();
  const known = new Map(states.map((state) => [state, idsOf?.(state)]));
  return (state) => known.get(state) ?? nobody;
}

/** The states of groups that a query asks for. */
function statesIn(query: Query): readonly GroupWord[] {
  return termsOf(query).flatMap((term) => (term.kind === 'is' ? term.values.filter((state) => state !== 'error') : []));
}

async function queryOf(
  { username, route, status, filter = '' }: CallsWithin,
  requireUser: FilterSources['requireUser'],
): Promise<Query> {
  const parts: Query[] = [];
  if (username !== undefined) {
    parts.push({ kind: 'user', values: [{ is: 'id', id: (await requireUser(username)).id }] });
  }
  if (route !== undefined) parts.push({ kind: 'route', values: [{ is: 'text', text: route }] });
  if (status !== undefined) {
    parts.push({ kind: 'status', values: [{ is: 'range', ...status, isFromOpen: false, isToOpen: false }] });
  }
  return { kind: 'and', parts: [...parts, requireQuery(filter)] };
}

/** Takes one user alone out of a query: an engine has their calls at hand. */
function toSummed(parts: readonly BoundQuery[]): SummedCalls {
  const one = parts.find((part) => part.kind === 'users' && part.ids.size === 1);
  const query = joined(parts.filter((part) => part !== one));
  const [userId] = one?.kind === 'users' ? one.ids : [];
  return { ...(userId !== undefined && { userId }), ...(query && { query }) };
}

function partsOf(query: BoundQuery): readonly BoundQuery[] {
  return query.kind === 'and' ? query.parts : [query];
}

function joined(parts: readonly BoundQuery[]): BoundQuery | undefined {
  return parts.length > 1 ? { kind: 'and', parts } : parts[0];
}

/** Returns a text that differs for every two filters that differ. */
export function nameOfCalls({ patience: _, ...calls }: SummedCalls): string {
  return JSON.stringify(calls, (_, value) =>
    value instanceof Set ? [...value] : typeof value === 'bigint' || Math.abs(value) === Infinity ? `${value}n` : value,
  );
}
