import { type KeptAnswer, useKept } from '../../live/kept.ts';
import { NameIndex } from '../../text/name-index.ts';
import type { KnownUsers, WindowValues } from './palette-answers.ts';
import type { View } from './route.ts';
import { useServices } from './services.tsx';
import { windowKey } from './windows.ts';

const MOST_GROUPS = 100;

/** All users, read anew whenever the palette opens and the data moved since: a hundred thousand names are much to clear up. */
export function useKnownUsers(): KeptAnswer<KnownUsers> {
  const { store, paletteAnswers, heartbeat } = useServices();
  const read = async () => {
    const { ids, ...names } = await store.users.names();
    return { index: new NameIndex(names), ids };
  };
  return useKept(paletteAnswers.users, 'users', read, heartbeat.version() || undefined);
}

/** The routes and the groups of errors of the window of a view. */
export function useWindowValues({ window }: View): KeptAnswer<WindowValues> {
  const { store, windowAt, paletteAnswers } = useServices();
  return useKept(paletteAnswers.values, windowKey(window), async () => {
    const exact = windowAt(window);
    const [{ routes }, { rows }] = await Promise.all([
      store.apiLogs.valueCounts(exact),
      store.errorGroups.list({
        window: exact,
        sort: 'count',
        descending: true,
        filter: '',
        offset: 0,
        limit: MOST_GROUPS,
        anchorId: null,
        bucketCount: 1,
      }),
    ]);
    return { routes, groups: rows };
  });
}
