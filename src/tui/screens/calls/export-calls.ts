import { callReportColumns } from '../../../columns/calls.ts';
import type { CellContext, Column } from '../../../columns/column.ts';
import { parseFilter } from '../../../filter/parse.ts';
import type { CallSort, ListedCall } from '../../../model/call.ts';
import type { Window } from '../../../model/window.ts';
import { readSlices } from '../../../questions/call-slices.ts';
import { type ChosenRows, chosenOf, type ReadingWatch } from '../../../questions/marked-rows.ts';
import { callDocument, type WholeCall, withMessage, withPayloads } from '../../../questions/whole-calls.ts';
import type { CallPage } from '../../../store/store.ts';
import { callOptions, listSource } from '../../context/list-source.ts';
import type { View } from '../../context/route.ts';
import { type Services, useServices } from '../../context/services.tsx';
import { useExports } from '../../context/use-exports.ts';
import type { AskedCalls } from '../../context/use-filter.ts';
import type { ListView } from '../../context/use-list-view.ts';
import type { LiveList } from '../../list/use-list.ts';

const isHighestFirst = { time: true, ms: true, status: true, user: false, route: false, message: false } as const;

type Shown = Pick<ListView<CallSort>, 'sort' | 'descending'> &
  Pick<View, 'window'> & { readonly columns: readonly Column<ListedCall>[]; readonly context: CellContext };

/** Offers the calls for files, as the command prints them: with their payloads in JSON. */
export function useExportedCalls(
  isActive: boolean,
  list: LiveList<ListedCall, CallPage>,
  asked: AskedCalls,
  { sort, descending, window: chosen, columns, context }: Shown,
): void {
  const services = useServices();
  const { store, windowAt } = services;
  useExports(isActive, () => {
    const { filter, window } = asked;
    const question = { filter, window: windowAt(window), sort, descending };
    const order = [
      ...(sort === 'time' ? [] : ['--sort', sort]),
      ...(descending === isHighestFirst[sort] ? [] : ['--reverse']),
    ];
    const source = listSource<WholeCall<ListedCall>, ListedCall>(list, {
      name: 'calls',
      noun: { one: 'call', many: 'calls' },
      command: { path: 'calls', options: [...callOptions(asked, window !== chosen), ...order, '--limit', 'all'] },
      columns,
      context,
      nameOf: ({ errorMessage }) => ({ label: 'message', text: errorMessage ?? '' }),
      form: { columns: callReportColumns, document: callDocument },
      ask: (place) => store.apiLogs.calls({ ...place, ...question }),
      ...(sort === 'time' && {
        readAll: (marks: ChosenRows, watch: ReadingWatch) =>
          chosenOf(slicesOf(services, question), marks, { ...watch, total: list.state.total }),
      }),
      complete: (call, format) =>
        format === 'json' || format === 'jsonl' ? withPayloads(store, call) : withMessage(store, call),
    });
    return [source];
  });
}

/** The calls of a window by their time: each question is about a part of it alone. */
function slicesOf(
  { store, clock }: Pick<Services, 'store' | 'clock'>,
  { filter, window, descending }: { readonly filter: string; readonly window: Window; readonly descending: boolean },
): AsyncIterable<readonly ListedCall[]> {
  const parsed = parseFilter(filter);
  return readSlices(store, {
    query: 'fault' in parsed ? undefined : parsed.query,
    ends: window,
    descending,
    now: clock.now(),
    windowOf: ({ from, to }) => ({ from: from ?? window.from, to }),
  });
}
