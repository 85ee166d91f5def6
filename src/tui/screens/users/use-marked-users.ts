import { activationOfMany } from '../../../actions/bulk-activation.ts';
import type { Page } from '../../../model/page.ts';
import type { UserOverview, UserSort } from '../../../model/user.ts';
import { formatCount } from '../../../text/format.ts';
import { usersCommand } from '../../../text/shell.ts';
import { useServices } from '../../context/services.tsx';
import { useBulk } from '../../context/use-bulk.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import type { ListView } from '../../context/use-list-view.ts';
import { isMarking, markedCount, marksOf } from '../../context/use-marking.ts';
import type { KeyLabels } from '../../keys/use-keys.ts';
import type { LiveList } from '../../list/use-list.ts';

/** The function that deactivates all marked users, or reactivates them where all are inactive. */
export function useMarkedUsers(
  list: LiveList<UserOverview, Page<UserOverview>>,
  { filter, window }: AskedCalls,
  { sort, descending }: Pick<ListView<UserSort>, 'sort' | 'descending'>,
): () => void {
  const { store, windowAt, databaseWords } = useServices();
  const bulk = useBulk();
  return () => {
    const at = windowAt(window);
    bulk({
      marks: marksOf(list),
      ask: (place) => store.users.overview({ ...place, filter, window: at, sort, descending, bucketCount: 1 }),
      find: (id) => store.users.find({ id }),
      choose: activationOfMany,
      commandOf: ({ action: { command = '' } }, users) => usersCommand(databaseWords, command, users),
    });
  };
}

/** The word of the key for the selected user, or for the marked ones, as far as they are in sight. */
export function activationLabel({
  marked,
  state,
  selected,
  rowAt,
}: LiveList<UserOverview, Page<UserOverview>>): KeyLabels<'users'> {
  if (!isMarking(marked)) return selected?.isActive === false ? { activation: 'reactivate' } : {};
  const count = markedCount(marked);
  const inactive = Array.from({ length: state.height }, (_, line) => state.top + line).filter((index) => {
    const row = rowAt(index);
    return row?.isActive === false && marked.isMarked(row.id, index);
  });
  return { activation: `${inactive.length === count ? 'reactivate' : 'deactivate'} ${formatCount(count)}` };
}
