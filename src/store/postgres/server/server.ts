import { setTimeout as pause } from 'node:timers/promises';
import type { ServerLocation } from '../../../model/location.ts';
import { OutcomeUnknownError, PresentsError } from '../../../model/presents-error.ts';
import { sqlState } from '../schema/sql-state.ts';
import type { Asker } from './asker.ts';
import type { Connection, Limits } from './connection.ts';
import { Connections } from './connections.ts';
import { isCrossed, isLost } from './faults.ts';
import { EndedEarlyError } from './reading.ts';
import type { Purpose } from './server-finder.ts';

export type { Asker } from './asker.ts';

/** Options for a server. */
export interface ServerOptions {
  /** Time that an action may wait for locks, in milliseconds; 5,000 if it is 0. */
  readonly timeoutMs: number;
  /** Time that a question, or a statement of an action, may take, in milliseconds; the same if it is 0, or not given. */
  readonly questionTimeoutMs?: number;
  /** True in a process that answers requests: it may have some connections at once, of the hundred or so that a server takes. */
  readonly isBusy?: boolean;
}

/** Options of a question. */
export interface ReadOptions {
  /** Time that it may take, in milliseconds; that of the server unless given. */
  readonly timeoutMs?: number;
}

/** Options of a change: the time is that of each statement; with 0 it takes as long as it needs. */
export interface WriteOptions extends ReadOptions {
  /** Time that it may wait for a lock, in milliseconds; that of the server unless given. */
  readonly lockTimeoutMs?: number;
  /** False if a crash of the server may lose the last fractions of a second of it (true unless given). */
  readonly isDurable?: boolean;
}

const DEFAULT_TIMEOUT_MS = 5_000;
/** Time for which servers that were there are looked for. */
const REACH_MS = 5_000;
// Dashboards are many, and each asks one question after the other.
const CONNECTIONS = 2;
const CONNECTIONS_IF_BUSY = 8;
const MOST_TRIES = 3;
const PAUSE_MS = 50;
// Transactions that may differ in what they see have other snapshots; a standby has no transactions of its own, but a place in
// the primary's log.
const VERSION = `SELECT concat_ws(' ', pg_current_snapshot(), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() END) AS version`;

/** The servers of a location. A question takes one round trip if all its statements are sent at once. */
export class Server {
  readonly location: ServerLocation;
  readonly #connections: Connections;
  readonly #limits: Limits;

  constructor(location: ServerLocation, { timeoutMs, questionTimeoutMs, isBusy = false }: ServerOptions) {
    this.location = location;
    this.#connections = new Connections(location, isBusy ? CONNECTIONS_IF_BUSY : CONNECTIONS);
    const waitMs = timeoutMs > 0 ? timeoutMs : DEFAULT_TIMEOUT_MS;
    // All tries together wait about as long as one may.
    this.#limits = { timeoutMs: questionTimeoutMs || waitMs, lockTimeoutMs: Math.ceil(waitMs / MOST_TRIES) };
  }

  /**
   * Asks questions that see the database at one moment; all of it again where a server was lost. Throws a PresentsError where a person
   * can mend it.
   */
  read<Answer>(work: (ask: Asker) => Promise<Answer>, options: ReadOptions = {}): Promise<Answer> {
    return this.#try('look', (connection, { isAlone }) =>
      connection.read(work, { ...this.#limits, ...options, isAlone }),
    );
  }

  /**
   * Makes a change, all of it or nothing; all of it again where others were in the way. Throws a PresentsError where a person can mend
   * it, and one that says so where the connection was lost so late that nobody knows.
   */
  write<Answer>(
    work: (ask: Asker) => Promise<Answer>,
    { isDurable = true, ...options }: WriteOptions = {},
  ): Promise<Answer> {
    return this.#try('act', (connection) => connection.write(work, { ...this.#limits, ...options, isDurable }));
  }

  /** Runs a statement that may not be part of a transaction, such as CREATE INDEX CONCURRENTLY; it may take as long as it needs. */
  async runAlone(sql: string): Promise<void> {
    await this.#connections.use('act', this.#deadline(), (connection) => connection.runAlone(sql));
  }

  /** The bytes of a `COPY … TO STDOUT`, which sees the database at one moment and takes as long as it needs. */
  async *copyOut(sql: string): AsyncGenerator<Buffer> {
    const connection = await this.#connections.take('look', this.#deadline());
    let isUsable = false;
    try {
      yield* connection.copyOut(sql);
      isUsable = true;
    } finally {
      this.#connections.giveBack(connection, { isUsable });
    }
  }

  /**
   * A word that differs from the last one whenever anything in the database may have changed; takes one round trip and well under a
   * millisecond. Throws a PresentsError at once where no server is in reach.
   */
  async version(): Promise<string> {
    const row = await this.#connections.use('look', 0, (connection) =>
      connection.ask<{ readonly version: string }>(VERSION, this.#limits),
    );
    return `${this.#connections.generation} ${row?.version}`;
  }

  close(): Promise<void> {
    return this.#connections.close();
  }

  #deadline(): number {
    return Date.now() + REACH_MS;
  }

  async #try<Answer>(
    purpose: Purpose,
    work: (connection: Connection, way: { readonly isAlone: boolean }) => Promise<Answer>,
  ): Promise<Answer> {
    let isAlone = false;
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#connections.use(purpose, this.#deadline(), (connection) => work(connection, { isAlone }));
      } catch (error) {
        isAlone ||= error instanceof EndedEarlyError;
        if (!this.#mayTryAgain(error, purpose) || tries >= MOST_TRIES) throw error;
        if (error instanceof EndedEarlyError) continue;
      }
      await pause(PAUSE_MS * 2 ** (tries - 1) * Math.random());
    }
  }

  #mayTryAgain(error: unknown, purpose: Purpose): boolean {
    if (error instanceof EndedEarlyError) return true;
    if (!(error instanceof PresentsError) || error instanceof OutcomeUnknownError) return false;
    const hasOthers = this.location.servers.length > 1;
    const isOnStandby = purpose === 'act' && hasOthers && sqlState(error) === '25006';
    // One that did not answer in time has had it.
    return isCrossed(error) || (isLost(error) && sqlState(error) !== 'ETIMEDOUT') || isOnStandby;
  }
}
