import type { CellContext, Column } from '../../../columns/column.ts';
import { userCsvColumns } from '../../../columns/users.ts';
import { forJson } from '../../../export/approximate.ts';
import type { RowSource } from '../../../export/row-source.ts';
import type { Page } from '../../../model/page.ts';
import type { UserOverview, UserSort } from '../../../model/user.ts';
import { userOrderOptions } from '../../../questions/user-orders.ts';
import { callOptions, listSource } from '../../context/list-source.ts';
import type { View } from '../../context/route.ts';
import { useServices } from '../../context/services.tsx';
import { useExports } from '../../context/use-exports.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import type { ListView } from '../../context/use-list-view.ts';
import type { LiveList } from '../../list/use-list.ts';

const bucketCount = 24;

type Shown = Pick<ListView<UserSort>, 'sort' | 'descending'> &
  Pick<View, 'window'> & {
    readonly columns: readonly Column<UserOverview>[];
    readonly context: CellContext;
  };

/** Offers the users for files, with their traffic in the window. */
export function useExportedUsers(
  isActive: boolean,
  list: LiveList<UserOverview, Page<UserOverview>>,
  asked: AskedCalls,
  { sort, descending, window: chosen, columns, context }: Shown,
): void {
  const { store, windowAt } = useServices();
  useExports(isActive, (): readonly RowSource[] => {
    const { filter, window } = asked;
    const at = windowAt(window);
    const hasOwnTime = window !== chosen;
    const options = [...callOptions(asked, hasOwnTime), ...userOrderOptions(sort, descending)];
    // A filter with the times of a window that stands still would leave out users without calls in it.
    const isListed = hasOwnTime || (window.endsAt === null && Number.isInteger(window.hours));
    const source = listSource<UserOverview, UserOverview>(list, {
      name: 'users',
      noun: { one: 'user', many: 'users' },
      command: isListed ? { path: 'user list', options } : undefined,
      form: { columns: userCsvColumns, document: forJson },
      columns,
      context,
      nameOf: ({ username }) => ({ label: 'username', text: username }),
      complete: (user) => user,
      ask: (place) =>
        store.users.overview({ ...place, filter, window: at, sort, descending, bucketCount, details: true }),
    });
    return [source];
  });
}
