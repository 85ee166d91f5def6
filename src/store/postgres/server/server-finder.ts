import { setTimeout as pause } from 'node:timers/promises';
import type { ServerAddress, ServerChoice, ServerLocation } from '../../../model/location.ts';
import { mayPass, PresentsError } from '../../../model/presents-error.ts';
import { explainTlsError, type FailedServer, noneFits, outOfReach } from './connect-errors.ts';
import { Connection } from './connection.ts';
import { isOutOfReach } from './faults.ts';
import { explainPgError } from './pg-errors.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** Time for which a server that was out of reach is tried after the others. */
const AVOIDED_MS = 30_000;
/** Part of a pause that is left to chance: those that lost a server at the same time do not all come back at the same time. */
const JITTER = 0.5;

/** Purpose of a connection: to look, by any server that the location allows, or to act, by one that is writable. */
export type Purpose = 'look' | 'act';

/** A connection, and what it may be used for. */
export interface FoundServer {
  readonly connection: Connection;
  readonly purposes: ReadonlySet<Purpose>;
}

/** Degree to which a server is what is wanted. */
type Fit = 'well' | 'second choice' | 'not';

interface Tried {
  readonly found: FoundServer;
  readonly fit: Fit;
}

/** Looks for a server of a location, in their order, with pauses that grow as long as none is there. */
export class ServerFinder {
  readonly #location: ServerLocation;
  readonly #failedAt = new Map<ServerAddress, number>();
  #wasFound = false;
  #failures = 0;
  #notBefore = 0;
  #lastFault: unknown;

  constructor(location: ServerLocation) {
    this.#location = location;
  }

  /**
   * Connects to a server that fits a purpose. Throws a PresentsError if there is none now; where one was found before, only after
   * `deadline` (milliseconds since 1970), since another may be about to take its place.
   */
  async find(purpose: Purpose, deadline: number): Promise<FoundServer> {
    for (;;) {
      const waitMs = this.#notBefore - Date.now();
      if (waitMs > 0) {
        if (!this.#wasFound || Date.now() + waitMs > deadline) throw this.#lastFault;
        await pause(waitMs);
      }
      try {
        const found = await this.#tryAll(purpose);
        this.#wasFound = true;
        this.#failures = 0;
        return found;
      } catch (fault) {
        this.#postpone(fault);
        if (!mayPass(fault) || !this.#wasFound || this.#notBefore > deadline) throw fault;
      }
    }
  }

  #postpone(fault: unknown): void {
    this.#lastFault = fault;
    // Who looks for the first time asks again when a person does.
    if (!this.#wasFound) return;
    const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures);
    this.#failures += 1;
    this.#notBefore = Date.now() + longest * (1 - JITTER * Math.random());
  }

  async #tryAll(purpose: Purpose): Promise<FoundServer> {
    const failed: FailedServer[] = [];
    let second: FoundServer | undefined;
    let hasOthers = false;
    for (const address of this.#inOrder()) {
      const tried = await this.#tryOne(address, purpose, failed);
      if (tried?.fit === 'well') {
        void second?.connection.end();
        return tried.found;
      }
      if (tried?.fit === 'second choice' && !second) second = tried.found;
      else void tried?.found.connection.end();
      hasOthers ||= tried !== undefined;
    }
    if (second) return second;
    if (!hasOthers) throw outOfReach(this.#location, failed);
    throw noneFits(this.#location, isForStandby(this.#wish(purpose)) ? 'standby' : 'primary', failed);
  }

  /** A server that answers, or undefined if the next one is to be tried. Throws what the next one would not mend. */
  async #tryOne(address: ServerAddress, purpose: Purpose, failed: FailedServer[]): Promise<Tried | undefined> {
    try {
      const connection = await Connection.open(this.#location, address);
      this.#failedAt.delete(address);
      return { found: await this.#found(connection, purpose), fit: await this.#fit(connection, purpose) };
    } catch (error) {
      const fault = error instanceof PresentsError ? error : explainTlsError(error, address);
      if (fault) throw fault;
      if (!isOutOfReach(error)) throw explainPgError(error, { location: this.#location, address });
      this.#failedAt.set(address, Date.now());
      failed.push({ address, error });
      return undefined;
    }
  }

  /** The servers as they were named, but last those that were just out of reach: to wait for one takes seconds. */
  #inOrder(): readonly ServerAddress[] {
    const hasFailed = (address: ServerAddress) => Date.now() - (this.#failedAt.get(address) ?? 0) < AVOIDED_MS;
    return this.#location.servers.toSorted((a, b) => Number(hasFailed(a)) - Number(hasFailed(b)));
  }

  /** It serves the other purpose, too, unless a better one may be there for that. */
  async #found(connection: Connection, purpose: Purpose): Promise<FoundServer> {
    const other = purpose === 'look' ? 'act' : 'look';
    const servesBoth = (await this.#fit(connection, other)) === 'well';
    return { connection, purposes: new Set(servesBoth ? [purpose, other] : [purpose]) };
  }

  async #fit(connection: Connection, purpose: Purpose): Promise<Fit> {
    const wish = this.#wish(purpose);
    // A single server that may be any need not say what it is: an action finds out by itself.
    if (wish === 'any' || (purpose === 'act' && this.#location.servers.length === 1)) return 'well';
    const isStandby = await connection.isStandby();
    if (wish === 'prefer-standby') return isStandby ? 'well' : 'second choice';
    return isStandby === isForStandby(wish) ? 'well' : 'not';
  }

  #wish(purpose: Purpose): ServerChoice {
    return purpose === 'act' ? 'primary' : (this.#location.choice ?? 'any');
  }
}

function isForStandby(choice: ServerChoice): boolean {
  return choice === 'standby' || choice === 'read-only';
}
