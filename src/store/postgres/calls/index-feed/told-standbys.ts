import { parseSnapshot, type Snapshot } from './snapshot.ts';

/** State that a server tells of itself at the end of a reading; nothing where it is no standby. */
export interface Telling {
  readonly over: string | null;
  readonly version: string | null;
  readonly replayed: number | null;
}

/** State of a standby that its later snapshots do not fall behind. */
export interface Told {
  /** The transactions that were over for good. */
  readonly over: Snapshot;
  readonly version: string;
  /** Bytes of the WAL that were replayed; null on a server that does not tell, where transactions alone are compared. */
  readonly replayed: number | null;
}

const MOST_STANDBYS = 4;

/** The states that standbys told last, by their names. */
export class ToldStandbys {
  #all: ReadonlyMap<string, Told> = new Map();

  /** All of them as they are now. */
  get all(): ReadonlyMap<string, Told> {
    return this.#all;
  }

  /** Takes note of what a server told. */
  note(server: string, { over, version, replayed }: Telling): void {
    if (over === null || version === null) return;
    const others = [...this.#all].filter(([name]) => name !== server);
    // Servers that were started again leave their names behind.
    const kept = others.slice(1 - MOST_STANDBYS);
    this.#all = new Map([...kept, [server, { over: parseSnapshot(over), version, replayed }]]);
  }
}
