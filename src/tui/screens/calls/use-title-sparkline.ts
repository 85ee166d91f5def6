import { useLive } from '../../../live/use-live.ts';
import { sparkline } from '../../../text/sparkline.ts';
import { useServices } from '../../context/services.tsx';
import type { AskedCalls } from '../../context/use-filter.ts';
import { bucketEnd, secondsPerBucket } from '../../context/windows.ts';
import type { Segment } from '../../theme/segments.ts';
import { useTheme } from '../../theme/use-theme.ts';

const cells = 24;

/** The calls over the window as a line of bars, where there is room for it. */
export function useTitleSparkline(
  { window, calls, key }: AskedCalls,
  { hasRoom, part }: { readonly hasRoom: boolean; readonly part: string },
): readonly Segment[] {
  const { store, clock, windowAt } = useServices();
  const { style } = useTheme();
  const bucketSeconds = secondsPerBucket(window.hours, cells);
  const { data } = useLive(`sparkline ${hasRoom} ${key} ${part}`, async () => {
    if (!hasRoom) return [];
    const { from, to } = windowAt(window);
    const at = { from, to: to ?? bucketEnd(clock.now(), bucketSeconds) };
    return store.apiLogs.timeline(at, { ...calls, bucketSeconds });
  });
  if (!data || data.length === 0) return [];
  const counts = data.map(({ callCount }) => callCount);
  return [{ text: `${sparkline(counts, { width: cells, ascii: style === 'ascii' })}  `, tone: 'chart' }];
}
