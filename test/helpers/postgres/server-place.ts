import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import type { ServerLocation } from '../../../src/model/location.ts';

const START_TIMEOUT_MS = 30_000;
const POLL_MS = 20;

/** Options of a connection whose times are ISO and UTC. PgBouncer refuses them. */
export const PLAIN_TIMES = '-c TimeZone=UTC -c DateStyle=ISO';

/** Address of a server of the tests. Its user is `postgres`, who needs no password. */
export interface ServerPlace {
  /** Host's address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
}

/** The location of a database on servers, tried in this order. */
export function locationOn(places: readonly ServerPlace[], database: string): ServerLocation {
  const list = (values: readonly unknown[]) => values.join(',');
  const hosts = list(places.map(({ host }) => host));
  const ports = list(places.map(({ port }) => port));
  return {
    kind: 'server',
    label: `postgresql://postgres@${hosts}:${ports}/${database}`,
    name: `postgresql:///${database}?host=${hosts}&port=${ports}&user=postgres`,
    servers: places.map(({ host, port }) => ({ host, port })),
    user: 'postgres',
    database,
  };
}

/** Connects to a database as another program would, and disconnects after the work. */
export async function withClient<Result>(
  { host, port }: ServerPlace,
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ host, port, user: 'postgres', ...config });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs statements on a database as another program would, and returns the rows of the last one. */
export function askServer(server: ServerPlace, database: string, sql: string): Promise<ServerRows> {
  return withClient(server, { database }, (client) => lastRows(client, sql));
}

/** Rows as the driver reads them. */
export type ServerRows = readonly Readonly<Record<string, unknown>>[];

/** Runs statements and returns the rows of the last one. */
export async function lastRows(client: pg.Client, sql: string): Promise<ServerRows> {
  const results: pg.QueryResult | readonly pg.QueryResult[] = await client.query(sql);
  return [results].flat().at(-1)?.rows ?? [];
}

/** Waits until a server that was just started answers. Throws what it says after half a minute, or as soon as it `isGone`. */
export async function untilAnswers(server: ServerPlace, isGone = () => false): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  for (;;) {
    try {
      await askServer(server, 'postgres', 'SELECT 1');
      return;
    } catch (error) {
      if (isGone() || Date.now() > deadline) throw error;
    }
    await wait(POLL_MS);
  }
}

/** A TCP port of this machine that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : 0;
}
