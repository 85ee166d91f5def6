import type { OpenLog } from '../../statistics/log-source.ts';
import type { Server } from '../server/server.ts';
import { CAN_BE_FOLLOWED, LOG_IDENTITY } from './index-feed/feed-sql.ts';
import { type LogIdentity, PostgresLog } from './index-feed/postgres-log.ts';

const LOOK_AGAIN_MS = 10_000;

/** The log of the servers of a location, as long as that is the same one; undefined for one that cannot be followed. */
export function openLogOf(server: Server): OpenLog {
  let known: PostgresLog | undefined;
  let refusedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (known !== undefined && !known.isGone) return known;
    if (performance.now() - refusedAt < LOOK_AGAIN_MS) return undefined;
    const identity = await identify(server);
    if (identity === undefined) refusedAt = performance.now();
    known = identity && new PostgresLog(server, identity);
    return known;
  };
}

async function identify(server: Server): Promise<LogIdentity | undefined> {
  const followed = await server.read((ask) => ask.rows(CAN_BE_FOLLOWED));
  // Other databases that speak the protocol do not know the functions of this one.
  if (followed.length === 0) return undefined;
  const [identity] = await server.read((ask) => ask.rows<LogIdentity>(LOG_IDENTITY));
  return identity;
}
