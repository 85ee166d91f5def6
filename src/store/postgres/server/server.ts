import pg from 'pg';
import type { ServerLocation } from '../../../model/location.ts';

/** Asks statements with numbered parameters, within one transaction. */
export interface Asker {
  /** Returns rows as objects by the names of their columns. */
  rows<Row>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Returns rows as lists of their columns: half the work for many rows. */
  tuples<Row extends readonly unknown[]>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Runs a statement and returns how many rows it changed. */
  run(sql: string, values?: readonly unknown[]): Promise<number>;
}

/** Options for a server. */
export interface ServerOptions {
  /** Time that a question may take, or an action may wait for a lock, in milliseconds. */
  readonly timeoutMs: number;
}

/** Options of a change. */
export interface WriteOptions {
  /** False if a crash of the server may lose the last fractions of a second of it (true unless given). */
  readonly isDurable?: boolean;
}

const INT8 = 20;
const JSON_TYPE = 114;
const JSONB = 3802;

/** Connections to the servers of a location. A question takes one round trip if all its statements are sent at once. */
export class Server {
  readonly location: ServerLocation;
  readonly #pool: pg.Pool;
  readonly #timeoutMs: number;

  constructor(location: ServerLocation, { timeoutMs }: ServerOptions) {
    this.location = location;
    this.#timeoutMs = timeoutMs;
    const [address] = location.servers;
    const { user, database, password } = location;
    this.#pool = new pg.Pool({
      ...address,
      user,
      database,
      ...(password !== undefined && { password }),
      max: 2,
      idleTimeoutMillis: 10_000,
      pipeline: true,
      types: { getTypeParser },
    } as pg.PoolConfig);
    this.#pool.on('error', () => undefined);
  }

  /** Asks questions that see the database at one moment. */
  read<Answer>(work: (ask: Asker) => Promise<Answer>): Promise<Answer> {
    return this.#transaction('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work);
  }

  /** Makes a change, all of it or nothing. */
  write<Answer>(work: (ask: Asker) => Promise<Answer>, { isDurable = true }: WriteOptions = {}): Promise<Answer> {
    return this.#transaction(`BEGIN${isDurable ? '' : '; SET LOCAL synchronous_commit = off'}`, work);
  }

  /** Runs a statement that may not be part of a transaction, such as CREATE INDEX CONCURRENTLY; it may take as long as it needs. */
  async runAlone(sql: string): Promise<void> {
    await this.#pool.query(sql);
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #transaction<Answer>(begin: string, work: (ask: Asker) => Promise<Answer>): Promise<Answer> {
    const client = await this.#pool.connect();
    try {
      const begun = client.query(`${begin}; SET LOCAL statement_timeout = ${this.#timeoutMs}`);
      const [answer] = await Promise.all([work(askerOf(client)), begun]);
      await client.query('COMMIT');
      return answer;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      throw error;
    } finally {
      client.release();
    }
  }
}

function askerOf(client: pg.PoolClient): Asker {
  return {
    rows: async (text, values = []) => (await client.query({ text, values: [...values] })).rows,
    tuples: async (text, values = []) =>
      (await client.query({ text, values: [...values], rowMode: 'array' })).rows as never,
    run: async (text, values = []) => (await client.query({ text, values: [...values] })).rowCount ?? 0,
  };
}

// Integers keep their digits, and payloads stay the text that they are.
function getTypeParser(type: number, format?: 'text' | 'binary') {
  if (type === INT8) return toInteger;
  return type === JSON_TYPE || type === JSONB ? String : pg.types.getTypeParser(type, format as 'text');
}

function toInteger(text: string): number | bigint {
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : BigInt(text);
}
