import type { News, Standing } from '../../../statistics/log-source.ts';
import { decodeCalls, type RowLists } from './decode-rows.ts';
import { MOST_NEW } from './feed-sql.ts';
import type { Reading } from './log-reader.ts';
import { parseSnapshot, type Snapshot, sees, snapshotText, union } from './snapshot.ts';

const CROWDED = 'a transaction has been open too long on the server';
const RESTORED = 'the log was restored from another server, and was not completed since';

/**
 * Tells the rows after a snapshot apart: those of transactions that are over for good, and all others that can be seen. Undefined
 * where there are too many, and in a moment more is known of which are over.
 */
export function newsOf(
  { over, answer, look, version }: Reading<readonly RowLists[]>,
  from: Snapshot,
  standing: Standing,
): News | undefined {
  if (standing.is !== 'same') return { standing, version };
  const isOver = (xid: bigint) => over !== undefined && sees(over, xid);
  const calls = decodeCalls(answer, isOver);
  const unsealed = decodeCalls(answer, (xid) => !isOver(xid));
  if (calls.rows.length + unsealed.rows.length === MOST_NEW) {
    if (calls.rows.length > 0) return { standing, version };
    if (over === undefined) return undefined;
    // No transaction of this server has such a number yet.
    const { xmax } = parseSnapshot(look.snapshot);
    const isRestored = !look.isStandby && decodeCalls(answer, (xid) => xid >= xmax).rows.length > 0;
    return { standing: { is: 'waiting', reason: isRestored ? RESTORED : CROWDED }, version };
  }
  const position = snapshotText(over === undefined ? from : union(from, over));
  return { standing, added: { calls, position, unsealed, isAll: true }, version };
}
