import type { AuditEntry, AuditSort } from '../model/audit.ts';
import { isoTime, storedTime, textCell, timeCell } from './cells.ts';
import type { Column } from './column.ts';

type AuditColumn = Column<AuditEntry> & { readonly sort?: AuditSort };

/** The columns of what administrators did. */
export const auditColumns: readonly AuditColumn[] = [
  {
    id: 'dateTime',
    header: 'TIME',
    align: 'left',
    minWidth: 19,
    priority: 2,
    sort: 'time',
    cell: (entry, context, width) => timeCell(storedTime(entry.dateTime, entry.dateTimeText), context, width),
    value: (entry) => isoTime(storedTime(entry.dateTime, entry.dateTimeText)),
  },
  {
    id: 'actor',
    header: 'ACTOR',
    align: 'left',
    minWidth: 10,
    maxWidth: 32,
    grow: 1,
    priority: 3,
    sort: 'actor',
    cell: (entry, _context, width) => textCell(entry.actor, width),
    value: (entry) => entry.actor,
  },
  {
    id: 'action',
    header: 'ACTION',
    align: 'left',
    minWidth: 12,
    maxWidth: 24,
    grow: 1,
    priority: 0,
    sort: 'action',
    cell: (entry, _context, width) => textCell(entry.action, width, 'strong'),
    value: (entry) => entry.action,
  },
  {
    id: 'target',
    header: 'TARGET',
    align: 'left',
    minWidth: 12,
    maxWidth: 40,
    grow: 2,
    priority: 1,
    sort: 'target',
    cell: (entry, _context, width) => textCell(entry.target, width),
    value: (entry) => entry.target,
  },
  {
    id: 'detail',
    header: 'DETAIL',
    align: 'left',
    minWidth: 12,
    grow: 3,
    priority: 4,
    cell: (entry, _context, width) => textCell(detailText(entry.detail), width, 'muted'),
    value: (entry) => detailText(entry.detail),
  },
];

function detailText(detail: unknown): string | null {
  if (detail === null || detail === undefined) return null;
  return typeof detail === 'string' ? detail : JSON.stringify(detail);
}
