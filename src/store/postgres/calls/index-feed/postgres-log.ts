import { setTimeout as pause } from 'node:timers/promises';
import type { BoundQuery } from '../../../../filter/bound-query.ts';
import type { TopUser } from '../../../../model/statistics.ts';
import { LAST_SECOND, type Span } from '../../../answers/spans.ts';
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
  type Position,
  type Standing,
  type UserCounts,
} from '../../../statistics/log-source.ts';
import type { Asker, Server } from '../../server/server.ts';
import { afterValues, boundsOf, END_SECOND, FIRST_SECOND } from './bounds.ts';
import { decodeCalls, type RowLists, timeText } from './decode-rows.ts';
import { type FailedRow, idsFitting, readMessages } from './failed-calls.ts';
import {
  ANCHOR,
  COUNT_OF_SPAN,
  EARLIEST,
  EARLIEST_AFTER,
  FAILED_AFTER,
  FAILED_OF_SPAN,
  LATEST_BEFORE,
  MOST_NEW,
  ROWS_AFTER,
  ROWS_OF_SPAN,
  VERSION,
} from './feed-sql.ts';
import { type Anchor, LogReader, type Look, type Reading, type ReadOptions } from './log-reader.ts';
import {
  BEHIND,
  changedSpans,
  type KnownLook,
  lookText,
  parseLook,
  standingOf,
  standingOfTables,
} from './log-standing.ts';
import { changesOf, readTables, readTablesWord } from './log-tables.ts';
import { newsOf } from './news-of.ts';
import { parseSnapshot, type Snapshot, sees, snapshotText } from './snapshot.ts';
import { nameTopUsers } from './top-users.ts';

const ROWS_PER_READ = 15_000;
const MOST_SERVERS = 8;
const MOST_WAITS = 40;
const WAIT_MS = 50;
/** Names by which a log is the same one on all servers that hold it. */
export interface LogIdentity {
  readonly system: string;
  readonly database: string;
  readonly table: string | null;
}

/** The log of a database on servers that hold the same. A position is the set of the transactions that are over for good. */
export class PostgresLog implements LogSource {
  readonly identity: string;
  readonly label: string;
  /** True once the servers hold another log. */
  isGone = false;
  readonly #reader: LogReader;
  #parsed: { readonly look: string; readonly known: KnownLook } | undefined;
  // Servers that were found to hold the rows that are indexed.
  #trusted: Pick<KnownLook, 'timeline' | 'servers'> = { timeline: 0, servers: [] };

  constructor(server: Server, identity: LogIdentity) {
    this.#reader = new LogReader(server);
    this.label = server.location.label;
    this.identity = identityText(identity);
  }

  async blocksWriters(): Promise<boolean> {
    return false;
  }

  async rowsPerRead(): Promise<number> {
    return ROWS_PER_READ;
  }

  async version(): Promise<string> {
    const [row] = await this.#reader.ask((ask) => ask.tuples<readonly [string]>(VERSION));
    if (row === undefined) throw new Error('The server does not tell its version.');
    return row[0];
  }

  async mark(position?: Position): Promise<Mark> {
    const upTo = position === undefined ? await this.#end() : parseSnapshot(position);
    const { look, answer } = await this.#read((ask) => readMarked(ask, upTo), { position: upTo, isKept: true });
    const { anchor, tables, word } = answer;
    const { timeline, servers } = this.#trusted;
    const trusted = timeline === look.timeline ? servers.filter((server) => server !== look.server) : [];
    this.#trusted = { timeline: look.timeline, servers: [look.server, ...trusted].slice(0, MOST_SERVERS) };
    const parts = tables.map(({ table, file, span }) => ({ table, file, span }));
    const { horizon } = this.#reader;
    const known: KnownLook = { ...this.#trusted, tables: word, parts, anchor, horizon };
    const rowCount = tables.reduce((sum, { calls }) => sum + calls, 0);
    return { position: snapshotText(upTo), look: lookText(known), rowCount };
  }

  async standing(mark: Mark): Promise<Standing> {
    return (await this.#compared(mark, mark.position, async () => undefined)).standing;
  }

  spansBetween(before: Mark, after: Mark): readonly Span[] {
    return changedSpans(this.#parse(before).parts, parseLook(after.look).parts);
  }

  async news(mark: Mark, after: Position): Promise<News> {
    const from = parseSnapshot(after);
    const place = [...afterValues(from), MOST_NEW];
    const { standing, reading } = await this.#compared(mark, after, (ask) => ask.tuples<RowLists>(ROWS_AFTER, place));
    const news = newsOf(reading, from, standing);
    if (news === undefined) throw this.#isWriting();
    return news;
  }

  // The statistics of the server tell of rows that are gone.
  async countBetween(): Promise<undefined> {
    return undefined;
  }

  async rowsBetween(position: Position, until: Position) {
    const upTo = parseSnapshot(until);
    const place = [...afterValues(parseSnapshot(position)), 2 * MOST_NEW];
    const { answer } = await this.#read((ask) => ask.tuples<RowLists>(ROWS_AFTER, place), { position: upTo });
    return { rows: decodeCalls(answer, (xid) => sees(upTo, xid)).rows, position: until };
  }

  async earliestAfter(position: Position): Promise<number | undefined> {
    const values = afterValues(parseSnapshot(position));
    const { answer } = await this.#read((ask) =>
      ask.rows<{ second: number | null; isCut: boolean }>(EARLIEST_AFTER, values),
    );
    const [row] = answer;
    return row === undefined || row.isCut ? undefined : (row.second ?? LAST_SECOND);
  }

  async changesSince(stamp: string | undefined): Promise<Changes> {
    const { look, answer } = await this.#read(readTables, { isKept: true });
    return changesOf(answer, look, stamp);
  }

  async rowsOf(span: Span, position: Position): Promise<readonly LogRow[]> {
    return (await this.callsOf(span, position)).rows;
  }

  async callsOf(span: Span, position: Position): Promise<Calls> {
    const values = [...boundsOf(span), position];
    const { answer } = await this.#read((ask) => ask.tuples<RowLists>(ROWS_OF_SPAN, values), {
      position: parseSnapshot(position),
    });
    return decodeCalls(answer);
  }

  async failedIds(query: BoundQuery, range: FailedRange): Promise<readonly number[]> {
    const [sql, values] =
      'span' in range
        ? [FAILED_OF_SPAN, [...boundsOf(range.span), range.until]]
        : [FAILED_AFTER, afterValues(parseSnapshot(range.after))];
    const { answer } = await this.#read((ask) => ask.tuples<FailedRow>(sql, values), {
      position: parseSnapshot(range.until),
    });
    return idsFitting(query, answer);
  }

  async messagesOf(ids: readonly number[]): Promise<Messages> {
    return (await this.#read((ask) => readMessages(ask, ids))).answer;
  }

  async countOf(span: Span, position: Position): Promise<number> {
    const values = [...boundsOf(span), position];
    const { answer } = await this.#read((ask) => ask.tuples<readonly [number]>(COUNT_OF_SPAN, values), {
      position: parseSnapshot(position),
    });
    return answer[0]?.[0] ?? 0;
  }

  async earliest(): Promise<string | undefined> {
    return this.#timeOf(EARLIEST, [FIRST_SECOND]);
  }

  async latestBefore(second: number): Promise<string | undefined> {
    const until = second >= LAST_SECOND ? END_SECOND : second;
    return this.#timeOf(LATEST_BEFORE, [FIRST_SECOND, until]);
  }

  // Every time has the type of one.
  async hasStrays(): Promise<boolean> {
    return false;
  }

  async topUsers(users: readonly UserCounts[], count: number): Promise<readonly TopUser[]> {
    return this.#reader.ask((ask) => nameTopUsers(ask, users, count));
  }

  /** The transactions that are over for good now; waits until something is known to be. */
  async #end(): Promise<Snapshot> {
    for (let waits = 0; waits < MOST_WAITS; waits += 1) {
      const { over } = await this.#read(async () => undefined);
      if (over !== undefined) return over;
      await pause(WAIT_MS);
    }
    throw this.#isWriting();
  }

  #isWriting(): LogBusyError {
    return new LogBusyError(`${this.label} has not written yet what was logged last.`);
  }

  async #compared<Answer>(mark: Mark, after: Position, work: (ask: Asker) => Promise<Answer>) {
    const known = this.#parse(mark);
    this.#reader.noteHorizon(known.horizon);
    // The tables last: rows of one that comes meanwhile may have been left out, and are to be read.
    const readAll = (ask: Asker) => Promise.all([work(ask), readTablesWord(ask)]);
    const reading = this.#alive(
      await this.#reader.read(readAll, { position: parseSnapshot(after), anchor: known.anchor }),
    );
    const [answer, tables] = reading.answer;
    this.#trusted = known;
    const standing = standingOf(known, reading, tables) ?? (await this.#compareTables(known, reading.look));
    return { standing, reading: { ...reading, answer } };
  }

  #parse({ look }: Mark): KnownLook {
    if (this.#parsed?.look !== look) this.#parsed = { look, known: parseLook(look) };
    return this.#parsed.known;
  }

  async #compareTables(known: KnownLook, look: Look): Promise<Standing> {
    const { answer } = await this.#read(readTables);
    return standingOfTables(known, look, answer.tables);
  }

  /** Asks where all is seen that was over at a position and that was read before. */
  async #read<Answer>(work: (ask: Asker) => Promise<Answer>, options: ReadOptions = {}): Promise<Reading<Answer>> {
    const reading = this.#alive(await this.#reader.read(work, options));
    if (reading.coverage !== 'all') throw new LogBusyError(`${this.label}: ${BEHIND}.`);
    return reading;
  }

  #alive<Answer>(reading: Reading<Answer>): Reading<Answer> {
    if (identityText(reading.look) === this.identity) return reading;
    this.isGone = true;
    throw new LogBusyError(`The database ${this.label} was replaced while it was read.`);
  }

  async #timeOf(sql: string, values: readonly unknown[]): Promise<string | undefined> {
    const { answer } = await this.#read((ask) => ask.tuples<readonly [number | null]>(sql, values));
    const second = answer[0]?.[0] ?? null;
    return second === null ? undefined : timeText(second);
  }
}

async function readMarked(ask: Asker, { xmax, xip }: Snapshot) {
  const [[anchor], tables] = await Promise.all([
    ask.rows<Anchor>(ANCHOR, [String(xmax), snapshotText({ xmax, xip })]),
    readTables(ask),
  ]);
  return { anchor, ...tables };
}

function identityText({ system, database, table }: LogIdentity): string {
  return ['postgresql', system, database, table].join('\0');
}
