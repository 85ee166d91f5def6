import type { ServerLocation } from '../../../model/location.ts';
import { storeClosed } from '../../checks/closed.ts';
import type { Connection } from './connection.ts';
import { type FoundServer, type Purpose, ServerFinder } from './server-finder.ts';

const IDLE_MS = 10_000;
/** A longer life would not notice that a name leads to another server now, or that the preferred one is back. */
const LONGEST_LIFE_MS = 300_000;
const CLOSING_MS = 1_000;

interface Entry extends FoundServer {
  /** Number of questions that are under way, one behind the other. */
  users: number;
  idleTimer?: NodeJS.Timeout;
}

interface Waiting {
  readonly purpose: Purpose;
  readonly go: () => void;
}

/** The connections to the servers of a location, used by one transaction at a time. */
export class Connections {
  readonly #most: number;
  readonly #finder: ServerFinder;
  readonly #idle: Entry[] = [];
  readonly #busy = new Map<Connection, Entry>();
  readonly #waiting: Waiting[] = [];
  #openingCount = 0;
  #isClosed = false;
  #generation = 0;
  #lastServer = '';

  /** Keeps at most so many connections. */
  constructor(location: ServerLocation, most: number) {
    this.#most = most;
    this.#finder = new ServerFinder(location);
  }

  /** A number that moves on when a connection was lost or another server answers questions. */
  get generation(): number {
    return this.#generation;
  }

  /**
   * A connection for a purpose, until it is given back. Throws a PresentsError if no server is found; where one was found before, it
   * is looked for until `deadline` (milliseconds since 1970).
   */
  async take(purpose: Purpose, deadline: number): Promise<Connection> {
    for (;;) {
      const connection = this.#takeNow(purpose);
      if (connection) return connection;
      if (this.#count < this.#most || this.#endOneIdle()) return this.#open(purpose, deadline);
      await new Promise<void>((go) => this.#waiting.push({ purpose, go }));
    }
  }

  /** Works with a connection, at once where one is free: what is asked next finds it at work. */
  async use<Answer>(
    purpose: Purpose,
    deadline: number,
    work: (connection: Connection) => Promise<Answer>,
  ): Promise<Answer> {
    const connection = this.#takeNow(purpose) ?? (await this.take(purpose, deadline));
    try {
      return await work(connection);
    } finally {
      this.giveBack(connection);
    }
  }

  /** Takes a connection back; one that is lost, old, or that something is left in, is ended. */
  giveBack(connection: Connection, { isUsable = true } = {}): void {
    const entry = this.#busy.get(connection);
    if (!entry) return;
    entry.users -= 1;
    if (entry.users > 0 && isUsable) return;
    this.#busy.delete(connection);
    if (connection.isLost) this.#generation += 1;
    const isOld = Date.now() - connection.openedAt > LONGEST_LIFE_MS;
    if (!isUsable || connection.isLost || connection.isUnfit || isOld || this.#isClosed)
      void connection.end({ isHung: !isUsable });
    else this.#rest(entry);
    this.#wake();
  }

  /** Ends all connections: those that work, when they are done, but not long. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const ends = this.#idle.splice(0).map((entry) => endSoon(entry));
    const busy = [...this.#busy.keys()].map((connection) => endSoon({ connection }));
    this.#wake();
    await Promise.all([...ends, ...busy]);
  }

  get #count(): number {
    return this.#idle.length + this.#busy.size + this.#openingCount;
  }

  #takeNow(purpose: Purpose): Connection | undefined {
    if (this.#isClosed) throw storeClosed();
    const entry = this.#takeIdle(purpose) ?? (purpose === 'look' ? this.#share() : undefined);
    return entry && this.#use(entry, purpose);
  }

  #takeIdle(purpose: Purpose): Entry | undefined {
    for (let index = this.#idle.length - 1; index >= 0; index -= 1) {
      const [entry] = this.#idle.slice(index, index + 1);
      if (!entry) continue;
      if (entry.connection.isLost) {
        this.#idle.splice(index, 1);
        clearTimeout(entry.idleTimer);
        this.#generation += 1;
      } else if (entry.purposes.has(purpose)) {
        this.#idle.splice(index, 1);
        return entry;
      }
    }
    return undefined;
  }

  async #open(purpose: Purpose, deadline: number): Promise<Connection> {
    this.#openingCount += 1;
    const found = await this.#finder.find(purpose, deadline).catch((fault: unknown) => {
      this.#openingCount -= 1;
      // Its place is free.
      this.#wake();
      throw fault;
    });
    this.#openingCount -= 1;
    return this.#use({ ...found, users: 0 }, purpose);
  }

  /** A connection that a question is under way on, behind which the next may be sent. */
  #share(): Entry | undefined {
    const entries = [...this.#busy.values()].filter(({ purposes }) => purposes.has('look'));
    return entries.sort((a, b) => a.users - b.users).find(({ connection }) => connection.letGo());
  }

  #use(entry: Entry, purpose: Purpose): Connection {
    const { connection } = entry;
    clearTimeout(entry.idleTimer);
    entry.users += 1;
    connection.hold();
    this.#busy.set(connection, entry);
    const server = `${connection.address.host}:${connection.address.port}`;
    if (purpose === 'look' && this.#lastServer !== server) {
      this.#generation += 1;
      this.#lastServer = server;
    }
    return connection;
  }

  #rest(entry: Entry): void {
    this.#idle.push(entry);
    entry.idleTimer = setTimeout(() => this.#endIdle(entry), IDLE_MS);
  }

  #endIdle(entry: Entry): void {
    const index = this.#idle.indexOf(entry);
    if (index < 0) return;
    this.#idle.splice(index, 1);
    void endSoon(entry);
  }

  /** Makes room for a connection with another purpose. */
  #endOneIdle(): boolean {
    const [oldest] = this.#idle;
    if (oldest) this.#endIdle(oldest);
    return oldest !== undefined;
  }

  #wake(): void {
    this.#waiting.shift()?.go();
    if (this.#isClosed) for (const { go } of this.#waiting.splice(0)) go();
  }
}

async function endSoon({ connection, idleTimer }: Pick<Entry, 'connection' | 'idleTimer'>): Promise<void> {
  clearTimeout(idleTimer);
  const timer = setTimeout(() => void connection.end({ isHung: true }), CLOSING_MS);
  await connection.end();
  clearTimeout(timer);
}
