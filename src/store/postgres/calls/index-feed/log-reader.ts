import { mayPass, PresentsError } from '../../../../model/presents-error.ts';
import { LogBusyError } from '../../../statistics/log-source.ts';
import type { Asker, Server } from '../../server/server.ts';
import { FINISH, LOCK_LOG, LOOK, LOOK_AT_STANDBY } from './feed-sql.ts';
import { FlushedSnapshots } from './flushed-snapshots.ts';
import { covers, parseSnapshot, type Snapshot } from './snapshot.ts';
import { type Telling, type Told, ToldStandbys } from './told-standbys.ts';
import { farther, isBefore, type WalPlace } from './wal-place.ts';

const MOST_TRIES = 3;

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
}

/** An answer with the look of the log in the same snapshot. */
export interface Reading<Answer> {
  readonly look: Look;
  readonly answer: Answer;
  /** The transactions that are over for good by the time of the snapshot, as far as that is known. */
  readonly over: Snapshot | undefined;
  /**
   * Tells whether the snapshot sees all that was over at a position and that was read before: not on a server that is behind, or
   * where it was lost.
   */
  readonly coverage: 'all' | 'behind' | 'lost';
  /** Version of the log on this server, no newer than the snapshot; one that comes never again where none was told yet. */
  readonly version: string;
}

/** Options of a reading. */
export interface ReadOptions {
  /** Transactions that must have been over. */
  readonly position?: Snapshot | undefined;
  readonly anchor?: Anchor | undefined;
  /** True where the answer is remembered, so that from then on only servers are asked that have all that it rests on. */
  readonly isKept?: boolean;
}

interface Finish extends Telling {
  readonly flushed: number | null;
  readonly walEnd: number | null;
  readonly now: number;
  readonly flushDelay: number;
}

/**
 * Reads the log in one snapshot each, and knows what is over for good on the servers that it meets.
 *
 * On a primary that is what a snapshot shows as over, once the WAL up to then is on the disk: a commit that waits for no disk may
 * be lost, and its transaction's number used again. On a standby it is what was over before the snapshot was taken, since its
 * snapshots do not tell what runs.
 *
 * Each reading may meet another server. None counts that has not come as far as those that were read before.
 */
export class LogReader {
  readonly #server: Server;
  readonly #standbys = new ToldStandbys();
  readonly #flushed = new FlushedSnapshots();
  #horizon: WalPlace | undefined;

  constructor(server: Server) {
    this.#server = server;
  }

  /** The farthest place in the WAL up to which something was read. */
  get horizon(): WalPlace | undefined {
    return this.#horizon;
  }

  /** Takes note that something was read up to a place, by this process or another one. */
  noteHorizon(place: WalPlace | undefined): void {
    this.#horizon = farther(this.#horizon, place);
  }

  /** Asks in one snapshot; a standby is asked again where it is not known to see all that it must. */
  async read<Answer>(
    work: (ask: Asker) => Promise<Answer>,
    { position, anchor, isKept = false }: ReadOptions = {},
  ): Promise<Reading<Answer>> {
    for (let tries = 1; ; tries += 1) {
      const [standbys, horizon] = [this.#standbys.all, this.#horizon];
      const { look, finish, answer } = await this.#look(work, anchor);
      const told = look.isStandby ? standbys.get(look.server) : undefined;
      const over = look.isStandby ? told?.over : this.#flushed.at(look, finish);
      // Asked for a version, a primary tells its snapshot, and a standby a place in the WAL, too.
      const version = told?.version ?? `${look.server} ${look.snapshot}`;
      this.#standbys.note(look.server, finish);
      const coverage = isBehind(look, told, horizon) ? 'behind' : coverageOf(look, over, position);
      if (coverage === 'all') this.#advance(look, finish, isKept);
      if (coverage !== 'behind' || tries === MOST_TRIES) return { look, answer, over, coverage, version };
      await this.#lookAtStandby();
    }
  }

  async #look<Answer>(work: (ask: Asker) => Promise<Answer>, anchor: Anchor | undefined) {
    const second = anchor === undefined ? null : Math.floor(anchor.second);
    const ofAnchor = [anchor?.id, second, second === null ? null : second + 1, anchor?.xid, anchor?.userId];
    return this.ask(async (ask) => {
      const [, looks, answer, finishes] = await Promise.all([
        ask.run(LOCK_LOG),
        ask.rows<Look>(
          LOOK,
          ofAnchor.map((value) => value ?? null),
        ),
        work(ask),
        ask.rows<Finish>(FINISH),
      ]);
      const [[look], [finish]] = [looks, finishes];
      if (look === undefined || finish === undefined) throw new Error('The server does not tell how it looks.');
      return { look, answer, finish };
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

  async #lookAtStandby(): Promise<void> {
    const [row] = await this.ask((ask) => ask.rows<Telling & { readonly server: string }>(LOOK_AT_STANDBY));
    if (row !== undefined) this.#standbys.note(row.server, row);
  }

  #advance({ isStandby, timeline }: Look, { flushed, walEnd, replayed }: Finish, isKept: boolean): void {
    if (isStandby) {
      this.noteHorizon({ timeline, at: replayed ?? 0 });
      return;
    }
    const end = { timeline, at: walEnd ?? 0 };
    // What lay beyond its end is gone: a crash took what was not on the disk, or a backup took its place.
    if (this.#horizon !== undefined && isBefore(end, this.#horizon)) this.#horizon = end;
    // Rows that are not on the disk stay apart; of what else is remembered nothing tells whether it is.
    this.noteHorizon(isKept ? end : { timeline, at: flushed ?? 0 });
  }
}

function isBehind({ isStandby, timeline }: Look, told: Told | undefined, horizon: WalPlace | undefined): boolean {
  if (horizon === undefined) return false;
  if (!isStandby || told?.replayed === null) return timeline < horizon.timeline;
  return isBefore({ timeline, at: told?.replayed ?? 0 }, horizon);
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
