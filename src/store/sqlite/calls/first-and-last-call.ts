import type { UserStats } from '../../../model/statistics.ts';
import { fromTimestamp, toTimestamp } from '../../answers/timestamps.ts';
import type { Connection } from '../file/connection.ts';
import type { bindId } from '../file/ids.ts';
import { earliestText, instantOf, latestText } from '../file/instants.ts';

const INSTANT = instantOf('date_time');
const OF_USER = 'FROM user_api_call_log WHERE user_id = @userId AND date_time';

/** Reads the times of a user's first and last call until `@now`, or else of the first one after it, as text sorts. */
export const USER_FIRST_AND_LAST = `
  SELECT (SELECT MIN(date_time) ${OF_USER} > '') AS first,
    coalesce((SELECT MAX(date_time) ${OF_USER} > '' AND date_time <= @now), (SELECT MIN(date_time) ${OF_USER} > @now)) AS last`;

/** The same by the instants that the times denote. */
export const USER_FIRST_AND_LAST_BY_INSTANT = `
  SELECT strftime('%Y-%m-%d %H:%M:%f', MIN(instant)) AS first,
    strftime('%Y-%m-%d %H:%M:%f', coalesce(MAX(instant) FILTER (WHERE instant <= julianday(@now)), MIN(instant))) AS last
  FROM (SELECT ${INSTANT} AS instant ${OF_USER} > '')`;

/**
 * Returns the times of a user's first and last call. A call of the future is the last one only if there is no other.
 */
export function firstAndLastCall(
  connection: Connection,
  userId: ReturnType<typeof bindId>,
  time: Date,
): Pick<UserStats, 'firstCallAt' | 'lastCallAt'> {
  const now = toTimestamp(time);
  const ask = (sql: string) => connection.prepare(sql).get({ userId, now }) as SpanRow;
  const byText = ask(USER_FIRST_AND_LAST);
  const hasOthers = (fromText: string, toText: string) =>
    connection.timeForms.hasOthers({ fromText, toText }, { userId });
  const mayDiffer =
    byText.first !== null &&
    (hasOthers('', latestText(String(byText.first))) || hasOthers(earliestText(String(byText.last)), latestText(now)));
  const { first, last } = mayDiffer ? ask(USER_FIRST_AND_LAST_BY_INSTANT) : byText;
  return { firstCallAt: fromTimestamp(first), lastCallAt: fromTimestamp(last) };
}

interface SpanRow {
  readonly first: unknown;
  readonly last: unknown;
}
