import { isPart, partOf } from '../../../live/parts.ts';
import { useLive } from '../../../live/use-live.ts';
import type { SystemStats } from '../../../model/statistics.ts';
import { useServices } from '../../context/services.tsx';
import type { AskedCalls } from '../../context/use-filter.ts';

/** Reads what tall screens show besides: the response times, and the groups of errors with the most calls. */
export function useDetails(
  { window, calls, listed, key }: AskedCalls,
  {
    stats,
    hasLatencies,
    groupCount,
  }: { readonly stats: SystemStats | undefined; readonly hasLatencies: boolean; readonly groupCount: number },
) {
  const { store, windowAt } = useServices();
  const latencies = useLive(`latencies ${key} ${partOf(stats)} ${hasLatencies}`, async () =>
    hasLatencies ? store.apiLogs.latencies(windowAt(window), calls) : undefined,
  );
  const groups = useLive(
    `top groups ${key} ${groupCount}`,
    async () =>
      groupCount > 0
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
