import type pg from 'pg';
import type { ServerAddress, ServerLocation } from '../../../model/location.ts';
import { OutcomeUnknownError, PresentsError } from '../../../model/presents-error.ts';
import { type Asker, createAsker } from './asker.ts';
import { loadCopyStreams } from './driver.ts';
import { isLost } from './faults.ts';
import { type OpenClient, openClient } from './open-client.ts';
import { explainPgError } from './pg-errors.ts';
import { EndedEarlyError, Reading } from './reading.ts';
import { type Watch, watchTime } from './watch.ts';

/** Limits of a transaction. */
export interface Limits {
  /** Time for each statement, in milliseconds; with 0 it takes as long as it needs. */
  readonly timeoutMs: number;
  /** Time that a statement waits for a lock, in milliseconds. */
  readonly lockTimeoutMs: number;
}

// Columns without a time zone hold UTC: compared and assigned in a session of UTC, they mean what ours mean.
// Numbers come with all their digits, and statements are read as they are written, whatever the customs of the database.
const SESSION =
  "SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL standard_conforming_strings = on";
const IS_STANDBY = 'SELECT pg_is_in_recovery() AS "isStandby"';

/** A connection to one server, for one transaction after the other. */
export class Connection {
  readonly address: ServerAddress;
  readonly openedAt: number;
  readonly #location: ServerLocation;
  readonly #client: pg.Client;
  readonly #reported: OpenClient['reported'];
  #isLost = false;
  #isUnfit = false;
  /** The question that was sent last; null while something else is under way, behind which nothing may be sent. */
  #reading: Reading | null | undefined;
  #roundTripMs = 0;

  private constructor(location: ServerLocation, address: ServerAddress, { client, reported }: OpenClient) {
    this.#location = location;
    this.address = address;
    this.#client = client;
    this.#reported = reported;
    this.openedAt = Date.now();
    client.once('error', () => this.#lose());
    client.once('end', () => this.#lose());
  }

  /** Connects to a server. Throws the error of the driver, the server or the network. */
  static async open(location: ServerLocation, address: ServerAddress): Promise<Connection> {
    return new Connection(location, address, await openClient(location, address));
  }

  /** True when the connection is gone, so that nothing can be asked by it. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Tells whether the server is a standby; servers that do not report it are asked. */
  async isStandby(): Promise<boolean> {
    const reported = this.#reported.get('in_hot_standby');
    if (reported !== undefined) return reported === 'on';
    const { rows } = await this.#client.query(IS_STANDBY);
    return rows[0]?.isStandby === true;
  }

  /** True when it leads to a standby, which an action has no use for. */
  get isUnfit(): boolean {
    return this.#isUnfit;
  }

  /** Keeps it for one question or action, until a question is sent. */
  hold(): void {
    this.#reading = null;
  }

  /** Lets another question be sent behind the one that is under way, if that is likely to save it a round trip. */
  letGo(): boolean {
    return !this.#isLost && this.#reading?.letGo(this.#roundTripMs) === true;
  }

  /**
   * Asks questions in one transaction, whose end nobody waits for. Throws a PresentsError, with the driver's error as its cause, or an
   * EndedEarlyError if it was let go and had more to ask; `isAlone` holds it.
   */
  async read<Answer>(
    work: (ask: Asker) => Promise<Answer>,
    { timeoutMs, isAlone }: Limits & { readonly isAlone: boolean },
  ): Promise<Answer> {
    const asker = createAsker(this.#client, { explain: (error, sql) => this.#explain(error, { sql, timeoutMs }) });
    const reading = new Reading(asker, () => void this.#send('COMMIT').catch(() => undefined));
    if (!isAlone) this.#reading = reading;
    const watch = this.#watch(timeoutMs);
    try {
      const [, answer] = await Promise.all(
        this.#together(() => [this.#beginReading(timeoutMs, watch), (async () => work(asker.ask))()] as const),
      );
      if (reading.isCutShort) throw new EndedEarlyError();
      return answer;
    } catch (error) {
      throw reading.isCutShort && !isLost(error) ? new EndedEarlyError() : this.#explain(error, { timeoutMs });
    } finally {
      watch.stop();
      reading.end();
    }
  }

  /** Asks one statement outside of transactions, in one round trip. */
  async ask<Row>(sql: string, { timeoutMs }: Pick<Limits, 'timeoutMs'>): Promise<Row | undefined> {
    const watch = this.#watch(timeoutMs);
    try {
      return (await this.#send(sql)).rows[0];
    } catch (error) {
      throw this.#explain(error, { sql, timeoutMs });
    } finally {
      watch.stop();
    }
  }

  /**
   * Makes a change in one transaction. Throws a PresentsError: whatever is thrown, nothing was changed, except where it says that
   * nobody knows. Throws one with exit code 3 where the server is not writable.
   */
  async write<Answer>(
    work: (ask: Asker) => Promise<Answer>,
    { timeoutMs, lockTimeoutMs, isDurable }: Limits & { readonly isDurable: boolean },
  ): Promise<Answer> {
    const watch = this.#watch(timeoutMs);
    const asker = createAsker(this.#client, {
      explain: (error, sql) => this.#explain(error, { sql, timeoutMs }),
      // The time is that of each statement, and none runs while the program thinks.
      waitsFor: (count) => (count === 0 ? watch.stop() : watch.restart()),
    });
    try {
      await this.#begin(
        `SET LOCAL statement_timeout = ${timeoutMs}; SET LOCAL lock_timeout = ${lockTimeoutMs}; ${SESSION}${
          isDurable ? '' : '; SET LOCAL synchronous_commit = off'
        }`,
      );
      watch.stop();
      const answer = await work(asker.ask);
      asker.close();
      watch.restart();
      await this.#commit();
      return answer;
    } catch (error) {
      asker.close();
      if (!this.#isLost) this.#send('ROLLBACK').catch(() => undefined);
      throw this.#explain(error, { timeoutMs });
    } finally {
      watch.stop();
    }
  }

  /** Runs one statement outside of transactions for as long as it takes. */
  async runAlone(sql: string): Promise<void> {
    try {
      await this.#send(sql);
    } catch (error) {
      throw isLost(error) ? new OutcomeUnknownError(error) : this.#explain(error, { sql });
    }
  }

  /** The bytes of a `COPY … TO STDOUT`, in a transaction that only reads, for as long as it takes. */
  async *copyOut(sql: string): AsyncGenerator<Buffer> {
    const { to } = await loadCopyStreams();
    try {
      await this.#send(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; ${SESSION}`);
      Object.assign(this.#client, { pipeline: false });
      yield* this.#client.query(to(sql));
      await this.#send('COMMIT');
      Object.assign(this.#client, { pipeline: true });
    } catch (error) {
      throw this.#explain(error, { sql });
    }
  }

  /** Ends the connection, after what is under way unless it `isHung`. */
  async end({ isHung = false } = {}): Promise<void> {
    if (isHung || this.#isLost) this.#client.connection.stream.destroy();
    else await this.#client.end();
  }

  /** Sends what `ask` asks in one piece. */
  #together<Answers>(ask: () => Answers): Answers {
    const { stream } = this.#client.connection;
    stream.cork();
    try {
      return ask();
    } finally {
      stream.uncork();
    }
  }

  #send(sql: string): Promise<pg.QueryResult> {
    return this.#client.query(sql);
  }

  async #begin(settings: string): Promise<void> {
    const results: pg.QueryResult | readonly pg.QueryResult[] = await this.#send(
      `BEGIN ISOLATION LEVEL READ COMMITTED; ${settings}; SHOW transaction_read_only`,
    );
    if ([results].flat().at(-1)?.rows[0]?.transaction_read_only !== 'on') return;
    this.#isUnfit = true;
    throw this.#explain(Object.assign(new Error('The server is read-only.'), { code: '25006' }));
  }

  async #commit(): Promise<void> {
    try {
      const { command } = await this.#send('COMMIT');
      // A statement failed, and whoever asked it went on.
      if (command !== 'COMMIT') throw new Error('The server rolled the change back.');
    } catch (error) {
      throw isLost(error) ? new OutcomeUnknownError(error) : error;
    }
  }

  /** Begins a question; its time runs from when those before it are answered. */
  async #beginReading(timeoutMs: number, watch: Watch): Promise<void> {
    const sentAt = performance.now();
    await this.#send(
      `BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = ${timeoutMs}; ${SESSION}`,
    );
    const tookMs = performance.now() - sentAt;
    this.#roundTripMs = this.#roundTripMs === 0 ? tookMs : Math.min(this.#roundTripMs, tookMs);
    watch.restart();
  }

  #watch(timeoutMs: number): Watch {
    return watchTime(timeoutMs, { client: this.#client, location: this.#location, address: this.address });
  }

  #explain(error: unknown, details: { readonly sql?: string; readonly timeoutMs?: number } = {}): unknown {
    if (!(error instanceof PresentsError) && isLost(error)) this.#lose();
    return explainPgError(error, { location: this.#location, address: this.address, ...details });
  }

  #lose(): void {
    this.#isLost = true;
  }
}
