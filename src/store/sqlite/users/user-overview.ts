import type { Id } from '../../../model/id.ts';
import type { UserOverviewPage } from '../../../model/user.ts';
import { placePage, Recent } from '../../answers/pages.ts';
import { scanOf } from '../../answers/patience.ts';
import { windowBounds } from '../../answers/periods.ts';
import { planUserBuckets } from '../../answers/user-buckets.ts';
import { type DetailParts, readDetails, readSortDetails } from '../../answers/user-details.ts';
import { orderUsers, toOverview } from '../../answers/user-overview.ts';
import { byUser, type UserSnapshot } from '../../answers/user-snapshot.ts';
import type { UserOverviewRequest } from '../../store.ts';
import type { StoreContext } from '../file/context.ts';

const SNAPSHOTS_KEPT = 2;
const ORDERS_KEPT = 4;

/** Answers pages of the users with their traffic. */
export function createUserOverview({
  crowd: known,
  now,
  sums,
  thresholds,
  resolve,
}: StoreContext): (request: UserOverviewRequest) => Promise<UserOverviewPage> {
  const traffics = new Recent<UserSnapshot['traffic']>(SNAPSHOTS_KEPT);
  const sortDetails = new Recent<DetailParts>(SNAPSHOTS_KEPT);
  const orders = new Recent<readonly Id[]>(ORDERS_KEPT);
  return async (request) => {
    const { sort, descending } = request;
    const time = now();
    const version = known.version();
    const { window, calls: wanted, query, usersThat, name } = await resolve(request.window, request);
    const state = [version, windowBounds(window), name];
    const crowd = known.read(version, time);
    const traffic = await traffics.resolve(
      state,
      async () => byUser(await sums.traffic(window, [...crowd.entries.keys()], wanted)),
      () => wanted.patience?.scan === undefined,
    );
    const snapshot = { ...crowd, traffic };
    const sources = { sums, thresholds, now: time };
    const question = { snapshot, window, calls: wanted };
    // What a scan found so far is another traffic each time.
    const sorted = [state, wanted.patience?.scan, sort];
    const details = await sortDetails.resolve(sorted, () => readSortDetails(sources, question, sort));
    const order = orders.get([sorted, descending], () => orderUsers(snapshot, request, { query, usersThat, details }));
    const { ids, ...place } = placePage(order, request);
    known.lookUp(ids, time);
    const calls = await sums.callsByBucket(window, ids, planUserBuckets(window, request.bucketCount, now()), wanted);
    const shown = request.details === true ? await readDetails(sources, question, ids) : undefined;
    const rows = ids.flatMap((id) => toOverview(id, snapshot, { calls, details: shown }));
    const { entries, activeTotal } = crowd;
    return { rows, ...place, unfilteredTotal: entries.size, activeTotal, ...scanOf(wanted) };
  };
}
