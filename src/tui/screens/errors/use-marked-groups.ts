import type { BulkTriage } from '../../../actions/bulk-triage.ts';
import { decisionOfMany } from '../../../actions/bulk-triage.ts';
import type { ErrorGroup, GroupPage, GroupSort } from '../../../model/error-group.ts';
import { presentsCommand } from '../../../text/shell.ts';
import { useServices } from '../../context/services.tsx';
import { useBulk } from '../../context/use-bulk.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import type { ListView } from '../../context/use-list-view.ts';
import { marksOf } from '../../context/use-marking.ts';
import type { LiveList } from '../../list/use-list.ts';
import { hidesIgnored } from './shown-groups.ts';

/** The function that decides the same about all marked groups, or reopens them where that was decided about all. */
export function useMarkedGroups(
  list: LiveList<ErrorGroup, GroupPage>,
  { filter, window }: AskedCalls,
  { sort, descending }: Pick<ListView<GroupSort>, 'sort' | 'descending'>,
): (wanted: BulkTriage) => void {
  const { store, windowAt, databaseWords } = useServices();
  const bulk = useBulk();
  return (wanted) => {
    const at = windowAt(window);
    const asked = { filter, window: at, sort, descending, bucketCount: 1, hidesIgnored: hidesIgnored(filter) };
    bulk({
      marks: marksOf(list),
      ask: (place) => store.errorGroups.list({ ...place, ...asked }),
      find: (id) => store.errorGroups.find(String(id), at),
      choose: (groups) => decisionOfMany(wanted, groups),
      commandOf: ({ action: { command = '' } }, groups) =>
        presentsCommand(
          databaseWords,
          command,
          groups.map(({ id }) => id),
        ),
    });
  };
}
