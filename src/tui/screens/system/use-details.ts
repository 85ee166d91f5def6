import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import type { SystemStats } from '../../../model/statistics.ts';
import { useServices } from '../../context/services.tsx';
import type { AskedCalls } from '../../context/use-filter.ts';

/** Reads what tall screens show besides: the response times, and the groups of errors with the most calls. */
export function useDetails(
  { window, calls, listed, key }: AskedCalls,
  { stats, groupCount }: { readonly stats: SystemStats | undefined; readonly groupCount: number },
) {
  const { store, windowAt } = useServices();
  const hasRoom = groupCount > 0;
  const latencies = useLive(`latencies ${key} ${partOf(stats)} ${hasRoom}`, async () =>
    hasRoom ? store.apiLogs.latencies(windowAt(window), calls) : undefined,
  );
  const groups = useLive(
    `top groups ${key} ${groupCount}`,
    async () =>
      hasRoom
        ? store.errorGroups.list({
            ...listed,
            sort: 'count',
            descending: true,
            offset: 0,
            limit: groupCount,
            anchorId: null,
            window: windowAt(window),
            bucketCount: 1,
            hidesIgnored: true,
          })
        : undefined,
    { isPart: (page) => page !== undefined && isPart(page) },
  );
  return { latencies, groups };
}
