import type { AuditEntry, AuditFilter, AuditPageRequest } from '../../../model/audit.ts';
import type { Id } from '../../../model/id.ts';
import { type AuditRow, orderActions, toEntry } from '../../answers/audit-records.ts';
import { inOrder, placePage, Recent } from '../../answers/pages.ts';
import { END_OF_TIME, toTimestamp } from '../../answers/timestamps.ts';
import { AUDIT_TABLE, detailOfUser } from '../../checks/audited-action.ts';
import type { AuditStore } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { bindIds } from '../file/ids.ts';
import { instantOf } from '../file/instants.ts';
import { HAS_TABLE } from './record-action.ts';

const DEFAULT_LIMIT = 50;
const ORDERS_KEPT = 4;

const COLUMNS = 'id, date_time, actor, action, target, detail';
const IS_LOOKED_FOR = `(@target IS NULL OR target = @target)
    AND (@detail IS NULL OR instr(detail, @detail || ',') > 0 OR instr(detail, @detail || '}') > 0)
    AND (@actor IS NULL OR actor = @actor OR substr(actor, 1, length(@actor) + 1) = @actor || '@')
    AND (@action IS NULL OR action = @action OR substr(action, 1, length(@action) + 1) = @action || ' ')
    AND (@from IS NULL OR ${instantOf('date_time')} >= julianday(@from) AND ${instantOf('date_time')} < julianday(@to))`;

/** The newest actions of those that are looked for. */
export const LIST_ACTIONS = `
  SELECT ${COLUMNS} FROM admin_audit_log
  WHERE ${IS_LOOKED_FOR}
  ORDER BY id DESC LIMIT @limit`;

/** All actions that are looked for. */
export const FIND_ACTIONS = `SELECT ${COLUMNS} FROM admin_audit_log WHERE ${IS_LOOKED_FOR}`;

/** Actions by their ids. */
export const ACTIONS_BY_ID = `
  SELECT ${COLUMNS} FROM admin_audit_log WHERE id IN (SELECT value FROM json_each(?))`;

/** Counts the actions. */
export const COUNT_ACTIONS = 'SELECT COUNT(*) AS total FROM admin_audit_log';

interface Order {
  readonly ids: readonly Id[];
  readonly unfilteredTotal: number;
}

/** The audit log of a file; one that has no such table has no entries. */
export function createAuditStore({ file }: StoreContext): AuditStore {
  const orders = new Recent<Order>(ORDERS_KEPT);
  return {
    list: async ({ limit = DEFAULT_LIMIT, ...filter } = {}) =>
      file
        .read((connection) => (hasTable(connection) ? find(connection, LIST_ACTIONS, filter, { limit }) : []))
        .map(asEntry),
    page: async (request: AuditPageRequest) => {
      const { filter, sort, descending } = request;
      const question = [file.version(), filter, sort, descending, valuesOf(request)];
      return file.read((connection) => {
        const { ids: order, unfilteredTotal } = orders.get(question, () => readOrder(connection, request));
        const { ids, ...place } = placePage(order, request);
        const rows = ids.length === 0 ? [] : (connection.prepareExact(ACTIONS_BY_ID).all(bindIds(ids)) as AuditRow[]);
        return { rows: inOrder(ids, rows.map(asEntry)), ...place, unfilteredTotal };
      });
    },
  };
}

function readOrder(connection: Connection, request: AuditPageRequest): Order {
  if (!hasTable(connection)) return { ids: [], unfilteredTotal: 0 };
  const { total } = connection.prepare(COUNT_ACTIONS).get() as { readonly total: number };
  return { ids: orderActions(find(connection, FIND_ACTIONS, request), request), unfilteredTotal: total };
}

function hasTable(connection: Connection): boolean {
  return connection.prepare(HAS_TABLE).get(AUDIT_TABLE) !== undefined;
}

function find(connection: Connection, sql: string, filter: AuditFilter, more: object = {}): readonly AuditRow[] {
  return connection.prepareExact(sql).all({ ...valuesOf(filter), ...more }) as AuditRow[];
}

function valuesOf({ target, userId, actor, action, window }: AuditFilter) {
  return {
    target: target ?? null,
    detail: userId === undefined ? null : detailOfUser(userId),
    actor: actor ?? null,
    action: action ?? null,
    from: window === undefined ? null : toTimestamp(window.from),
    to: window?.to ? toTimestamp(window.to) : END_OF_TIME,
  };
}

function asEntry(row: AuditRow): AuditEntry {
  return toEntry(row);
}
