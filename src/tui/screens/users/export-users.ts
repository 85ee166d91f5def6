import type { CellContext, Column } from '../../../columns/column.ts';
import { userOverviewColumns } from '../../../columns/users.ts';
import type { RowSource } from '../../../export/row-source.ts';
import type { Page } from '../../../model/page.ts';
import type { UserOverview, UserSort } from '../../../model/user.ts';
import { listSource } from '../../context/list-source.ts';
import { useServices } from '../../context/services.tsx';
import { useExports } from '../../context/use-exports.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import type { ListView } from '../../context/use-list-view.ts';
import type { LiveList } from '../../list/use-list.ts';

const bucketCount = 24;

type Shown = Pick<ListView<UserSort>, 'sort' | 'descending'> & {
  readonly columns: readonly Column<UserOverview>[];
  readonly context: CellContext;
};

/** Offers the users for files, with their traffic in the window. */
export function useExportedUsers(
  isActive: boolean,
  list: LiveList<UserOverview, Page<UserOverview>>,
  { filter, window }: AskedCalls,
  { sort, descending, columns, context }: Shown,
): void {
  const { store, windowAt } = useServices();
  useExports(isActive, (): readonly RowSource[] => {
    const at = windowAt(window);
    const source = listSource<UserOverview, UserOverview>(list, {
      name: 'users',
      noun: 'users',
      command: undefined,
      form: { columns: userOverviewColumns('traffic'), document: (user) => user },
      columns,
      context,
      nameOf: ({ username }) => ({ label: 'username', text: username }),
      complete: (user) => user,
      ask: (place) => store.users.overview({ ...place, filter, window: at, sort, descending, bucketCount }),
    });
    return [source];
  });
}
