import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverUser } from './server-user.ts';

/** A folder of servers. */
export interface GuardedFolder {
  readonly path: string;
  /** Ends the servers whose process ids stand in the folder, and removes it. */
  remove(): Promise<void>;
}

// Its input ends when this process does, even one that is killed. A server that ends removes the file of its process id.
const GUARD = `
cat
for file in "$1"/*/postmaster.pid "$1"/pgbouncer.pid; do
  [ -e "$file" ] && kill -QUIT "$(head -n 1 "$file")"
done
tries=0
while [ $tries -lt 100 ] && ls "$1"/*/postmaster.pid; do sleep 0.05; tries=$((tries + 1)); done
rm -rf "$1"`;

/** Makes a folder for servers. They end, and it goes away, when it is removed or when this process ends in whatever way. */
export function guardedFolder(): GuardedFolder {
  // A path to a socket has about a hundred bytes.
  const path = mkdtempSync(join(tmpdir(), 'pg-'));
  const user = serverUser();
  if (user) chownSync(path, user.uid, user.gid);
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', path], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.unref();
  return {
    path,
    remove: async () => {
      if (guard.exitCode !== null || guard.signalCode !== null) return;
      guard.ref();
      guard.stdin.end();
      await once(guard, 'exit');
    },
  };
}
