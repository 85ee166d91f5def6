import { realpathSync } from 'node:fs';
import type { BoundQuery } from '../../../filter/bound-query.ts';
import { isFailed } from '../../../filter/stored-numbers.ts';
import { PresentsError } from '../../../model/presents-error.ts';
import type { TopUser } from '../../../model/statistics.ts';
import { boundsOf, EVER, type Span, textBound } from '../../answers/spans.ts';
import { toText } from '../../answers/values.ts';
import {
  type Calls,
  type Changes,
  type FailedRange,
  LogBusyError,
  type LogRow,
  type LogSource,
  type Mark,
  type Messages,
  type News,
  type OpenLog,
  type Position,
  type Standing,
  type UserCounts,
} from '../../statistics/log-source.ts';
import type { Connection } from '../file/connection.ts';
import type { DatabaseFile } from '../file/database.ts';
import { earliestText } from '../file/instants.ts';
import { isBusy } from '../file/sqlite-errors.ts';
import { INDEX_BY_TIME, INDEX_OF_ERRORS } from './call-sql.ts';
import { ExactRows } from './exact-rows.ts';
import { countBetween, markOf, standingOf } from './log-position.ts';
import {
  EARLIEST_TIME,
  FAILED_IDS_AFTER,
  FAILED_IDS_OF_SPAN,
  LATEST_BEFORE,
  MESSAGES_AFTER,
  MESSAGES_OF,
  MESSAGES_OF_SPAN,
  NAME_USERS,
  ROWS_AFTER,
  ROWS_OF_SPAN,
  SPAN_COUNT,
} from './log-source-sql.ts';
import { conditionOf } from './query-sql.ts';

const LARGEST_ID = 2n ** 63n - 1n;
const BATCH_ROWS = 5_000;
const ROWS_PER_READ = 6_000;
const ROWS_PER_BLOCKING_READ = 2_500;
const NO_CALLS = { rows: [], messages: new Map() };

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

  // Where a writer waits for whoever reads, each read lasts a few milliseconds, and the gap between as long.
  async rowsPerRead(): Promise<number> {
    return (await this.blocksWriters()) ? ROWS_PER_BLOCKING_READ : ROWS_PER_READ;
  }

  async version(): Promise<string> {
    return this.#read((connection) => String(connection.dataVersion));
  }

  async mark(position?: Position): Promise<Mark | undefined> {
    return this.#read((connection) => markOf(connection, position));
  }

  // What is gone from the beginning is found by looking, and nothing else is told.
  spansBetween(): readonly Span[] {
    return [];
  }

  async standing(mark: Mark): Promise<Standing> {
    return this.#read((connection) => standingOf(connection, mark));
  }

  async news(mark: Mark, after: Position): Promise<News> {
    return this.#read((connection) => {
      const standing = standingOf(connection, mark);
      if (standing.is !== 'same') return { standing };
      const place = { after: BigInt(after), last: LARGEST_ID, limit: BATCH_ROWS };
      const rows = this.#exactRows.all(connection, ROWS_AFTER, place);
      const position = String(rows.at(-1)?.[0] ?? after);
      const calls = withMessages(connection, rows, { after, until: position });
      return { standing, added: { calls, position, unsealed: NO_CALLS, isAll: rows.length < BATCH_ROWS } };
    });
  }

  async countBetween(position: Position, until: Position): Promise<number> {
    return this.#read((connection) => countBetween(connection, position, until));
  }

  async rowsBetween(position: Position, until: Position) {
    return this.#read((connection) => {
      const place = { after: BigInt(position), last: BigInt(until), limit: BATCH_ROWS };
      const rows = this.#exactRows.all(connection, ROWS_AFTER, place);
      return { rows, position: String(rows.at(-1)?.[0] ?? until) };
    });
  }

  // Nothing tells whether rows were changed meanwhile, so nothing is taken for unchanged.
  async earliestAfter(): Promise<undefined> {
    return undefined;
  }

  async changesSince(): Promise<Changes> {
    return { stamp: '', span: EVER };
  }

  async rowsOf(span: Span, position: Position): Promise<readonly LogRow[]> {
    return this.#read((connection) => this.#rowsOf(connection, span, position));
  }

  async callsOf(span: Span, position: Position): Promise<Calls> {
    return this.#read((connection) =>
      withMessages(connection, this.#rowsOf(connection, span, position), { span, until: position }),
    );
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

  async messagesOf(ids: readonly number[]): Promise<Messages> {
    return this.#read((connection) => readMessages(connection, MESSAGES_OF, { ids: JSON.stringify(ids) }));
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

  async topUsers(users: readonly UserCounts[], count: number): Promise<readonly TopUser[]> {
    const rows = this.#read((connection) => connection.prepare(NAME_USERS).all(JSON.stringify(users), count));
    return (rows as (TopUser & { readonly username: unknown })[]).map((row) => ({
      ...row,
      username: toText(row.username) ?? '',
    }));
  }

  #rowsOf(connection: Connection, span: Span, position: Position): readonly LogRow[] {
    return this.#exactRows.all(connection, ROWS_OF_SPAN, { ...boundsOf(span), last: BigInt(position) });
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

/** Rows of a range with the messages of the failed calls among them. */
function withMessages(connection: Connection, rows: readonly LogRow[], range: FailedRange): Calls {
  if (!rows.some(([, , , , status]) => isFailed(status))) return { rows, messages: new Map() };
  const last = BigInt(range.until);
  const messages =
    'span' in range
      ? readMessages(connection, MESSAGES_OF_SPAN, { ...boundsOf(range.span), last })
      : readMessages(connection, MESSAGES_AFTER, { after: BigInt(range.after), last });
  return { rows, messages };
}

function readMessages(connection: Connection, sql: string, place: object): Messages {
  if (!connection.hasIndex(INDEX_OF_ERRORS)) return new Map();
  const rows = connection.prepare(sql).raw().all(place) as [number, unknown][];
  return new Map(rows.map(([id, message]) => [id, typeof message === 'string' ? message : null]));
}

function textOrNothing(value: unknown): string | undefined {
  return toText(value) ?? undefined;
}

/** Tells what passes in a moment from other faults of the log. */
function asked<Answer>(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    throw error instanceof PresentsError && isBusy(error) ? new LogBusyError(error.message, error) : error;
  }
}
