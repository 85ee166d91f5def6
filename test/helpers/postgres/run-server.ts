import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster } from './cluster.ts';
import { guardedFolder } from './guarded-folder.ts';
import { findPrograms, type PostgresPrograms } from './programs.ts';
import type { ServerPlace } from './server-place.ts';

/** The server of a run of the tests. It can be sent to their processes. */
export interface RunServer extends ServerPlace {
  readonly programs: PostgresPrograms;
}

declare module 'vitest' {
  export interface ProvidedContext {
    /** Null if nobody wants a server. */
    readonly postgres: RunServer | null;
  }
}

/** The database that those of the tests are copies of. */
export const TEMPLATE = 'presents_template';

const SCHEMA = join(import.meta.dirname, '../../../schema.postgres.sql');

/** Starts the server that all tests of a run share, and makes the database to copy; undefined if nobody wants a server. */
export async function startRunServer(): Promise<{ server: RunServer; remove: () => Promise<void> } | undefined> {
  const folder = guardedFolder();
  try {
    const programs = findPrograms(join(folder.path, 'programs'));
    if (!programs) {
      await folder.remove();
      return undefined;
    }
    // Nobody reads its log of changes.
    const settings = { wal_level: 'minimal', max_wal_senders: 0 };
    const cluster = new Cluster(programs, { folder: folder.path, name: 'run', port: 5432, settings });
    await cluster.create();
    await cluster.start();
    await cluster.ask(`CREATE DATABASE ${TEMPLATE}`);
    await cluster.ask(readFileSync(SCHEMA, 'utf8'), TEMPLATE);
    return { server: { programs, host: cluster.host, port: cluster.port }, remove: folder.remove };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
