import { execFile } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type ServerPlace, untilAnswers } from './server-place.ts';
import { serverUser } from './server-user.ts';

/** The program of PgBouncer, or undefined if it is not installed. */
export function findPgBouncer(): string | undefined {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  return folders.map((folder) => join(folder, 'pgbouncer')).find(existsSync);
}

/** Starts a PgBouncer in front of a server, in transaction mode: each of its few connections serves many clients in turn. */
export async function startPgBouncer(
  program: string,
  folder: string,
  { host, port }: ServerPlace,
): Promise<ServerPlace> {
  const config = join(folder, 'pgbouncer.ini');
  const ownPort = 6432;
  writeFileSync(
    config,
    `[databases]
* = host=${host} port=${port} user=postgres
[pgbouncer]
listen_port = ${ownPort}
unix_socket_dir = ${folder}
pidfile = ${join(folder, 'pgbouncer.pid')}
logfile = ${join(folder, 'pgbouncer.log')}
auth_type = any
pool_mode = transaction
default_pool_size = 3
max_client_conn = 200
`,
  );
  await promisify(execFile)(program, ['--quiet', '--daemon', config], { ...serverUser(), cwd: folder });
  const pooler = { host: folder, port: ownPort };
  await untilAnswers(pooler);
  return pooler;
}
