import { setTimeout as pause } from 'node:timers/promises';
import { PresentsError } from '../../../model/presents-error.ts';
import type { Asker, Server } from '../server/server.ts';

const POLL_MS = 100;

/** Takes the turn of the one program that may change the schema of a database, until the end of the transaction, unless another has it. */
export const TAKE_TURN = `SELECT pg_try_advisory_xact_lock(hashtextextended('presents upkeep', 0)) AS taken`;

/** Changes a schema while no other init or maintenance does. Throws a PresentsError (exit code 3) if that does not end in time. */
export async function takeTurn<Answer>(server: Server, waitMs: number, work: () => Promise<Answer>): Promise<Answer> {
  // The transaction only holds the lock: the work has its own, and indexes are built outside of any. A fault of the work is none of
  // this transaction, which would be tried again.
  const { finish } = await server.write(async (ask) => {
    await waitForTurn(ask, waitMs);
    return work().then(
      (answer) => ({ finish: () => answer }),
      (error: unknown) => ({
        finish: () => {
          throw error;
        },
      }),
    );
  });
  return finish();
}

// Asked again and again, since a statement that waits for the lock would hold up the indexes of the other.
async function waitForTurn(ask: Asker, waitMs: number): Promise<void> {
  await ask.run('SET LOCAL idle_in_transaction_session_timeout = 0');
  const deadlineMs = performance.now() + waitMs;
  while ((await ask.rows<{ readonly taken: boolean }>(TAKE_TURN))[0]?.taken !== true) {
    if (performance.now() > deadlineMs) {
      throw new PresentsError('Another program is completing or maintaining this database.', {
        code: 'busy',
        nextStep: 'Wait for it to end.',
      });
    }
    await pause(POLL_MS);
  }
}
