import { readdirSync, readFileSync } from 'node:fs';
import type { ServerLocation } from '../src/model/location.ts';
import { locationNamed } from '../src/store/location.ts';
import { Cluster, type ServerSettings } from '../test/helpers/postgres/cluster.ts';
import { guardedFolder } from '../test/helpers/postgres/guarded-folder.ts';
import { findPrograms } from '../test/helpers/postgres/programs.ts';
import { freePort } from '../test/helpers/postgres/server-place.ts';

/** A PostgreSQL server to be measured, which is as careful with its data as one in use. */
export interface BenchServer {
  readonly version: number;
  /** The location of its database, by its own port or by that of a proxy to it. */
  location(port?: number): ServerLocation;
  readonly port: number;
  /** Processor time that all its processes have taken so far, in milliseconds. */
  cpuMs(): number;
  ask(sql: string): Promise<readonly Record<string, unknown>[]>;
  remove(): Promise<void>;
}

const SETTINGS: ServerSettings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  autovacuum: 'on',
  shared_buffers: '1GB',
  max_wal_size: '8GB',
};
const NS_PER_MS = 1e6;

/** Starts a server with an empty database; undefined if PRESENTS_TEST_POSTGRES is `skip`. */
export async function startBenchServer(): Promise<BenchServer | undefined> {
  const folder = guardedFolder();
  const programs = findPrograms(`${folder.path}/programs`);
  if (programs === undefined) {
    await folder.remove();
    return undefined;
  }
  const port = await freePort();
  const settings = { ...SETTINGS, listen_addresses: '127.0.0.1' };
  const cluster = new Cluster(programs, { folder: folder.path, name: 'bench', port, settings });
  await cluster.create();
  await cluster.start();
  await cluster.ask('CREATE DATABASE bench');
  return {
    version: programs.version,
    port,
    location: (at = port) => {
      const location = locationNamed(`postgresql://postgres@127.0.0.1:${at}/bench`, {
        source: 'the bench',
        env: {},
        workingDirectory: () => '/',
      });
      if (location.kind !== 'server') throw new Error('The location of the bench is no server.');
      return location;
    },
    cpuMs: () => cpuMsOf(processesOf(cluster.dataFolder)),
    ask: (sql) => cluster.ask(sql, 'bench'),
    remove: folder.remove,
  };
}

/** The processes of a server: the one that its folder names and its children. */
function processesOf(dataFolder: string): readonly number[] {
  const [main] = readFileSync(`${dataFolder}/postmaster.pid`, 'utf8').split('\n');
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.map(Number).filter((pid) => pid === Number(main) || statOf(pid)?.[PARENT] === main);
}

// The field of /proc/PID/stat behind the name of the program, which may hold blanks, and the state.
const PARENT = 1;

function statOf(pid: number): readonly string[] | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ');
  } catch {
    // It ended in the meantime.
    return undefined;
  }
}

function cpuMsOf(pids: readonly number[]): number {
  return pids.map(ranForMs).reduce((sum, ms) => sum + ms, 0);
}

/** Time for which a process ran; to the nanosecond, since each of 50 takes less than a tick of the other counters. */
function ranForMs(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ')[0]) / NS_PER_MS;
  } catch {
    // It ended in the meantime.
    return 0;
  }
}
