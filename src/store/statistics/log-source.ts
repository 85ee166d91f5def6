import type { BoundQuery } from '../../filter/bound-query.ts';
import type { TopUser } from '../../model/statistics.ts';
import { UserError } from '../../model/user-error.ts';
import type { Span } from '../answers/spans.ts';

/** A row of the log: id, date_time, user_id, api_route, response_status_code, response_time_ms; each may be of any type. */
export type LogRow = readonly [number | bigint, unknown, unknown, unknown, unknown, unknown];

/** The messages of failed calls by their ids; what is longer than 1,000 characters may be cut behind them. */
export type Messages = ReadonlyMap<number, string | null>;

/** A place in the log after which new rows are found; text that only its source understands. */
export type Position = string;

/** The log up to a position, as it looked at some time. */
export interface Mark {
  readonly position: Position;
  /** By this text the source tells whether the log is still the one that it was. */
  readonly look: string;
  /** About how many rows it had. */
  readonly rowCount: number;
}

/**
 * State of a log compared with a mark: `same`, as far as can be seen at once; `cut`, rows at its beginning are gone or
 * changed; `another`, the mark belongs to another log; `unfit`, the log can no longer be followed.
 */
export type Standing = 'same' | 'cut' | 'another' | 'unfit';

/** Rows that came after a position, and the position after them. */
export interface NewRows {
  readonly rows: readonly LogRow[];
  readonly position: Position;
}

/** The sums of a user who is known by an id alone. */
export interface UserCounts extends Omit<TopUser, 'username'> {
  readonly userId: number;
}

/** Failed calls to look for: those of a span up to a position, or all between two positions. */
export type FailedRange =
  | { readonly span: Span; readonly until: Position }
  | { readonly after: Position; readonly until: Position };

/**
 * The only way from the statistics index down to the log of one engine: rows in the order in which they come, rows of a time, and
 * words by which it is seen that the log moved. Each question is short.
 *
 * What is wrong with the log is thrown as a UserError, and as a LogBusyError where it passes in a moment.
 */
export interface LogSource {
  /** Name of this log, the same for all processes and after a restart. */
  readonly identity: string;
  /** Place of the log, in words for a person. */
  readonly label: string;
  /** Tells whether programs that write to the log wait for those that read it. */
  blocksWriters(): Promise<boolean>;
  /** A word that differs from the last one whenever the log may have moved. */
  version(): Promise<string>;
  /** The log up to a position, or to its end, as it looks now; undefined if it cannot be followed. */
  mark(position?: Position): Promise<Mark | undefined>;
  /** Compares the log with a mark. */
  standing(mark: Mark): Promise<Standing>;
  /** The first rows after a position, but none after another. */
  rowsAfter(position: Position, options: { readonly limit: number; readonly until?: Position }): Promise<NewRows>;
  /** Counts the rows after a position, up to another. */
  countBetween(position: Position, until: Position): Promise<number>;
  /** The rows of a span up to a position. */
  rowsOf(span: Span, position: Position): Promise<readonly LogRow[]>;
  /**
   * The ids of the failed calls of a span that fit, after a position and up to another; undefined if the log has no index
   * of failed calls.
   */
  failedIds(query: BoundQuery, range: FailedRange): Promise<readonly number[] | undefined>;
  /** The messages of the failed calls of a range, or of some calls; none if the log has no index of failed calls. */
  messagesOf(range: FailedRange | { readonly ids: readonly number[] }): Promise<Messages>;
  /** Counts the rows of a span up to a position. */
  countOf(span: Span, position: Position): Promise<number>;
  /** The time of the earliest row, as text. */
  earliest(): Promise<string | undefined>;
  /** The time of the latest row before a second, as text. */
  latestBefore(second: number): Promise<string | undefined>;
  /** Tells whether rows whose times sort before a span may belong to it. */
  hasStrays(span: Span): Promise<boolean>;
  /** Names users and puts those with the most calls first, ties by name: the first ten. */
  topUsers(users: readonly UserCounts[]): Promise<readonly TopUser[]>;
}

/** Opens the log: the same source as long as it is the same log; undefined if none can be indexed. */
export type OpenLog = () => Promise<LogSource | undefined>;

/** The log is held by another program, or became another while it was read: in a moment it can be read again. */
export class LogBusyError extends UserError {
  constructor(message: string, cause?: unknown) {
    super(message, { nextStep: 'Try again in a moment.', exitCode: 3, cause });
  }
}
