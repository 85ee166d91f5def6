import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster } from './cluster.ts';
import { serverUser } from './server-user.ts';

/** Lets a running server encrypt connections, with a certificate for a host by an authority of our own; returns that one's file. */
export async function encrypt(cluster: Cluster, hostName: string): Promise<string> {
  const { dataFolder: folder } = cluster;
  const run = (text: string) => execFileSync('openssl', text.split(' '), { cwd: folder, stdio: 'pipe' });
  const key = '-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  run(`req -x509 ${key} -days 2 -subj /CN=authority -keyout ca.key -out ca.crt`);
  run(`req ${key} -subj /CN=${hostName} -keyout server.key -out server.csr`);
  writeFileSync(join(folder, 'names'), `subjectAltName=DNS:${hostName}`);
  run('x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 -extfile names -out server.crt');
  const user = serverUser();
  for (const name of ['server.key', 'server.crt']) {
    chmodSync(join(folder, name), 0o600);
    if (user) chownSync(join(folder, name), user.uid, user.gid);
  }
  await cluster.ask('ALTER SYSTEM SET ssl = on');
  await cluster.ask('SELECT pg_reload_conf()');
  return join(folder, 'ca.crt');
}
