import type { User, UserOverview, UserSort } from '../model/user.ts';
import { formatId } from '../text/format.ts';
import { isoTime, storedTime, timeCell } from './cells.ts';
import type { Column } from './column.ts';
import {
  keyColumn,
  last7DaysColumn,
  lastErrorColumn,
  lastStatusColumn,
  p95Column,
  serverErrorsColumn,
  topRouteColumn,
} from './user-details.ts';
import {
  averageColumn,
  callsColumn,
  createdColumn,
  errorsColumn,
  lastCallColumn,
  statusColumn,
  trafficColumn,
  usernameColumn,
} from './user-parts.ts';

const idColumn: Column<User> = {
  id: 'id',
  header: 'ID',
  align: 'right',
  minWidth: 4,
  maxWidth: 36,
  priority: 3,
  cell: (user) => ({ text: formatId(user.id), tone: 'muted' }),
  value: (user) => user.id,
};

/** The columns of a plain list of users. */
export const userColumns: readonly Column<User>[] = [
  idColumn,
  usernameColumn(),
  statusColumn(),
  {
    id: 'createdAt',
    header: 'CREATED',
    align: 'left',
    minWidth: 19,
    priority: 2,
    cell: (user, context, width) => timeCell(storedTime(user.createdAt, user.createdAtText), context, width),
    value: (user) => isoTime(storedTime(user.createdAt, user.createdAtText)),
  },
  {
    id: 'updatedAt',
    header: 'UPDATED',
    align: 'left',
    minWidth: 19,
    priority: 4,
    cell: (user, context, width) => timeCell(storedTime(user.updatedAt, user.updatedAtText), context, width),
    value: (user) => isoTime(storedTime(user.updatedAt, user.updatedAtText)),
  },
];

/** The columns of users with their traffic in a window, whose label (`last 24 h`) heads the sparkline. */
export function userOverviewColumns(windowLabel: string): readonly Column<UserOverview>[] {
  return [
    usernameColumn(),
    statusColumn(),
    lastCallColumn,
    callsColumn,
    trafficColumn(windowLabel.toUpperCase()),
    errorsColumn,
    averageColumn,
    createdColumn,
  ];
}

/** Columns of a list of users on a screen, and whether they show details. */
export interface UserListColumns {
  readonly columns: readonly Column<UserOverview>[];
  readonly details: boolean;
}

/** Circumstances that decide about the columns of a list of users. */
export interface UserListLook {
  /** The window, which heads the sparkline: `last 24 h`. */
  readonly windowLabel: string;
  readonly isLive: boolean;
  readonly screenWidth: number;
  readonly sort: UserSort;
}

/** From this width of the screen on a list of users shows details. */
const detailsWidth = 140;
const wideNameWidth = 20;

/** The columns of users on a screen: details where it is wide, or where the list is sorted by one, which then stays. */
export function userListColumns({ windowLabel, isLive, screenWidth, sort }: UserListLook): UserListColumns {
  // Names stay whole before details come.
  const wide = detailedColumns(windowLabel, isLive).map((column) =>
    column.id === 'username' && screenWidth >= detailsWidth ? { ...column, minWidth: wideNameWidth } : column,
  );
  if (screenWidth >= detailsWidth) return { columns: wide, details: true };
  const narrow = userOverviewColumns(windowLabel);
  if (narrow.some((column) => column.sort === sort)) return { columns: narrow, details: false };
  const ids = new Set(narrow.map(({ id }) => id));
  const columns = wide.flatMap((column) => {
    if (column.sort === sort) return [{ ...column, priority: sortedPriority }];
    return ids.has(column.id) ? [column] : [];
  });
  return { columns, details: columns.length > narrow.length };
}

/** The columns of a report on users with all their details. */
export function userReportColumns(windowLabel: string): readonly Column<UserOverview>[] {
  return detailedColumns(windowLabel, true);
}

/** The same in CSV, one for every value: a sparkline without a heading is left out. */
export const userCsvColumns: readonly Column<UserOverview>[] = [
  idColumn,
  ...detailedColumns('', true).flatMap((column) =>
    column.id === 'lastErrorAt' ? [column, lastStatusColumn] : [column],
  ),
];

// Behind the name alone.
const sortedPriority = 0.5;

function detailedColumns(windowLabel: string, isLive: boolean): readonly Column<UserOverview>[] {
  return [
    usernameColumn(),
    statusColumn(),
    keyColumn,
    lastCallColumn,
    callsColumn,
    trafficColumn(windowLabel.toUpperCase()),
    last7DaysColumn(isLive ? 'LAST 7 D' : '7 D BEFORE'),
    errorsColumn,
    serverErrorsColumn,
    lastErrorColumn,
    averageColumn,
    p95Column,
    topRouteColumn,
    createdColumn,
  ];
}
