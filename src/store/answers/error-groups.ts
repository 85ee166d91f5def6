import type { ErrorGroup, GroupId, GroupPage } from '../../model/error-group.ts';
import type { Id } from '../../model/id.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { Window } from '../../model/window.ts';
import type { ErrorGroupStore, GroupPageRequest } from '../store.ts';
import type { ResolveFilter } from './call-filters.ts';
import type { GroupPast, GroupSums, SummedCalls, TrendPlan } from './call-sums.ts';
import { dateOf, sortKeyOf, toErrorGroups } from './group-records.ts';
import { type GroupStateSources, readGroupStates } from './group-states.ts';
import { arrange, placePage } from './pages.ts';
import { scanOf } from './patience.ts';

/** Sources of groups: the sums of the log, its users, the decisions of people, and the time. */
export interface ErrorGroupSources extends GroupStateSources {
  readonly now: () => Date;
  readonly resolve: ResolveFilter;
  /** Names those of some users who are there. */
  readonly nameUsers: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, string>>;
}

const BUCKETS_OF_ONE = 24;
const LONGEST_NOTE = 500;

/** Answers questions about groups of failed calls, and keeps what people decide about them. */
export function createErrorGroups(sources: ErrorGroupSources): ErrorGroupStore {
  return {
    list: (request: GroupPageRequest) => listGroups(sources, request),
    find: (id, window: Window) => findGroup(sources, id, window),
    triage: async (id, change) => {
      const { note = '' } = change;
      if (note.length > LONGEST_NOTE) {
        const message = `A note has at most ${LONGEST_NOTE} characters; this one has ${note.length}.`;
        throw new PresentsError(message, { code: 'invalid', field: 'note', exitCode: 2 });
      }
      const { groups } = await sources.sums.groupHistory(sources.now());
      if (!groups.has(id))
        throw new PresentsError(`There is no group ${id}.`, {
          code: 'not_found',
          nextStep: 'List the groups to find it.',
          command: 'stats errors --groups',
        });
      return sources.triage.change(id, change);
    },
    keepsTriage: async () => sources.triage.isKept(),
  };
}

async function listGroups(sources: ErrorGroupSources, request: GroupPageRequest): Promise<GroupPage> {
  const { sums, now, resolve, nameUsers } = sources;
  const { filter: _, bucketCount, hidesIgnored = false, ...unfiltered } = request;
  const { window, calls, name } = await resolve(request.window, request);
  const all = await resolve(request.window, unfiltered);
  const isNarrowed = window !== all.window || name !== all.name;
  const found = await sums.groups(window, planOf(window, bucketCount, now()), calls);
  const states = await readGroupStates(sources, now());
  const key = sortKeyOf(request.sort, states);
  const listed = found.groups.filter(({ group }) => !hidesIgnored || !states.of(group.id).isIgnored);
  const order = arrange(listed, { ...request, filter: '' }, { id: idOf, text: idOf, key });
  const { ids, ...place } = placePage(order, request);
  const byId = new Map<Id, GroupSums>(found.groups.map((sums) => [idOf(sums), sums]));
  const shown = ids.flatMap((id) => byId.get(id) ?? []);
  return {
    rows: await toErrorGroups(shown, states, nameUsers),
    ...place,
    unfilteredTotal: isNarrowed ? await countGroups(sources, all) : found.groups.length,
    ignoredCount: found.groups.length - listed.length,
    callCount: listed.reduce((sum, { callCount }) => sum + callCount, found.ungroupedCount),
    ungroupedCount: found.ungroupedCount,
    historyShare: states.history.share,
    historyFrom: dateOf(states.history.earliestSecond),
    ...scanOf(calls),
  };
}

async function countGroups(
  { sums, now }: ErrorGroupSources,
  { window, calls }: { readonly window: Window; readonly calls: SummedCalls },
): Promise<number> {
  const { groups } = await sums.groups(window, planOf(window, 1, now()), calls);
  return groups.length;
}

async function findGroup(sources: ErrorGroupSources, id: GroupId, window: Window): Promise<ErrorGroup | undefined> {
  const { sums, now, nameUsers } = sources;
  const states = await readGroupStates(sources, now());
  const calls: SummedCalls = { query: { kind: 'groups', prefixes: new Set([id]) } };
  const { groups } = await sums.groups(window, planOf(window, BUCKETS_OF_ONE, now()), calls);
  const past = states.history.groups.get(id);
  const shown = groups.length === 0 && past !== undefined ? await sumsOfNone(sources, past, calls) : groups;
  return (await toErrorGroups(shown, states, nameUsers))[0];
}

/** The sums of a group that has no calls in a window: only its last call says its name. */
async function sumsOfNone(
  { sums }: ErrorGroupSources,
  { lastSecond }: GroupPast,
  calls: SummedCalls,
): Promise<readonly GroupSums[]> {
  const last = { from: new Date(lastSecond * 1000), to: new Date((lastSecond + 1) * 1000) };
  const { groups } = await sums.groups(last, { bucketCount: BUCKETS_OF_ONE, ...last }, calls);
  const trend = Array.from({ length: BUCKETS_OF_ONE }, () => 0);
  return groups.map(({ group }) => ({
    group,
    lastSecond,
    callCount: 0,
    users: new Map(),
    routes: new Map(),
    trend,
  }));
}

function planOf(window: Window, bucketCount: number, now: Date): TrendPlan {
  return { bucketCount, from: window.from, to: window.to ?? now };
}

function idOf({ group }: GroupSums): GroupId {
  return group.id;
}
