import type { CellContext, Column } from '../../../columns/column.ts';
import { errorReportColumns } from '../../../columns/errors.ts';
import type { ApiError, ErrorSort } from '../../../model/call.ts';
import type { Page } from '../../../model/page.ts';
import { errorDocument, type WholeCall, withMessage, withPayloads } from '../../../questions/whole-calls.ts';
import { listSource } from '../../context/list-source.ts';
import { useServices } from '../../context/services.tsx';
import { useExports } from '../../context/use-exports.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import type { ListView } from '../../context/use-list-view.ts';
import type { LiveList } from '../../list/use-list.ts';

/** Offers the failed calls for files: with their payloads in JSON. */
export function useExportedErrors(
  isActive: boolean,
  list: LiveList<ApiError, Page<ApiError>>,
  { filter, window }: AskedCalls,
  {
    sort,
    descending,
    columns,
    context,
  }: Pick<ListView<ErrorSort>, 'sort' | 'descending'> & {
    readonly columns: readonly Column<ApiError>[];
    readonly context: CellContext;
  },
): void {
  const { store, windowAt } = useServices();
  useExports(isActive, () => {
    const at = windowAt(window);
    const source = listSource<WholeCall<ApiError>, ApiError>(list, {
      name: 'failed-calls',
      noun: { one: 'failed call', many: 'failed calls' },
      command: undefined,
      columns,
      context,
      nameOf: ({ errorMessage }) => ({ label: 'message', text: errorMessage ?? '' }),
      form: { columns: errorReportColumns, document: errorDocument },
      ask: (place) => store.apiLogs.errors({ ...place, filter, window: at, sort, descending }),
      complete: (error, format) =>
        format === 'json' || format === 'jsonl' ? withPayloads(store, error) : withMessage(store, error),
    });
    return [source];
  });
}
