import type { Store } from '../store/store.ts';
import { interruption } from './confirm.ts';
import type { Context } from './context.ts';

/** Makes an action on the store that Ctrl-C no longer ends: between a change and its key nothing may end the process. */
export function uninterrupted<Answer>(
  { io, withStore }: Context,
  act: (store: Store) => Promise<Answer>,
): () => Promise<Answer> {
  // From here on Ctrl-C is heard and not obeyed.
  if (io.interrupted.aborted) throw interruption();
  return () => withStore(act);
}
