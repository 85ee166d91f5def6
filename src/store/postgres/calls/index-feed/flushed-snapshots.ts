import { parseSnapshot, type Snapshot } from './snapshot.ts';

/** Transactions that will be over for good once the WAL up to a place is on the disk. */
interface Candidate {
  readonly server: string;
  readonly snapshot: Snapshot;
  readonly inserted: number;
  readonly at: number;
}

/** A snapshot on a primary, and its WAL at that moment. */
interface PrimaryLook {
  readonly server: string;
  readonly snapshot: string;
  readonly inserted: number | null;
}

/** State of the disk of a primary after a snapshot was taken. */
interface FlushState {
  readonly flushed: number | null;
  readonly now: number;
  readonly flushDelay: number;
}

// So many times its delay, as the manual has it, until the writer of the WAL has put on the disk what nobody waits for.
const FLUSH_ROUNDS = 3;
const FLUSH_MARGIN_SECONDS = 0.5;

/** Finds the newest snapshot of a primary of which all is on the disk. */
export class FlushedSnapshots {
  #candidate: Candidate | undefined;

  /** The transactions that are over for good by the time of a look; undefined as long as none is known to be. */
  at({ server, ...look }: PrimaryLook, { flushed, now, flushDelay }: FlushState): Snapshot | undefined {
    const newest = { server, snapshot: parseSnapshot(look.snapshot), inserted: look.inserted ?? Infinity, at: now };
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
