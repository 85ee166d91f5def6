import type { CellContext, Column } from '../../../columns/column.ts';
import { errorGroupCsvColumns, groupForJson } from '../../../columns/error-groups.ts';
import type { ErrorGroup, GroupPage, GroupSort } from '../../../model/error-group.ts';
import { callOptions, listSource } from '../../context/list-source.ts';
import type { View } from '../../context/route.ts';
import { useServices } from '../../context/services.tsx';
import { useExports } from '../../context/use-exports.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import type { ListView } from '../../context/use-list-view.ts';
import type { LiveList } from '../../list/use-list.ts';
import { hidesIgnored } from './shown-groups.ts';

const bucketCount = 24;
/** The command's own limit. */
const mostGroups = '100000';

type Shown = Pick<ListView<GroupSort>, 'sort' | 'descending'> &
  Pick<View, 'window'> & { readonly columns: readonly Column<ErrorGroup>[]; readonly context: CellContext };

/** Offers the groups of failed calls for files. */
export function useExportedGroups(
  isActive: boolean,
  list: LiveList<ErrorGroup, GroupPage>,
  asked: AskedCalls,
  { sort, descending, window: chosen, columns, context }: Shown,
): void {
  const { store, windowAt } = useServices();
  useExports(isActive, () => {
    const { filter, window } = asked;
    const question = {
      filter,
      window: windowAt(window),
      sort,
      descending,
      bucketCount,
      hidesIgnored: hidesIgnored(filter),
    };
    const source = listSource<ErrorGroup, ErrorGroup>(list, {
      name: 'errors',
      noun: { one: 'group of errors', many: 'groups of errors' },
      command: { path: 'errors list', options: [...callOptions(asked, window !== chosen), '--limit', mostGroups] },
      columns,
      context,
      nameOf: ({ id, message }) => ({ label: 'message', text: message ?? id }),
      complete: (group) => group,
      form: { columns: errorGroupCsvColumns, document: groupForJson },
      ask: (place) => store.errorGroups.list({ ...place, ...question }),
    });
    return [source];
  });
}
