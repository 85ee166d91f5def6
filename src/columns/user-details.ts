import type { KeyState } from '../model/user.ts';
import { formatCount } from '../text/format.ts';
import { ageCell, callsCell, errorShareTone, isoTime, msCell, noneCell, routeCell, statusTone } from './cells.ts';
import type { Cell, Tone } from './column.ts';
import type { OverviewColumn } from './user-parts.ts';

const DAY_MS = 86_400_000;
/** The cell of a detail that is still to be asked for. */
const UNKNOWN: Cell = { text: '…', tone: 'muted' };

const keyTones: Readonly<Record<KeyState, Tone>> = {
  inactive: 'muted',
  never: 'warn',
  idle: 'warn',
  errors: 'bad',
  hot: 'warn',
  ok: 'muted',
};

/** State of a user's key: `never`, `idle 40 d`, `hot`, `errors`, `ok`. */
export const keyColumn: OverviewColumn = {
  id: 'keyState',
  header: 'KEY',
  align: 'left',
  minWidth: 10,
  priority: 8,
  sort: 'keyState',
  cell: ({ keyState, lastCallAt }, { now }) => {
    if (keyState === undefined) return UNKNOWN;
    const days = lastCallAt && Math.floor((now.getTime() - lastCallAt.getTime()) / DAY_MS);
    return {
      text: keyState === 'idle' && days !== null ? `idle ${formatCount(days)} d` : keyState,
      tone: keyTones[keyState],
    };
  },
  value: ({ keyState }) => keyState ?? null,
};

/** The 95th percentile of response times. */
export const p95Column: OverviewColumn = {
  id: 'p95ResponseMs',
  header: 'P95 MS',
  align: 'right',
  minWidth: 7,
  priority: 9,
  sort: 'p95',
  cell: ({ p95ResponseMs }, _context, width) => (p95ResponseMs === undefined ? UNKNOWN : msCell(p95ResponseMs, width)),
  value: ({ p95ResponseMs }) => p95ResponseMs ?? null,
};

/** Number of calls that failed by the server's fault. */
export const serverErrorsColumn: OverviewColumn = {
  id: 'serverErrorCount',
  header: '5XX',
  align: 'right',
  minWidth: 6,
  priority: 10,
  sort: 'serverErrors',
  cell: ({ serverErrorCount, callCount }, { errorShare }, width) => {
    if (serverErrorCount === undefined) return UNKNOWN;
    return { ...callsCell(serverErrorCount, width), tone: errorShareTone(serverErrorCount, callCount, errorShare) };
  },
  value: ({ serverErrorCount }) => serverErrorCount ?? null,
};

/** Number of calls in the last 7 days, under the heading that is true of the window. */
export function last7DaysColumn(header: string): OverviewColumn {
  return {
    id: 'callsLast7Days',
    header,
    align: 'right',
    minWidth: 8,
    maxWidth: 11,
    grow: 0,
    priority: 11,
    sort: 'last7Days',
    cell: ({ callsLast7Days }, _context, width) =>
      callsLast7Days === undefined ? UNKNOWN : callsCell(callsLast7Days, width),
    value: ({ callsLast7Days }) => callsLast7Days ?? null,
  };
}

/** Status and age of the last failed call. */
export const lastErrorColumn: OverviewColumn = {
  id: 'lastErrorAt',
  header: 'LAST ERROR',
  align: 'left',
  minWidth: 14,
  priority: 12,
  sort: 'lastError',
  cell: ({ lastErrorAt, lastErrorStatus = null }, context, width) => {
    if (lastErrorAt === undefined) return UNKNOWN;
    if (lastErrorAt === null) return noneCell();
    const status = String(lastErrorStatus);
    const { text } = ageCell(lastErrorAt, context, width - status.length - 1);
    return { text: `${status} ${text}`, tone: statusTone(lastErrorStatus) };
  },
  value: ({ lastErrorAt }) => isoTime(lastErrorAt ?? null),
};

/** Status of the last failed call, for CSV. */
export const lastStatusColumn: OverviewColumn = {
  id: 'lastErrorStatus',
  header: 'STATUS OF IT',
  align: 'right',
  minWidth: 6,
  priority: 14,
  cell: ({ lastErrorStatus = null }) => (lastErrorStatus === null ? noneCell() : { text: String(lastErrorStatus) }),
  value: ({ lastErrorStatus }) => lastErrorStatus ?? null,
};

/** The route with the most calls. */
export const topRouteColumn: OverviewColumn = {
  id: 'topRoute',
  header: 'TOP ROUTE',
  align: 'left',
  minWidth: 14,
  maxWidth: 40,
  grow: 0.5,
  priority: 13,
  sort: 'topRoute',
  cell: ({ topRoute }, _context, width) => (topRoute === undefined ? UNKNOWN : routeCell(topRoute, width, 'muted')),
  value: ({ topRoute }) => topRoute ?? null,
};
