import type { ServerLocation } from '../../model/location.ts';
import type { EngineDoor } from '../engine.ts';

// Nothing of PostgreSQL is loaded before the first question.

/** PostgreSQL's databases. */
export const postgresDoor: EngineDoor<ServerLocation> = {
  openEngine: async (location, options) =>
    (await import('./postgres-engine.ts')).createPostgresEngine(location, options),
  openAtOnceLog: async () => ({ insert: () => undefined, close: () => undefined }),
  state: async () => 'ready',
  isMissing: async () => false,
  isUnchangeable: async () => false,
  planInit: async () => ({ isNew: false, additions: [], callCount: 0, estimatedSeconds: 0 }),
  initDatabase: async () => ({ isNew: false, added: [] }),
};
