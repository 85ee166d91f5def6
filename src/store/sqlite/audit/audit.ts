import type { AuditEntry } from '../../../model/audit.ts';
import type { Id } from '../../../model/id.ts';
import { fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import { asItStands, toPayload, toText } from '../../answers/values.ts';
import type { AuditStore } from '../../store.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { expectOneRow } from '../file/expect-change.ts';
import { bindId, toId } from '../file/ids.ts';
import { schemaObjects } from '../file/schema.ts';

const TABLE = 'admin_audit_log';
const DEFAULT_LIMIT = 50;

/** An action to be recorded; it is named as the command that does it. */
export interface AuditedAction {
  readonly action: string;
  readonly target: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Finds a table by its name. */
export const HAS_TABLE = `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`;

/** Records an action. */
export const INSERT_ACTION = `
  INSERT INTO admin_audit_log (date_time, actor, action, target, detail)
  VALUES (@dateTime, @actor, @action, @target, @detail)`;

/** Brings what is recorded of a long action up to date. */
export const UPDATE_ACTION = `UPDATE admin_audit_log SET detail = @detail WHERE id = @id`;

/** The newest actions, about one target if it is not null. */
export const LIST_ACTIONS = `
  SELECT id, date_time, actor, action, target, detail FROM admin_audit_log
  WHERE @target IS NULL OR target = @target
  ORDER BY id DESC LIMIT @limit`;

/** Records an action in the transaction that does it, and returns the id of the record. */
export function recordAction(
  connection: Connection,
  context: Pick<StoreContext, 'now' | 'actor'>,
  done: AuditedAction,
): Id {
  if (connection.prepare(HAS_TABLE).get(TABLE) === undefined) createTable(connection);
  const { changes, lastInsertRowid } = connection.prepareExact(INSERT_ACTION).run({
    dateTime: toTimestamp(context.now()),
    actor: context.actor,
    action: done.action,
    target: done.target,
    detail: detailJson(done.detail),
  });
  expectOneRow(connection, changes, { what: `record “${done.action}”, so it was not done`, table: TABLE });
  return toId(lastInsertRowid);
}

/** Replaces the detail of a recorded action that goes on. */
export function updateAction(connection: Connection, id: Id, detail: AuditedAction['detail']): void {
  const { changes } = connection.prepare(UPDATE_ACTION).run({ id: bindId(id), detail: detailJson(detail) });
  expectOneRow(connection, changes, { what: 'record how far it is', table: TABLE });
}

// An id that a reader of JSON would round is kept as text.
function detailJson(detail: AuditedAction['detail']): string {
  return JSON.stringify(detail, (_key, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** The audit log of a file; one that has no such table has no entries. */
export function createAuditStore({ file }: StoreContext): AuditStore {
  return {
    list: async ({ limit = DEFAULT_LIMIT, target } = {}) =>
      file.read((connection) => {
        if (connection.prepare(HAS_TABLE).get(TABLE) === undefined) return [];
        return connection
          .prepareExact(LIST_ACTIONS)
          .all({ limit, target: target ?? null })
          .map((row) => toEntry(row as AuditRow));
      }),
  };
}

type AuditRow = Readonly<Record<'id' | 'date_time' | 'actor' | 'action' | 'target' | 'detail', unknown>>;

// Ids stand in it, which other programs may have written as numbers of any size: those beyond 2^53 are text, as in all our JSON.
function toDetail(value: unknown): unknown {
  const detail = toPayload(value);
  const text = toText(value) ?? '';
  if (typeof detail !== 'object' || !/\d{16}/.test(text)) return detail;
  return JSON.parse(text, (_key, part: unknown, { source = '' }: { readonly source?: string } = {}) =>
    Number.isInteger(part) && !Number.isSafeInteger(part) && /^-?\d+$/.test(source) ? source : part,
  );
}

function createTable(connection: Connection): void {
  const table = schemaObjects().find(({ name }) => name === TABLE);
  if (table !== undefined) connection.database.exec(table.sql);
}

function toEntry(row: AuditRow): AuditEntry {
  return {
    id: toId(row.id),
    dateTime: fromTimestamp(row.date_time),
    ...asItStands('dateTimeText', row.date_time),
    actor: toText(row.actor) ?? '',
    action: toText(row.action) ?? '',
    target: toText(row.target) ?? '',
    detail: toDetail(row.detail),
  };
}
