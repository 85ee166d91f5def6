import type { ServerLocation } from '../../../model/location.ts';
import { Server } from '../server/server.ts';

/** Time that one step of upkeep may take, in milliseconds: to build an index or to move many calls takes long. */
export const UPKEEP_TIMEOUT_MS = 6 * 3_600_000;

/** Works with the servers of a location for as long as `work` takes. */
export async function withServer<Answer>(
  location: ServerLocation,
  timeoutMs: number,
  work: (server: Server) => Promise<Answer>,
): Promise<Answer> {
  const server = new Server(location, { timeoutMs });
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}
