import type { ErrorGroup } from '../model/error-group.ts';
import { shownState } from '../model/group-state.ts';
import { briefTimeCell, isoTime, noneCell, timeCell } from './cells.ts';
import type { Column } from './column.ts';
import {
  countColumn,
  firstColumn,
  idColumn,
  lastColumn,
  messageColumn,
  noteColumn,
  routesColumn,
  stateColumn,
  statusColumn,
  topUserColumn,
  trendColumn,
  usersColumn,
  usualColumn,
} from './group-parts.ts';

/** Below this width of the screen a status is headed briefly, and below that one state and message are short. */
const briefHeadingWidth = 150;
const shortWidth = 100;
/** Cells that a message has at least, on a screen of at least so many. */
const messageWidths = [
  [70, 32],
  [50, 24],
] as const;

/** The columns of groups on a screen of a width; the words for the window (`last 24 h`) head the sparkline. */
export function errorGroupColumns(trendWords: string, screenWidth: number): readonly Column<ErrorGroup>[] {
  const isBrief = screenWidth < briefHeadingWidth;
  const isShort = screenWidth < shortWidth;
  return [
    isShort ? { ...stateColumn, minWidth: 9 } : stateColumn,
    lastColumn,
    countColumn,
    usersColumn,
    { ...trendColumn, header: trendWords.toUpperCase() },
    usualColumn,
    isBrief ? { ...statusColumn, header: 'ST', minWidth: 3 } : statusColumn,
    { ...messageColumn, minWidth: messageWidths.find(([from]) => screenWidth >= from)?.[1] ?? messageColumn.minWidth },
    routesColumn,
    topUserColumn,
    {
      ...firstColumn,
      minWidth: 12,
      maxWidth: 18,
      cell: (group, context, width) => briefTimeCell(group.firstSeenAt, context, width),
    },
  ];
}

/** The columns of a short table of groups. */
export const topGroupColumns: readonly Column<ErrorGroup>[] = [
  { ...statusColumn, priority: 1 },
  messageColumn,
  stateColumn,
  countColumn,
  usersColumn,
];

const reportColumns: readonly Column<ErrorGroup>[] = [
  idColumn,
  stateColumn,
  {
    ...lastColumn,
    minWidth: 19,
    maxWidth: 33,
    cell: (group, context, width) => timeCell(group.lastSeenAt, context, width),
  },
  countColumn,
  usersColumn,
  statusColumn,
  messageColumn,
  routesColumn,
  topUserColumn,
  firstColumn,
  usualColumn,
];

/** The columns of groups in a report that is read later, with the notes if there are some. */
export function errorGroupReportColumns(hasNotes: boolean): readonly Column<ErrorGroup>[] {
  return hasNotes ? [...reportColumns, noteColumn] : reportColumns;
}

/** The columns of groups in CSV, one for every value. */
export const errorGroupCsvColumns: readonly Column<ErrorGroup>[] = [
  ...reportColumns,
  noteColumn,
  valueColumn('topUserShare', (group) => group.topUserShare),
  valueColumn('routeCount', (group) => group.routes.length),
  valueColumn('resolvedAt', (group) => isoTime(group.triage.resolvedAt)),
  valueColumn('ignoredAt', (group) => isoTime(group.triage.ignoredAt)),
  trendColumn,
];

/** A column that is only written to CSV. */
function valueColumn(id: string, value: Column<ErrorGroup>['value']): Column<ErrorGroup> {
  return { id, header: id, align: 'left', minWidth: 1, priority: 9, cell: noneCell, value };
}

/** A group in the names of the commands, its state as a table shows it. */
export function groupForJson(group: ErrorGroup): object {
  const { id, state: _, isResolved, isIgnored, triage, firstSeenAt, lastSeenAt, ...rest } = group;
  return { group: id, state: shownState(group), ...rest, firstSeen: firstSeenAt, lastSeen: lastSeenAt, ...triage };
}
