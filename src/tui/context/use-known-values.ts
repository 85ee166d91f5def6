import { useMemo } from 'react';
import type { Known, KnownValue } from '../../filter/complete.ts';
import { useLive } from '../../live/use-live.ts';
import type { PathCount } from '../../model/values.ts';
import type { View } from './route.ts';
import { useServices } from './services.tsx';
import { windowKey } from './windows.ts';

const MOST_CALLS = {
  sort: 'count',
  descending: true,
  filter: '',
  offset: 0,
  limit: 50,
  anchorId: null,
  bucketCount: 1,
} as const;

/** The values to complete a filter with: those of the window with their calls, and the paths of payloads once one is typed. */
export function useKnownValues({ window }: View, text: string, recent: readonly string[]): Known {
  const { store, windowAt } = useServices();
  const values = useLive(`values ${windowKey(window)}`, () => store.apiLogs.valueCounts(windowAt(window))).data;
  const wantsPaths = /\bre[qs][.[]/iu.test(text);
  const paths = useLive(`payload paths ${wantsPaths}`, async () =>
    wantsPaths ? store.apiLogs.payloadPaths() : undefined,
  ).data;
  const wantsGroups = /\bgroup:/iu.test(text);
  const groups = useLive(`groups ${wantsGroups} ${windowKey(window)}`, async () =>
    wantsGroups ? store.errorGroups.list({ ...MOST_CALLS, window: windowAt(window) }) : undefined,
  ).data;
  return useMemo(
    () => ({
      users: (values?.users ?? []).map(({ username, callCount }) => ({ value: username, callCount })),
      routes: (values?.routes ?? []).map(({ apiRoute, callCount }) => ({ value: apiRoute, callCount })),
      statuses: (values?.statuses ?? []).map(({ statusCode, callCount }) => ({
        value: statusCode === null ? 'none' : String(statusCode),
        callCount,
      })),
      groups: (groups?.rows ?? []).map(({ id, message, topRoute, callCount }) => ({
        value: id,
        callCount,
        note: message ?? topRoute,
      })),
      requestPaths: (paths?.request ?? []).map(knownPath),
      responsePaths: (paths?.response ?? []).map(knownPath),
      recent,
    }),
    [values, groups, paths, recent],
  );
}

function knownPath({ path, count }: PathCount): KnownValue {
  return { value: path, callCount: count };
}
