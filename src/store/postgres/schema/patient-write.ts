import { setTimeout as pause } from 'node:timers/promises';
import type { Asker, Server } from '../server/server.ts';
import { sqlState } from './sql-state.ts';

/**
 * Time that a change of the schema waits for a lock before it lets everybody else pass, in milliseconds: less than the second after
 * which the server looks for deadlocks, so that none ends a transaction of another program.
 */
const LOCK_TIMEOUT_MS = 500;
const TRIES = 5;
const PAUSE_MS = 200;

// A lock that is not to be had in time, a deadlock, rows that another program changed meanwhile.
const PASSING: ReadonlySet<string | undefined> = new Set(['55P03', '40P01', '40001']);

/** Options of a patient change: how long it waits for a lock, how often it tries, and codes of further faults that may pass. */
export interface PatientOptions {
  readonly lockTimeoutMs?: number;
  readonly tries?: number;
  readonly passing?: readonly string[];
}

/**
 * Changes the schema in one transaction while others read and write. Whoever waits for a lock on a table holds up all who come
 * after, so it gives up soon, and tries again a few times.
 */
export async function patientWrite<Answer>(
  server: Server,
  work: (ask: Asker) => Promise<Answer>,
  { lockTimeoutMs = LOCK_TIMEOUT_MS, tries = TRIES, passing = [] }: PatientOptions = {},
): Promise<Answer> {
  const attempt = async (triesLeft: number): Promise<Answer> => {
    try {
      // Rows may be moved for as long as that takes.
      return await server.write(work, { timeoutMs: 0, lockTimeoutMs });
    } catch (error) {
      const state = sqlState(error);
      const mayPass = PASSING.has(state) || passing.includes(state ?? '');
      if (triesLeft === 0 || !mayPass) throw error;
    }
    await pause(PAUSE_MS * (tries - triesLeft));
    return attempt(triesLeft - 1);
  };
  return attempt(tries - 1);
}
