import { realpathSync } from 'node:fs';
import type { BoundQuery } from '../../../filter/bound-query.ts';
import type { TopUser } from '../../../model/statistics.ts';
import { UserError } from '../../../model/user-error.ts';
import { boundsOf, EARLIEST, type Span, textBound } from '../../answers/spans.ts';
import { toText } from '../../answers/values.ts';
import {
  type FailedRange,
  LogBusyError,
  type LogRow,
  type LogSource,
  type Mark,
  type Messages,
  type NewRows,
  type OpenLog,
  type Position,
  type Standing,
  type UserCounts,
} from '../../statistics/log-source.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { earliestText } from '../file/instants.ts';
import { isBusy } from '../file/sqlite-errors.ts';
import { INDEX_BY_TIME, INDEX_OF_ERRORS, IS_ERROR } from './call-sql.ts';
import { ExactRows } from './exact-rows.ts';
import { countBetween, markOf, STATISTIC_COLUMNS, standingOf } from './log-position.ts';
import { conditionOf } from './query-sql.ts';

/** The index of the log that holds all that a statistic needs, by time; without it the log is not indexed by us either. */
const IN_SPAN = 'date_time >= @from AND date_time < @to AND id <= @last';
const LARGEST_ID = 2n ** 63n - 1n;

/** The rows of a span. */
export const ROWS_OF_SPAN = `SELECT ${STATISTIC_COLUMNS} FROM user_api_call_log WHERE ${IN_SPAN}`;

/** The ids of the failed calls of a span that a condition fits. */
export const FAILED_IDS_OF_SPAN = `SELECT id FROM user_api_call_log WHERE ${IN_SPAN} AND ${IS_ERROR} AND @condition`;

/** The ids of the failed calls between two ids that a condition fits. */
export const FAILED_IDS_AFTER = `
  SELECT id FROM user_api_call_log WHERE id > @after AND id <= @last AND +date_time > '' AND ${IS_ERROR} AND @condition`;

// Also of text with a null byte, at which SUBSTR of text would end.
const MESSAGE = `CASE WHEN octet_length(error_message) <= 4004 THEN error_message
  ELSE CAST(substr(CAST(error_message AS BLOB), 1, 4004) AS TEXT) END`;

/** The messages of the failed calls of a span. */
export const MESSAGES_OF_SPAN = `SELECT id, ${MESSAGE} FROM user_api_call_log WHERE ${IN_SPAN} AND ${IS_ERROR}`;

/** The messages of the failed calls between two ids. */
export const MESSAGES_AFTER = `
  SELECT id, ${MESSAGE} FROM user_api_call_log WHERE id > @after AND id <= @last AND +date_time > '' AND ${IS_ERROR}`;

/** The messages of some calls. */
export const MESSAGES_OF = `
  SELECT id, ${MESSAGE} FROM user_api_call_log WHERE id IN (SELECT value FROM json_each(@ids)) AND ${IS_ERROR}`;

/** Counts the rows of a span. */
export const SPAN_COUNT = `SELECT COUNT(*) FROM user_api_call_log WHERE ${IN_SPAN}`;

/** The first rows after an id. */
export const ROWS_AFTER = `
  SELECT ${STATISTIC_COLUMNS} FROM user_api_call_log WHERE id > @after AND id <= @last ORDER BY id LIMIT @limit`;

/** The latest time before another. */
export const LATEST_BEFORE = `
  SELECT MAX(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}' AND date_time < ?`;

/** The earliest time. */
export const EARLIEST_TIME = `SELECT MIN(date_time) FROM user_api_call_log WHERE date_time >= '${EARLIEST}'`;

/** Names users and puts the busiest first, as the statistics of the log do. */
export const NAME_USERS = `
  SELECT coalesce(u.username, '#' || c.userId) AS username, c.callCount, c.errorCount, c.avgResponseMs
  FROM (SELECT value ->> 'userId' AS userId, value ->> 'callCount' AS callCount, value ->> 'errorCount' AS errorCount,
      value ->> 'avgResponseMs' AS avgResponseMs FROM json_each(?)) c
    LEFT JOIN "user" u ON u.id = c.userId
  ORDER BY c.callCount DESC, username LIMIT 10`;

/** The log of a file, as long as that is the same file. */
export function openLogOf(file: DatabaseFile): OpenLog {
  let known: SqliteLog | undefined;
  return async () =>
    asked(() =>
      file.read((connection) => {
        if (known?.connection !== connection)
          known = connection.hasIndex(INDEX_BY_TIME) ? new SqliteLog(file, connection) : undefined;
        return known;
      }),
    );
}

/** The log of one open connection: a position is the last id, a look the first one and what the last row holds. */
class SqliteLog implements LogSource {
  readonly connection: Connection;
  readonly label: string;
  readonly #file: DatabaseFile;
  readonly #exactRows = new ExactRows();

  constructor(file: DatabaseFile, connection: Connection) {
    this.#file = file;
    this.connection = connection;
    this.label = file.path;
  }

  get identity(): string {
    const { device, inode } = this.connection.identity;
    return [realpathSync(this.#file.path), device, inode].join('\0');
  }

  async blocksWriters(): Promise<boolean> {
    return this.#read(({ isWriteAhead }) => !isWriteAhead);
  }

  async version(): Promise<string> {
    return this.#read((connection) => String(connection.dataVersion));
  }

  async mark(position?: Position): Promise<Mark | undefined> {
    return this.#read((connection) => markOf(connection, position));
  }

  async standing(mark: Mark): Promise<Standing> {
    return this.#read((connection) => standingOf(connection, mark));
  }

  async rowsAfter(
    position: Position,
    { limit, until }: { readonly limit: number; readonly until?: Position },
  ): Promise<NewRows> {
    return this.#read((connection) => {
      const last = until === undefined ? LARGEST_ID : BigInt(until);
      const rows = this.#exactRows.all(connection, ROWS_AFTER, { after: BigInt(position), last, limit });
      return { rows, position: String(rows.at(-1)?.[0] ?? until ?? position) };
    });
  }

  async countBetween(position: Position, until: Position): Promise<number> {
    return this.#read((connection) => countBetween(connection, position, until));
  }

  async rowsOf(span: Span, position: Position): Promise<readonly LogRow[]> {
    const parameters = { ...boundsOf(span), last: BigInt(position) };
    return this.#read((connection) => this.#exactRows.all(connection, ROWS_OF_SPAN, parameters));
  }

  async failedIds(query: BoundQuery, range: FailedRange): Promise<readonly number[] | undefined> {
    const last = BigInt(range.until);
    const [sql, place] =
      'span' in range
        ? [FAILED_IDS_OF_SPAN, { ...boundsOf(range.span), last }]
        : [FAILED_IDS_AFTER, { after: BigInt(range.after), last }];
    const condition = conditionOf(query, { isByInstant: false });
    return this.#read((connection) => {
      if (!connection.hasIndex(INDEX_OF_ERRORS)) return undefined;
      const statement = connection.prepare(sql.replace('@condition', () => condition.sql)).pluck();
      return statement.all({ ...condition.parameters, ...place }) as number[];
    });
  }

  async messagesOf(range: FailedRange | { readonly ids: readonly number[] }): Promise<Messages> {
    const [sql, place] = messagePlace(range);
    return this.#read((connection) => {
      if (!connection.hasIndex(INDEX_OF_ERRORS)) return new Map();
      const rows = connection.prepare(sql).raw().all(place) as [number, unknown][];
      return new Map(rows.map(([id, message]) => [id, typeof message === 'string' ? message : null]));
    });
  }

  async countOf(span: Span, position: Position): Promise<number> {
    const parameters = { ...boundsOf(span), last: BigInt(position) };
    return this.#read((connection) => connection.prepare(SPAN_COUNT).pluck().get(parameters) as number);
  }

  async earliest(): Promise<string | undefined> {
    return this.#read((connection) => textOrNothing(connection.prepare(EARLIEST_TIME).pluck().get()));
  }

  async latestBefore(second: number): Promise<string | undefined> {
    return this.#read((connection) => textOrNothing(connection.prepare(LATEST_BEFORE).pluck().get(textBound(second))));
  }

  async hasStrays(span: Span): Promise<boolean> {
    const { from } = boundsOf(span);
    return this.#read(({ timeForms }) => timeForms.hasOthers({ fromText: earliestText(from), toText: from }, 'all'));
  }

  async topUsers(users: readonly UserCounts[]): Promise<readonly TopUser[]> {
    const rows = this.#read((connection) => connection.prepare(NAME_USERS).all(JSON.stringify(users)));
    return (rows as (TopUser & { readonly username: unknown })[]).map((row) => ({
      ...row,
      username: toText(row.username) ?? '',
    }));
  }

  #read<Answer>(work: (connection: Connection) => Answer): Answer {
    return asked(() =>
      this.#file.read((connection) => {
        if (connection !== this.connection)
          throw new LogBusyError(`The database ${this.label} was replaced while it was read.`);
        return work(connection);
      }),
    );
  }
}

function messagePlace(range: FailedRange | { readonly ids: readonly number[] }): [sql: string, place: object] {
  if ('ids' in range) return [MESSAGES_OF, { ids: JSON.stringify(range.ids) }];
  const last = BigInt(range.until);
  if ('span' in range) return [MESSAGES_OF_SPAN, { ...boundsOf(range.span), last }];
  return [MESSAGES_AFTER, { after: BigInt(range.after), last }];
}

function textOrNothing(value: unknown): string | undefined {
  return toText(value) ?? undefined;
}

/** Tells what passes in a moment from other faults of the log. */
function asked<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    throw error instanceof UserError && isBusy(error) ? new LogBusyError(error.message, error) : error;
  }
}
