import { setTimeout as pause } from 'node:timers/promises';
import type { ServerAddress, ServerLocation } from '../../../model/location.ts';
import { UserError } from '../../../model/user-error.ts';
import { explainTlsError, type FailedServer, outOfReach } from './connect-errors.ts';
import { Connection } from './connection.ts';
import { isOutOfReach } from './faults.ts';
import { explainPgError } from './pg-errors.ts';

const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
/** Part of a pause that is left to chance: those that lost a server at the same time do not all come back at the same time. */
const JITTER = 0.5;

/** Purpose of a connection: to look, by any server that the location allows, or to act, by one that is writable. */
export type Purpose = 'look' | 'act';

/** A connection, and what it may be used for. */
export interface FoundServer {
  readonly connection: Connection;
  readonly purposes: ReadonlySet<Purpose>;
}

/** Looks for a server of a location, in their order, with pauses that grow as long as none is there. */
export class ServerFinder {
  readonly #location: ServerLocation;
  #wasFound = false;
  #failures = 0;
  #notBefore = 0;
  #lastFault: unknown;

  constructor(location: ServerLocation) {
    this.#location = location;
  }

  /**
   * Connects to a server that fits a purpose. Throws a UserError if there is none now; where one was found before, only after
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
        const mayPass = fault instanceof UserError && fault.exitCode === 3;
        if (!mayPass || !this.#wasFound || this.#notBefore > deadline) throw fault;
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
    let second: Connection | undefined;
    let unfit: ServerAddress | undefined;
    for (const address of this.#location.servers) {
      const connection = await this.#tryOne(address, failed);
      if (!connection) continue;
      const { fits, isSecondChoice } = await this.#fit(connection, purpose);
      if (fits && !isSecondChoice) {
        void second?.end();
        return this.#found(connection, purpose);
      }
      if (fits && !second) second = connection;
      else void connection.end();
      if (!fits) unfit = address;
    }
    if (second) return this.#found(second, purpose);
    throw unfit ? this.#noFittingServer(unfit, purpose) : outOfReach(this.#location, failed);
  }

  /** A connection, or undefined if the next server is to be tried. Throws what the next one would not mend. */
  async #tryOne(address: ServerAddress, failed: FailedServer[]): Promise<Connection | undefined> {
    try {
      return await Connection.open(this.#location, address);
    } catch (error) {
      const fault = error instanceof UserError ? error : explainTlsError(error, address);
      if (fault) throw fault;
      if (!isOutOfReach(error)) throw explainPgError(error, { location: this.#location, address });
      failed.push({ address, error });
      return undefined;
    }
  }

  /** It serves the other purpose, too, unless a better one may be there for that. */
  async #found(connection: Connection, purpose: Purpose): Promise<FoundServer> {
    const other = purpose === 'look' ? 'act' : 'look';
    const { fits, isSecondChoice } = await this.#fit(connection, other);
    return { connection, purposes: new Set(fits && !isSecondChoice ? [purpose, other] : [purpose]) };
  }

  async #fit(connection: Connection, purpose: Purpose): Promise<{ fits: boolean; isSecondChoice: boolean }> {
    const { choice = 'any', servers } = this.#location;
    const wish = purpose === 'act' ? 'primary' : choice;
    // A single server that may be any need not say what it is: an action finds out by itself.
    if (wish === 'any' || (purpose === 'act' && servers.length === 1)) return { fits: true, isSecondChoice: false };
    const isStandby = await connection.isStandby();
    if (wish === 'prefer-standby') return { fits: true, isSecondChoice: !isStandby };
    return { fits: isStandby === (wish === 'standby' || wish === 'read-only'), isSecondChoice: false };
  }

  #noFittingServer({ host }: ServerAddress, purpose: Purpose): UserError {
    const { label, choice } = this.#location;
    if (purpose === 'look') {
      const nextStep = 'Start one that fits, or leave target_session_attrs out.';
      return new UserError(`No server of ${label} is what target_session_attrs=${choice} asks for.`, {
        nextStep,
        exitCode: 3,
      });
    }
    const error = Object.assign(new Error('The server is read-only.'), { code: '25006' });
    return explainPgError(error, { location: this.#location, address: { host, port: 0 } }) as UserError;
  }
}
