import type { Id } from '../../../model/id.ts';
import { toId } from '../../answers/ids.ts';
import {
  AUDIT_TABLE,
  type AuditedAction,
  detailJson,
  PROGRESS_RECORDING,
  recordingOf,
} from '../../checks/audited-action.ts';
import type { PostgresContext } from '../context.ts';
import { expectOneRow } from '../expect-change.ts';
import { schemaObjects } from '../schema/objects.ts';
import type { Asker } from '../server/server.ts';
import { bindId, storable, toSeconds } from '../values.ts';

/** Finds the table of the actions. */
export const HAS_TABLE = `SELECT to_regclass('${AUDIT_TABLE}') IS NOT NULL`;

/** Records an action. */
export const INSERT_ACTION = `
  INSERT INTO ${AUDIT_TABLE} (date_time, actor, action, target, detail) VALUES (to_timestamp($1), $2, $3, $4, $5)
  RETURNING id`;

/** Brings what is recorded of a long action up to date. */
export const UPDATE_ACTION = `UPDATE ${AUDIT_TABLE} SET detail = $2 WHERE id = $1::bigint`;

/** Records an action in the transaction that does it, and returns the id of the record. */
export async function recordAction(
  ask: Asker,
  { now, actor }: Pick<PostgresContext, 'now' | 'actor'>,
  done: AuditedAction,
): Promise<Id> {
  const [row] = await ask.tuples<readonly [hasTable: boolean]>(HAS_TABLE);
  if (row?.[0] !== true) await createTable(ask);
  const texts = [actor, done.action, done.target, detailJson(done.detail)].map(storable);
  const recorded = await ask.tuples<readonly [id: unknown]>(INSERT_ACTION, [toSeconds(now()), ...texts]);
  await expectOneRow(ask, recorded.length, recordingOf(done));
  return toId(recorded[0]?.[0]);
}

/** Replaces the detail of a recorded action that goes on. */
export async function updateAction(ask: Asker, id: Id, detail: AuditedAction['detail']): Promise<void> {
  const changes = await ask.run(UPDATE_ACTION, [bindId(id), storable(detailJson(detail))]);
  await expectOneRow(ask, changes, PROGRESS_RECORDING);
}

async function createTable(ask: Asker): Promise<void> {
  const table = schemaObjects().find(({ name }) => name === AUDIT_TABLE);
  if (table !== undefined) await ask.run(table.sql);
}
