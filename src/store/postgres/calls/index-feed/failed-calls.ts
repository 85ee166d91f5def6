import type { BoundQuery } from '../../../../filter/bound-query.ts';
import { fits } from '../../../../filter/fits.ts';
import { toId } from '../../../answers/ids.ts';
import type { Messages } from '../../../statistics/log-source.ts';
import type { Asker } from '../../server/server.ts';
import { MESSAGES_OF } from './feed-sql.ts';

/** A failed call as FAILED_AFTER and FAILED_OF_SPAN tell of it. */
export type FailedRow = readonly [
  id: number | bigint,
  second: number,
  userId: unknown,
  route: unknown,
  status: unknown,
  ms: unknown,
  message: unknown,
];

/** The ids of the failed calls that fit. */
export function idsFitting(query: BoundQuery, rows: readonly FailedRow[]): readonly number[] {
  const isFit = fits(query);
  return rows.flatMap(([id, second, userId, route, status, ms, message]) => {
    const timeMs = Number.isFinite(second) ? second * 1000 : undefined;
    const call = { userId: toId(userId), route, status, ms, timeMs, message, request: null, response: null };
    return typeof id === 'number' && isFit(call) ? [id] : [];
  });
}

/** The messages of some failed calls. */
export async function readMessages(ask: Asker, ids: readonly number[]): Promise<Messages> {
  return new Map(await ask.tuples<readonly [number, string | null]>(MESSAGES_OF, [ids]));
}
