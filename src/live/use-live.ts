import { useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { useLiveContext } from './live-context.tsx';
import { createLiveQuery, type Live } from './live-query.ts';

/** The answer to a question, kept fresh while the component is shown. `key` names the question with all its parameters. */
export function useLive<Data>(
  key: string,
  read: () => Promise<Data>,
  options: { readonly evenIfPaused?: boolean } = {},
): Live<Data> {
  const { heartbeat, clock } = useLiveContext();
  const [query] = useState(() => createLiveQuery<Data>(heartbeat, clock, options));
  // Before the frame is drawn, which then waits for the first answer.
  useLayoutEffect(() => query.ask(key, read), [query, key, read]);
  useLayoutEffect(() => query.connect(), [query]);
  return useSyncExternalStore(query.subscribe, query.snapshot);
}
