import type { BoundQuery } from '../../filter/bound-query.ts';
import { PresentsError } from '../../model/presents-error.ts';
import type { TopUser } from '../../model/statistics.ts';
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

/** Rows of the log, and the messages of the failed calls among them. */
export interface Calls {
  readonly rows: readonly LogRow[];
  readonly messages: Messages;
}

/**
 * State of a log compared with a mark.
 * - `same`: as far as can be seen at once.
 * - `cut`: rows at its beginning are gone or changed.
 * - `doubtful`: rows of some times may be gone, changed, or more.
 * - `another`: the mark belongs to another log.
 * - `waiting`: it cannot be followed at the moment.
 * - `unfit`: it can no longer be followed.
 */
export type Standing =
  | { readonly is: 'same' | 'cut' | 'another' }
  | { readonly is: 'doubtful'; readonly spans: readonly Span[] }
  | { readonly is: 'waiting' | 'unfit'; readonly reason?: string };

/** The calls that came after a position, and the position after them. */
export interface NewCalls {
  readonly calls: Calls;
  readonly position: Position;
  /**
   * Other calls that can be seen and lie after that position: they may go again, or be seen by this server alone. They are told
   * anew each time until they are among the calls.
   */
  readonly unsealed: Calls;
  /** False if there are more calls. */
  readonly isAll: boolean;
}

/**
 * State of a log since a mark was made, seen at one moment, and the new calls where it stands as it did, unless there are more than
 * can be read at once.
 */
export interface News {
  readonly standing: Standing;
  readonly added?: NewCalls;
  /**
   * The version of what was read, or an older one. Left out by a log that is in one place; one on several servers must tell it, for
   * a version asked for before may be that of another server.
   */
  readonly version?: string;
}

/** The time in which the rows of a log may have changed, other than by new ones, and a word for the state it is in now. */
export interface Changes {
  readonly stamp: string;
  /** Undefined if nothing changed. */
  readonly span: Span | undefined;
  /** Time after which the log tells of all changes that were made up to now, where it tells of them late. */
  readonly settlesInMs?: number | undefined;
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
 * What is wrong with the log is thrown as a PresentsError, and as a LogBusyError where it passes in a moment.
 */
export interface LogSource {
  /** Name of this log, the same for all processes and after a restart. */
  readonly identity: string;
  /** Place of the log, in words for a person. */
  readonly label: string;
  /** Tells whether programs that write to the log wait for those that read it. */
  blocksWriters(): Promise<boolean>;
  /** About how many rows to read at once, so that a question in between waits for a moment only. */
  rowsPerRead(): Promise<number>;
  /** A word that differs from the last one whenever the log may have moved. */
  version(): Promise<string>;
  /** The log up to a position, or to its end, as it looks now; undefined if it cannot be followed. */
  mark(position?: Position): Promise<Mark | undefined>;
  /** The times whose rows may be others at a mark than at an earlier one, but for new rows, as far as the marks tell. */
  spansBetween(before: Mark, after: Mark): readonly Span[];
  /** Compares the log with a mark. */
  standing(mark: Mark): Promise<Standing>;
  /** Compares the log with a mark, and reads the first calls after a position, which is that of the mark or a later one. */
  news(mark: Mark, after: Position): Promise<News>;
  /** Counts the rows after a position, up to another; undefined where that is not known without reading them. */
  countBetween(position: Position, until: Position): Promise<number | undefined>;
  /** The first rows after a position, but none after another, and the position after them. */
  rowsBetween(
    position: Position,
    until: Position,
  ): Promise<{ readonly rows: readonly LogRow[]; readonly position: Position }>;
  /** The second of the earliest row after a position, if only new rows lie there and that is soon known. */
  earliestAfter(position: Position): Promise<number | undefined>;
  /** The time whose rows may have been changed or deleted since a stamp that was told before. */
  changesSince(stamp: string | undefined): Promise<Changes>;
  /** The rows of a span up to a position. */
  rowsOf(span: Span, position: Position): Promise<readonly LogRow[]>;
  /** The same with messages. */
  callsOf(span: Span, position: Position): Promise<Calls>;
  /**
   * The ids of the failed calls of a span that fit, after a position and up to another; undefined if the log has no index
   * of failed calls.
   */
  failedIds(query: BoundQuery, range: FailedRange): Promise<readonly number[] | undefined>;
  /** The messages of some failed calls; none if the log has no index of failed calls. */
  messagesOf(ids: readonly number[]): Promise<Messages>;
  /** Counts the rows of a span up to a position. */
  countOf(span: Span, position: Position): Promise<number>;
  /** The time of the earliest row, as text. */
  earliest(): Promise<string | undefined>;
  /** The time of the latest row before a second, as text. */
  latestBefore(second: number): Promise<string | undefined>;
  /** Tells whether rows whose times sort before a span may belong to it. */
  hasStrays(span: Span): Promise<boolean>;
  /** Names users and puts those with the most calls first, ties by name: the first `count`. */
  topUsers(users: readonly UserCounts[], count: number): Promise<readonly TopUser[]>;
}

/** Opens the log: the same source as long as it is the same log; undefined if none can be indexed. */
export type OpenLog = () => Promise<LogSource | undefined>;

/** The log is held by another program, or became another while it was read: in a moment it can be read again. */
export class LogBusyError extends PresentsError {
  constructor(message: string, cause?: unknown) {
    super(message, { nextStep: 'Try again in a moment.', code: 'busy', cause });
  }
}
