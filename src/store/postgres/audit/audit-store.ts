import type { AuditEntry, AuditFilter, AuditPage, AuditPageRequest } from '../../../model/audit.ts';
import { type AuditRow, orderActions, toEntry } from '../../answers/audit-records.ts';
import { inOrder, placePage } from '../../answers/pages.ts';
import { AUDIT_TABLE, detailOfUser } from '../../checks/audited-action.ts';
import type { AuditStore } from '../../store.ts';
import type { PostgresContext } from '../context.ts';
import { IS_ANOTHER_VERSION, KeptOrder, type Order } from '../kept-order.ts';
import { sqlState } from '../schema/sql-state.ts';
import type { Asker } from '../server/server.ts';
import { bindIds, canStand, SECONDS, toSeconds } from '../values.ts';

const DEFAULT_LIMIT = 50;
const NO_TABLE = '42P01';

const COLUMNS = 'id, extract(epoch FROM date_time)::float8 AS date_time, actor, action, target, detail';
const IS_LOOKED_FOR = `($2::text IS NULL OR target = $2::text)
    AND ($3::text IS NULL OR strpos(detail, $3::text || ',') > 0 OR strpos(detail, $3::text || '}') > 0)
    AND ($4::text IS NULL OR actor = $4::text OR starts_with(actor, $4::text || '@'))
    AND ($5::text IS NULL OR action = $5::text OR starts_with(action, $5::text || ' '))
    AND ($6::float8 IS NULL OR date_time >= to_timestamp($6::float8))
    AND ($7::float8 IS NULL OR date_time < to_timestamp($7::float8))`;

/** The newest actions of those that are looked for, at most `$1`. */
export const LIST_ACTIONS = `
  SELECT ${COLUMNS} FROM ${AUDIT_TABLE}
  WHERE ${IS_LOOKED_FOR}
  ORDER BY id DESC LIMIT $1`;

/** All actions that are looked for, unless the data is of the version `$1`. */
export const FIND_ACTIONS = `SELECT ${COLUMNS} FROM ${AUDIT_TABLE} WHERE ${IS_ANOTHER_VERSION} AND ${IS_LOOKED_FOR}`;

/** Actions by their ids. */
export const ACTIONS_BY_ID = `SELECT ${COLUMNS} FROM ${AUDIT_TABLE} WHERE id = ANY($1::bigint[])`;

/** Counts the actions, unless the data is of the version `$1`. */
export const COUNT_ACTIONS = `SELECT count(*) FROM ${AUDIT_TABLE} WHERE ${IS_ANOTHER_VERSION}`;

/** The audit log of a database; one that has no such table has no entries. */
export function createAuditStore({ server }: Pick<PostgresContext, 'server'>): AuditStore {
  const orders = new KeptOrder();
  return {
    list: async ({ limit = DEFAULT_LIMIT, ...filter } = {}) => {
      const read = (ask: Asker) => ask.rows<AuditRow>(LIST_ACTIONS, [limit, ...valuesOf(filter)]);
      return isFindable(filter) ? (await withoutTable(server.read(read), [])).map(asEntry) : [];
    },
    page: (request: AuditPageRequest) => {
      const { rows, ids: _, ...place } = { ...placePage([], request), rows: [], unfilteredTotal: 0 };
      return withoutTable(
        server.read((ask) => readPage(ask, orders, request)),
        { rows, ...place },
      );
    },
  };
}

async function readPage(ask: Asker, orders: KeptOrder, request: AuditPageRequest): Promise<AuditPage> {
  const { filter, sort, descending } = request;
  const name = JSON.stringify([filter, sort, descending, valuesOf(request)]);
  const order = await orders.get(ask, name, (_, version) => readOrder(ask, request, version));
  const { ids, ...place } = placePage(order.ids, request);
  const rows = ids.length === 0 ? [] : await ask.rows<AuditRow>(ACTIONS_BY_ID, [bindIds(ids)]);
  return { rows: inOrder(ids, rows.map(asEntry)), ...place, unfilteredTotal: order.unfilteredTotal };
}

async function readOrder(ask: Asker, request: AuditPageRequest, knownVersion: string | undefined): Promise<Order> {
  const [rows, [count]] = await Promise.all([
    isFindable(request) ? ask.rows<AuditRow>(FIND_ACTIONS, [knownVersion, ...valuesOf(request)]) : [],
    ask.tuples<readonly [total: number]>(COUNT_ACTIONS, [knownVersion]),
  ]);
  return { ids: orderActions(rows, request, SECONDS), unfilteredTotal: count?.[0] ?? 0 };
}

function valuesOf({ target, userId, actor, action, window }: AuditFilter) {
  const detail = userId === undefined ? undefined : detailOfUser(userId);
  const times = [window?.from, window?.to].map((time) => (time ? toSeconds(time) : undefined));
  return [target, detail, actor, action, ...times];
}

/** Tells whether the texts that are looked for can stand in a column. */
function isFindable({ target = '', userId = '', actor = '', action = '' }: AuditFilter): boolean {
  return [target, String(userId), actor, action].every(canStand);
}

async function withoutTable<Answer>(answer: Promise<Answer>, none: Answer): Promise<Answer> {
  try {
    return await answer;
  } catch (error) {
    if (sqlState(error) === NO_TABLE) return none;
    throw error;
  }
}

function asEntry(row: AuditRow): AuditEntry {
  return toEntry(row, SECONDS);
}
