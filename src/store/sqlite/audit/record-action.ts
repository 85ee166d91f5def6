import type { Id } from '../../../model/id.ts';
import { toId } from '../../answers/ids.ts';
import { toTimestamp } from '../../answers/timestamps.ts';
import {
  AUDIT_TABLE,
  type AuditedAction,
  detailJson,
  PROGRESS_RECORDING,
  recordingOf,
} from '../../checks/audited-action.ts';
import type { Connection } from '../file/connection.ts';
import type { StoreContext } from '../file/context.ts';
import { expectOneRow } from '../file/expect-change.ts';
import { bindId } from '../file/ids.ts';
import { schemaObjects } from '../file/schema.ts';

/** Finds a table by its name. */
export const HAS_TABLE = `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?`;

/** Records an action. */
export const INSERT_ACTION = `
  INSERT INTO admin_audit_log (date_time, actor, action, target, detail)
  VALUES (@dateTime, @actor, @action, @target, @detail)`;

/** Brings what is recorded of a long action up to date. */
export const UPDATE_ACTION = `UPDATE admin_audit_log SET detail = @detail WHERE id = @id`;

/** Records an action in the transaction that does it, and returns the id of the record. */
export function recordAction(
  connection: Connection,
  context: Pick<StoreContext, 'now' | 'actor'>,
  done: AuditedAction,
): Id {
  if (connection.prepare(HAS_TABLE).get(AUDIT_TABLE) === undefined) createTable(connection);
  const { changes, lastInsertRowid } = connection.prepareExact(INSERT_ACTION).run({
    dateTime: toTimestamp(context.now()),
    actor: context.actor,
    action: done.action,
    target: done.target,
    detail: detailJson(done.detail),
  });
  expectOneRow(connection, changes, recordingOf(done));
  return toId(lastInsertRowid);
}

/** Replaces the detail of a recorded action that goes on. */
export function updateAction(connection: Connection, id: Id, detail: AuditedAction['detail']): void {
  const { changes } = connection.prepare(UPDATE_ACTION).run({ id: bindId(id), detail: detailJson(detail) });
  expectOneRow(connection, changes, PROGRESS_RECORDING);
}

function createTable(connection: Connection): void {
  const table = schemaObjects().find(({ name }) => name === AUDIT_TABLE);
  if (table !== undefined) connection.database.exec(table.sql);
}
