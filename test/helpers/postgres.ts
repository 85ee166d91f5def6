import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { ServerLocation } from '../../src/model/location.ts';
import { clearLater } from './leftovers.ts';
import { Cluster, type ServerSettings } from './postgres/cluster.ts';
import { guardedFolder } from './postgres/guarded-folder.ts';
import { findPgBouncer, startPgBouncer } from './postgres/pgbouncer.ts';
import { type RunServer, TEMPLATES } from './postgres/run-server.ts';
import {
  askServer,
  freePort,
  lastRows,
  locationOn,
  PLAIN_TIMES,
  type ServerPlace,
  type ServerRows,
  withClient,
} from './postgres/server-place.ts';

export type { Cluster } from './postgres/cluster.ts';
export { askServer, freePort, locationOn, type ServerPlace } from './postgres/server-place.ts';

/** True if tests have a server: unless PRESENTS_TEST_POSTGRES is `skip`. For `describe.runIf`. */
export const hasPostgres = inject('postgres') !== null;

/** True if PgBouncer is installed, and tests have a server. */
export const hasPgBouncer = hasPostgres && findPgBouncer() !== undefined;

/** The server that all tests of the run share. Its settings are not to be changed. */
export function runServer(): RunServer {
  const server = inject('postgres');
  if (!server) throw new Error('There is no PostgreSQL server: PRESENTS_TEST_POSTGRES is skip.');
  return server;
}

/** Content of a new database: our tables, the reference data in them, or nothing. */
export type DatabaseContent = 'tables' | 'reference' | 'nothing';

/** Makes a database on the server of the run, dropped after the tests. */
export async function createDatabase(content: DatabaseContent = 'tables'): Promise<ServerLocation> {
  const server = runServer();
  const name = `test_${randomUUID().slice(0, 8)}`;
  const template = content === 'nothing' ? 'template0' : TEMPLATES[content];
  // Copies of files need not be logged, and are made in half the time.
  const strategy = server.programs.version < 15 ? '' : 'STRATEGY file_copy';
  await askServer(server, 'postgres', `CREATE DATABASE ${name} TEMPLATE ${template} ${strategy}`);
  clearLater(() => askServer(server, 'postgres', `DROP DATABASE ${name} WITH (FORCE)`));
  return locationOn([server], name);
}

/** Runs statements on a database as another program would, times in UTC, and returns the rows of the last one. */
export function askDatabase(location: ServerLocation, sql: string): Promise<ServerRows> {
  const [server] = location.servers;
  if (!server) throw new Error('The location has no server.');
  return withClient(server, { database: location.database, options: PLAIN_TIMES }, (client) => lastRows(client, sql));
}

/** Options for servers of a test's own. */
export interface OwnServerOptions {
  /** Settings beside those of every test. */
  readonly settings?: ServerSettings;
  /** Listens at a free TCP port of 127.0.0.1 and ::1, too; at a Unix socket alone unless given. */
  readonly listens?: boolean;
}

/** Starts a server for this test alone, without a database of ours; it ends with the test. */
export async function startCluster(options: OwnServerOptions = {}): Promise<Cluster> {
  const cluster = await clusterIn(serverFolder(), 'server', 5432, options);
  await cluster.create();
  await cluster.start();
  return cluster;
}

/** Servers that hold the same. */
export interface ServerPair {
  readonly primary: Cluster;
  /** Streams what the primary does, and takes its place after `SELECT pg_promote()`. */
  readonly standby: Cluster;
}

/** Starts a primary and a standby for this test alone, without a database of ours; they end with the test. */
export async function startPair(options: OwnServerOptions = {}): Promise<ServerPair> {
  const folder = serverFolder();
  const primary = await clusterIn(folder, 'primary', 5432, options);
  await primary.create();
  const source = `host=${primary.host} port=${primary.port} user=postgres`;
  const standby = await clusterIn(folder, 'standby', 5433, {
    ...options,
    settings: { ...options.settings, primary_conninfo: source },
  });
  await standby.createStandbyOf(primary);
  await primary.start();
  await standby.start();
  return { primary, standby };
}

/** Starts a PgBouncer in transaction mode in front of a server, for this test alone. */
export async function startPooler(server: ServerPlace): Promise<ServerPlace> {
  const program = findPgBouncer();
  if (program === undefined) throw new Error('PgBouncer is not installed (Debian: apt-get install pgbouncer).');
  return startPgBouncer(program, serverFolder(), server);
}

function serverFolder(): string {
  const folder = guardedFolder();
  clearLater(folder.remove);
  return folder.path;
}

async function clusterIn(
  folder: string,
  name: string,
  socketPort: number,
  { settings, listens = false }: OwnServerOptions,
): Promise<Cluster> {
  const port = listens ? await freePort() : socketPort;
  const addresses = listens ? { listen_addresses: '127.0.0.1,::1' } : {};
  return new Cluster(runServer().programs, { folder, name, port, settings: { ...addresses, ...settings } });
}
