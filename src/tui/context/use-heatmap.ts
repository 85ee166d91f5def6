import { useMemo } from 'react';
import { useLive } from '../../live/use-live.ts';
import type { UserRef } from '../../model/user.ts';
import type { ReadHeat } from '../charts/heat.ts';
import { type HeatSelection, heatIn, heatSelection } from './heat-selection.ts';
import type { HeatView, View } from './route.ts';
import type { Size } from './screen.ts';
import { useServices } from './services.tsx';
import type { AskedCalls } from './use-filter.ts';
import { isOfOther } from './use-held-keys.ts';
import { bucketEnd } from './windows.ts';

/** A heatmap in the place of the large chart: its selection, and whether keys have to wait for its answer. */
export interface ShownHeatmap extends HeatSelection {
  readonly view: HeatView;
  readonly isAwaited: boolean;
}

/** Reads the heatmap that a view shows, of one user if there is one; undefined if it shows none. `key` names the question among others. */
export function useHeatmap(
  key: string,
  { mark, heat: view }: View,
  {
    asked: { window, calls },
    panel,
    bucketSeconds,
    username,
  }: { readonly asked: AskedCalls; readonly panel: Size; readonly bucketSeconds: number; readonly username?: UserRef },
): ShownHeatmap | undefined {
  const { store, clock, windowAt } = useServices();
  const isShown = view !== null && panel.height > 0;
  const name = isShown ? `heat ${key} ${bucketSeconds}` : 'no heatmap';
  const live = useLive(name, async (): Promise<ReadHeat | undefined> => {
    if (!isShown) return undefined;
    const { from, to } = windowAt(window);
    const at = { from, to: to ?? bucketEnd(clock.now(), bucketSeconds) };
    const ofUser = username === undefined ? {} : { username };
    const heat = await store.apiLogs.latencyHeat(at, { ...calls, ...ofUser, bucketSeconds });
    return { ...heat, window: at, readAt: clock.now(), secondsPerBucket: bucketSeconds };
  });
  const read = isShown ? live.data : undefined;
  const { width, height } = panel;
  const heat = useMemo(() => read && heatIn({ width, height }, read), [read, width, height]);
  if (!isShown) return undefined;
  return { ...heatSelection(mark, { read, heat, view }), view, isAwaited: isOfOther(live, name) || !read };
}
