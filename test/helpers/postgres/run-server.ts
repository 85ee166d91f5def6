import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Cluster } from './cluster.ts';
import { copyRows } from './copy-rows.ts';
import { guardedFolder } from './guarded-folder.ts';
import { findPrograms, type PostgresPrograms } from './programs.ts';
import { askServer, PLAIN_TIMES, type ServerPlace, withClient } from './server-place.ts';

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

/** The databases that those of the tests are copies of. */
export const TEMPLATES = { tables: 'template_tables', reference: 'template_reference' };

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
    await makeTemplates(cluster);
    return { server: { programs, host: cluster.host, port: cluster.port }, remove: folder.remove };
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

async function makeTemplates(server: ServerPlace): Promise<void> {
  await askServer(server, 'postgres', `CREATE DATABASE ${TEMPLATES.tables}`);
  await askServer(server, TEMPLATES.tables, readFileSync('schema.postgres.sql', 'utf8'));
  await askServer(server, 'postgres', `CREATE DATABASE ${TEMPLATES.reference} TEMPLATE ${TEMPLATES.tables}`);
  await withClient(server, { database: TEMPLATES.reference, options: PLAIN_TIMES }, async (client) => {
    const file = new Database('test/fixtures/reference.db', { readonly: true });
    for (const table of ['"user"', 'user_api_call_log', 'product_attributes']) {
      const rows = file.prepare(`SELECT * FROM ${table}`);
      const columns = rows.columns().map(({ name }) => name);
      await copyRows(client, table, columns, rows.raw().iterate() as Iterable<readonly unknown[]>);
    }
    file.close();
  });
}
