import { auditColumns } from '../../../columns/audit.ts';
import { callReportColumns } from '../../../columns/calls.ts';
import type { CellContext } from '../../../columns/column.ts';
import { errorReportColumns } from '../../../columns/errors.ts';
import { endpointColumns } from '../../../columns/stats.ts';
import type { RowSource } from '../../../export/row-source.ts';
import type { ApiError, ListedCall } from '../../../model/call.ts';
import { callDocument } from '../../../questions/whole-calls.ts';
import { shortSource } from '../../context/short-source.ts';
import { useExports } from '../../context/use-exports.ts';
import type { UserData } from './data.ts';
import type { UserSelection } from './selection.ts';

/** Offers the lists of the screen for files and the clipboard, that of the selected row first. */
export function useExportedLists(
  isActive: boolean,
  data: UserData,
  { selection, context }: { readonly selection: UserSelection; readonly context: CellContext },
): void {
  useExports(isActive, () => {
    const isChosen = ({ copies }: RowSource) => copies.rows !== undefined;
    return sourcesOf(data, selection, context)
      .filter(({ count }) => count > 0)
      .toSorted((one, other) => Number(isChosen(other)) - Number(isChosen(one)));
  });
}

function sourcesOf(
  { stats, calls = [], errors = [], audit = [] }: UserData,
  { placeIn }: UserSelection,
  context: CellContext,
): readonly RowSource[] {
  const endpoints = stats?.endpoints ?? [];
  const messageOf = ({ errorMessage, apiRoute }: ListedCall | ApiError) =>
    errorMessage === null ? { label: 'route', text: apiRoute } : { label: 'message', text: errorMessage };
  return [
    shortSource({
      name: 'endpoints',
      noun: { one: 'endpoint', many: 'endpoints' },
      rows: endpoints,
      columns: endpointColumns,
      selected: endpoints[placeIn('endpoints') ?? -1],
      nameOf: ({ apiRoute }) => ({ label: 'route', text: apiRoute }),
      context,
    }),
    shortSource({
      name: 'latest-calls',
      noun: { one: 'latest call', many: 'latest calls' },
      rows: calls,
      columns: callReportColumns,
      document: callDocument,
      selected: calls[placeIn('calls') ?? -1],
      nameOf: messageOf,
      context,
    }),
    shortSource({
      name: 'latest-errors',
      noun: { one: 'latest error', many: 'latest errors' },
      rows: errors,
      columns: errorReportColumns,
      selected: errors[placeIn('errors') ?? -1],
      nameOf: messageOf,
      context,
    }),
    shortSource({
      name: 'actions',
      noun: { one: 'action of an administrator', many: 'actions of administrators' },
      rows: audit,
      columns: auditColumns,
      selected: undefined,
      nameOf: ({ target }) => ({ label: 'target', text: target }),
      context,
    }),
  ];
}
