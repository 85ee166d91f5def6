import { useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { useLiveContext } from './live-context.tsx';
import { createLiveQuery, type Live, type LiveOptions } from './live-query.ts';

/** The answer to a question, kept fresh while the component is shown. `key` names the question with all its parameters. */
export function useLive<Data>(key: string, read: () => Promise<Data>, options: LiveOptions<Data> = {}): Live<Data> {
  const context = useLiveContext();
  const [query] = useState(() => createLiveQuery<Data>(context, options));
  // Before the frame is drawn, which then waits for the first answer.
  useLayoutEffect(() => query.ask(key, read), [query, key, read]);
  useLayoutEffect(() => query.connect(), [query]);
  return useSyncExternalStore(query.subscribe, query.snapshot);
}
