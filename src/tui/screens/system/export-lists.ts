import type { CellContext } from '../../../columns/column.ts';
import { errorGroupCsvColumns, groupForJson } from '../../../columns/error-groups.ts';
import { endpointColumns, latencyColumns, statusColumns, topUserColumns } from '../../../columns/stats.ts';
import type { RowSource } from '../../../export/row-source.ts';
import { shortSource } from '../../context/short-source.ts';
import { useExports } from '../../context/use-exports.ts';
import type { SystemData } from './data.ts';
import type { ListName, Selection } from './selection.ts';

/** Offers the lists of the screen for files and the clipboard, that of the selected row first. */
export function useExportedLists(
  isActive: boolean,
  data: SystemData,
  { selection, context }: { readonly selection: Selection; readonly context: CellContext },
): void {
  useExports(isActive, () => {
    const chosen = selection.row?.list;
    return sourcesOf(data, selection, context)
      .toSorted(([one], [other]) => Number(other === chosen) - Number(one === chosen))
      .map(([, source]) => source)
      .filter(({ count }) => count > 0);
  });
}

function sourcesOf(
  { stats, groups = [], latencies = [] }: SystemData,
  { placeIn, step }: Selection,
  context: CellContext,
): readonly (readonly [ListName, RowSource])[] {
  const { topUsers = [], topRoutes = [], statusCodes = [] } = stats ?? {};
  const users = shortSource({
    name: 'top-users',
    noun: { one: 'top user', many: 'top users' },
    rows: topUsers,
    columns: topUserColumns(topUsers),
    selected: topUsers[placeIn('users') ?? -1],
    nameOf: ({ username }) => ({ label: 'username', text: username }),
    context,
  });
  const routes = shortSource({
    name: 'top-routes',
    noun: { one: 'top route', many: 'top routes' },
    rows: topRoutes,
    columns: endpointColumns,
    selected: topRoutes[placeIn('routes') ?? -1],
    nameOf: ({ apiRoute }) => ({ label: 'route', text: apiRoute }),
    context,
  });
  const statuses = shortSource({
    name: 'statuses',
    noun: { one: 'status', many: 'statuses' },
    rows: statusCodes,
    columns: statusColumns(statusCodes),
    selected: statusCodes[placeIn('statuses') ?? -1],
    nameOf: ({ statusCode }) => ({ label: 'status', text: String(statusCode ?? 'none') }),
    context,
  });
  const errors = shortSource({
    name: 'errors',
    noun: { one: 'group of errors', many: 'groups of errors' },
    rows: groups,
    columns: errorGroupCsvColumns,
    document: groupForJson,
    selected: groups[placeIn('groups') ?? -1],
    nameOf: ({ id, message }) => ({ label: 'message', text: message ?? id }),
    context,
  });
  const times = shortSource({
    name: 'response-times',
    noun: { one: 'step of response times', many: 'steps of response times' },
    rows: latencies,
    columns: latencyColumns(latencies),
    selected: step,
    nameOf: ({ fromMs, toMs }) => ({ label: 'response time', text: `${fromMs}..${toMs} ms` }),
    context,
  });
  return [
    ['users', users],
    ['routes', routes],
    ['groups', errors],
    ['statuses', statuses],
    ['latencies', times],
  ];
}
