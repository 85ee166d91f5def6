import { mayPass, PresentsError } from '../../../../model/presents-error.ts';
import { LogBusyError } from '../../../statistics/log-source.ts';
import type { Asker, Server } from '../../server/server.ts';
import { FINISH, LOCK_LOG, LOOK, LOOK_AT_OVER, OVER } from './feed-sql.ts';
import { covers, parseSnapshot, type Snapshot } from './snapshot.ts';

const MOST_TRIES = 3;
// So many times its delay, as the manual has it, until the writer of the WAL has put on the disk what nobody waits for.
const FLUSH_ROUNDS = 3;
const FLUSH_MARGIN_SECONDS = 0.5;

/** The row of the log whose transaction was the last one that is over. */
export interface Anchor {
  readonly id: number | bigint;
  readonly second: number;
  readonly xid: string;
  readonly userId: number | bigint | null;
}

/** A server and its log as they look in a snapshot. */
export interface Look {
  readonly system: string;
  readonly database: string;
  readonly table: string | null;
  readonly server: string;
  readonly isStandby: boolean;
  readonly snapshot: string;
  readonly inserted: number | null;
  readonly timeline: number;
  /** True on a standby that tells its timeline only late, since the role may not ask. */
  readonly hidesTimeline: boolean;
  /** False also where none was asked for. */
  readonly hasAnchor: boolean;
  /** Differs after the tables of the log were replaced, emptied, written anew, attached or detached. */
  readonly tables: string;
}

/** An answer with the look of the log in the same snapshot. */
export interface Reading<Answer> {
  readonly look: Look;
  readonly answer: Answer;
  /** The transactions that are over for good by the time of the snapshot, as far as that is known. */
  readonly over: Snapshot | undefined;
  /** Tells whether the snapshot sees all that was over at a position: not on a standby that is behind, or where it was lost. */
  readonly coverage: 'all' | 'behind' | 'lost';
  /** Version of the log on this server, no newer than the snapshot; one that comes never again where none was told yet. */
  readonly version: string;
}

/** State of a standby as it was told last. */
interface Told {
  readonly over: Snapshot;
  readonly version: string;
}

/** Transactions that will be over for good once the WAL up to a place is on the disk. */
interface Candidate {
  readonly server: string;
  readonly snapshot: Snapshot;
  readonly inserted: number;
  readonly at: number;
}

interface Finish {
  readonly tables: string;
  readonly flushed: number | null;
  readonly over: string | null;
  readonly version: string | null;
  readonly now: number;
  readonly flushDelay: number;
}

/**
 * Reads the log in one snapshot each, and knows what is over for good on the servers that it meets.
 *
 * On a primary that is what a snapshot shows as over, once the WAL up to then is on the disk: a commit that waits for no disk may
 * be lost, and its transaction's number used again. On a standby it is what was over before the snapshot was taken, since its
 * snapshots do not tell what runs; the same goes for its version.
 */
export class LogReader {
  readonly #server: Server;
  // By the names of the standbys.
  readonly #told = new Map<string, Told>();
  #candidate: Candidate | undefined;

  constructor(server: Server) {
    this.#server = server;
  }

  /** Asks in one snapshot; a standby is asked again where it is not known to see all that was over at a position. */
  async read<Answer>(
    work: (ask: Asker) => Promise<Answer>,
    { position, anchor }: { readonly position?: Snapshot | undefined; readonly anchor?: Anchor | undefined } = {},
  ): Promise<Reading<Answer>> {
    for (let tries = 1; ; tries += 1) {
      const known = new Map(this.#told);
      const { look, finish, answer } = await this.#look(work, anchor);
      const told = look.isStandby ? known.get(look.server) : undefined;
      const over = look.isStandby ? told?.over : this.#overOnPrimary(look, finish);
      // Asked for a version, a primary tells its snapshot, and a standby a place in the WAL, too.
      const version = told?.version ?? `${look.server} ${look.snapshot}`;
      this.#note(look.server, finish);
      const coverage = coverageOf(look, over, position);
      if (coverage !== 'behind' || tries === MOST_TRIES) return { look, answer, over, coverage, version };
      await this.#lookAtOver();
    }
  }

  async #look<Answer>(work: (ask: Asker) => Promise<Answer>, anchor: Anchor | undefined) {
    const second = anchor === undefined ? null : Math.floor(anchor.second);
    const ofAnchor = [anchor?.id, second, second === null ? null : second + 1, anchor?.xid, anchor?.userId];
    return this.ask(async (ask) => {
      const [, looks, answer, finishes] = await Promise.all([
        ask.run(LOCK_LOG),
        ask.rows<Omit<Look, 'tables'>>(
          LOOK,
          ofAnchor.map((value) => value ?? null),
        ),
        work(ask),
        ask.rows<Finish>(FINISH.replace('@over', OVER)),
      ]);
      const [[look], [finish]] = [looks, finishes];
      if (look === undefined || finish === undefined) throw new Error('The server does not tell how it looks.');
      return { look: { ...look, tables: finish.tables }, answer, finish };
    });
  }

  /** Asks what depends on no position. */
  async ask<Answer>(work: (ask: Asker) => Promise<Answer>): Promise<Answer> {
    // The server has tried several times by itself.
    try {
      return await this.#server.read(work);
    } catch (error) {
      throw error instanceof PresentsError && mayPass(error) ? new LogBusyError(error.message, error) : error;
    }
  }

  async #lookAtOver(): Promise<void> {
    const [row] = await this.ask((ask) =>
      ask.rows<Pick<Finish, 'over' | 'version'> & { readonly server: string }>(LOOK_AT_OVER),
    );
    if (row !== undefined) this.#note(row.server, row);
  }

  #note(server: string, { over, version }: Pick<Finish, 'over' | 'version'>): void {
    if (over === null || version === null) return;
    // Servers that were started again leave their names behind.
    if (!this.#told.has(server) && this.#told.size > MOST_TRIES) this.#told.clear();
    this.#told.set(server, { over: parseSnapshot(over), version });
  }

  #overOnPrimary(look: Look, { flushed, now, flushDelay }: Finish): Snapshot | undefined {
    const { server, snapshot } = look;
    const newest = { server, snapshot: parseSnapshot(snapshot), inserted: look.inserted ?? Infinity, at: now };
    // Where nothing is written, what is left in memory is no commit.
    const isFlushed = ({ inserted, at }: Candidate) =>
      inserted <= (flushed ?? 0) ||
      (inserted === newest.inserted && now - at >= flushDelay * FLUSH_ROUNDS + FLUSH_MARGIN_SECONDS);
    const older = this.#candidate?.server === server ? this.#candidate : undefined;
    const found = [newest, older].find((candidate) => candidate !== undefined && isFlushed(candidate));
    this.#candidate = found === undefined && older !== undefined ? older : newest;
    return found?.snapshot;
  }
}

function coverageOf(
  { isStandby, snapshot }: Look,
  over: Snapshot | undefined,
  position: Snapshot | undefined,
): Reading<unknown>['coverage'] {
  if (position === undefined) return 'all';
  if (isStandby) return over !== undefined && covers(over, position) ? 'all' : 'behind';
  return covers(parseSnapshot(snapshot), position) ? 'all' : 'lost';
}
