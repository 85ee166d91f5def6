import { type GroupColumns, toFailedCall } from '../../filter/group-of.ts';
import { hasMessage } from '../../insight/fingerprint/fingerprint.ts';
import type { GroupId } from '../../model/error-group.ts';
import type { GroupName } from './call-sums.ts';

const MOST_CHARACTERS = 1_000;

/** Number of groups that are told apart; further ones are counted together. */
export const MOST_GROUPS = 4_000;

/** Names a group by its newest call. */
export function nameOfGroup(id: GroupId, newest: GroupColumns): GroupName {
  const call = toFailedCall(newest);
  const message = hasMessage(call) ? call.message.slice(0, MOST_CHARACTERS).toWellFormed() : null;
  return { id, statusCode: call.statusCode, message };
}
