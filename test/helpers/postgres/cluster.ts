import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresPrograms } from './programs.ts';
import { askServer, type ServerPlace, untilAnswers } from './server-place.ts';
import { serverUser } from './server-user.ts';

/** Settings of a server. */
export type ServerSettings = Readonly<Record<string, string | number>>;

const SETTINGS: ServerSettings = {
  // It need not survive the machine.
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
  autovacuum: 'off',
  max_connections: 200,
  // Not what statements may silently rest on: neither UTC nor ISO dates.
  timezone: 'Asia/Kolkata',
  datestyle: 'SQL, DMY',
};
/** The first version that may compare texts as people do wherever it runs, so that no statement rests on the order of bytes. */
const ICU_VERSION = 15;

/** Place and settings of a new server. */
export interface ClusterOptions {
  /** A guarded folder: it holds the socket, and the server's own folder. */
  readonly folder: string;
  readonly name: string;
  readonly port: number;
  readonly settings?: ServerSettings;
}

/** A PostgreSQL server of the tests. */
export class Cluster implements ServerPlace {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly #programs: PostgresPrograms;
  readonly #settings: ServerSettings;
  #process: ChildProcess | undefined;
  #log = '';

  constructor(programs: PostgresPrograms, { folder, name, port, settings }: ClusterOptions) {
    this.#programs = programs;
    this.host = folder;
    this.port = port;
    this.dataFolder = join(folder, name);
    this.#settings = { ...SETTINGS, listen_addresses: '', unix_socket_directories: folder, port, ...settings };
  }

  /** Log of the server since it was started. */
  get log(): string {
    return this.#log;
  }

  /** Makes its data: no database but `postgres`. */
  async create(): Promise<void> {
    const locale = this.#programs.version < ICU_VERSION ? [] : ['--locale-provider=icu', '--icu-locale=en-US'];
    const options = ['-U', 'postgres', '-A', 'trust', '-N', '-E', 'UTF8', '--locale=C', ...locale];
    await promisify(execFile)(join(this.#programs.folder, 'initdb'), ['-D', this.dataFolder, ...options], {
      ...serverUser(),
      cwd: this.host,
    });
  }

  /** Makes its data a copy of those of a server that does not run, to follow it from there. */
  async createStandbyOf(primary: Cluster): Promise<void> {
    await promisify(execFile)('cp', ['-Rp', primary.dataFolder, this.dataFolder], serverUser() ?? {});
    writeFileSync(join(this.dataFolder, 'standby.signal'), '');
  }

  /** Starts it and waits until it answers. */
  async start(): Promise<void> {
    const settings = Object.entries(this.#settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    const server = spawn(join(this.#programs.folder, 'postgres'), ['-D', this.dataFolder, ...settings], {
      ...serverUser(),
      cwd: this.host,
      stdio: ['ignore', 'ignore', 'pipe'],
      // Ctrl-C ends the tests first.
      detached: true,
    });
    this.#process = server;
    this.#log = '';
    server.stderr.setEncoding('utf8').on('data', (text) => {
      this.#log += text;
    });
    await untilAnswers(this, () => server.exitCode !== null).catch((error) => {
      throw new Error(`PostgreSQL does not start: ${this.#log}`, { cause: error });
    });
  }

  /** Shuts it down as `pg_ctl stop` does. */
  async stop(): Promise<void> {
    await this.#end('SIGINT');
  }

  /** Kills it as a machine that loses its power would: what it has not written is lost. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
    rmSync(join(this.dataFolder, 'postmaster.pid'), { force: true });
  }

  /** Runs statements as another program would, and returns the rows of the last one. */
  ask(sql: string, database = 'postgres'): Promise<readonly Record<string, unknown>[]> {
    return askServer(this, database, sql);
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const server = this.#process;
    if (!server) return;
    this.#process = undefined;
    server.kill(signal);
    // Comes when the last of its processes has ended, since all hold its output.
    await once(server, 'close');
  }
}
