import type { ServerLocation } from '../../../model/location.ts';
import { Server } from '../server/server.ts';

/** Time that a question of upkeep may take, in milliseconds: some read much of a log. */
export const UPKEEP_TIMEOUT_MS = 600_000;

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
