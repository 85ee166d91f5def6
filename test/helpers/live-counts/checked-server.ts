import type { ServerLocation } from '../../../src/model/location.ts';
import { MOST_NEW, ROWS_AFTER } from '../../../src/store/postgres/calls/index-feed/feed-sql.ts';
import { type Asker, Server } from '../../../src/store/postgres/server/server.ts';

/** Sums of all rows of the log. */
export interface LogTotals {
  readonly rows: number;
  readonly ids: number;
  readonly errors: number;
  readonly users: number;
}

const TOTALS = `
  SELECT count(*)::float8 AS rows, coalesce(sum(id), 0)::float8 AS ids, coalesce(sum(user_id), 0)::float8 AS users,
    (count(*) FILTER (WHERE response_status_code >= 400))::float8 AS errors
  FROM user_api_call_log`;

/** Servers whose log is counted in each snapshot in which the index reads what is new. */
export class CheckedServer extends Server {
  /** The log in the last such snapshot. */
  totals: LogTotals | undefined;

  constructor(location: ServerLocation) {
    super(location, { timeoutMs: 20_000 });
  }

  override read<Answer>(work: (ask: Asker) => Promise<Answer>): Promise<Answer> {
    return super.read(async (ask) => {
      let isNews = false;
      const tuples: Asker['tuples'] = (sql, values) => {
        // The tail is compared by the same statement, with room for more.
        isNews ||= sql === ROWS_AFTER && values?.at(-1) === MOST_NEW;
        return ask.tuples(sql, values);
      };
      const answer = await work({ ...ask, tuples });
      if (isNews) [this.totals] = await ask.rows<LogTotals>(TOTALS);
      return answer;
    });
  }
}

// A reading may take several.
const READS_IN_TURN = 5;

/** A server that asks now the one, now the other of several, whose log is the same. */
export class AlternatingServer extends CheckedServer {
  readonly #servers: readonly CheckedServer[];
  #reads = 0;

  constructor(locations: readonly [ServerLocation, ...ServerLocation[]]) {
    super(locations[0]);
    this.#servers = locations.map((location) => new CheckedServer(location));
  }

  override async read<Answer>(work: (ask: Asker) => Promise<Answer>): Promise<Answer> {
    const turn = Math.floor(this.#reads / READS_IN_TURN);
    this.#reads += 1;
    const server = this.#servers[turn % this.#servers.length];
    if (server === undefined) throw new Error('There is no server.');
    const before = server.totals;
    const answer = await server.read(work);
    // Other questions leave the answers of the index as they are.
    if (server.totals !== before) this.totals = server.totals;
    return answer;
  }

  override async close(): Promise<void> {
    await Promise.all([super.close(), ...this.#servers.map((server) => server.close())]);
  }
}
