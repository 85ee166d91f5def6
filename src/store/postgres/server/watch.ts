import type pg from 'pg';
import type { ServerAddress, ServerLocation } from '../../../model/location.ts';
import { cancelStatement } from './cancel-statement.ts';

/** A limit of time that runs until it is stopped. */
export interface Watch {
  readonly restart: () => void;
  readonly stop: () => void;
}

/** A client, and where it is connected to. */
interface Watched {
  readonly client: pg.Client;
  readonly location: ServerLocation;
  readonly address: ServerAddress;
}

/** Time over the limit after which a server that does not keep it itself is told to stop, and then is left, in milliseconds. */
const GRACE_MS = 250;

/** Stops what takes longer than it may, and leaves a server that does not even answer to that; with 0 it may take any time. */
export function watchTime(timeoutMs: number, { client, location, address }: Watched): Watch {
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  const restart = () => {
    stop();
    if (timeoutMs === 0) return;
    timer = setTimeout(() => {
      timer = setTimeout(() => client.connection.stream.destroy(timedOut()), 2 * GRACE_MS);
      cancelStatement(location, address, client).catch(() => undefined);
    }, timeoutMs + GRACE_MS);
  };
  restart();
  return { restart, stop };
}

function timedOut(): Error {
  return Object.assign(new Error('The server does not answer.'), { code: 'ETIMEDOUT' });
}
