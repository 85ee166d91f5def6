#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Io } from './cli/io.ts';

const settlingMs = 50;

/** What package.json says of this program. */
interface Manifest {
  readonly version: string;
  readonly engines: { readonly node: string };
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
}

/** The version this program needs, where the running one is older; an old Node does not fail on the driver, it crashes. */
function missingVersion(engines: string): string | undefined {
  const [needed = '', major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(engines) ?? [];
  const [runningMajor = 0, runningMinor = 0] = process.versions.node.split('.').map(Number);
  const isOld = runningMajor < Number(major) || (runningMajor === Number(major) && runningMinor < Number(minor));
  return isOld ? needed : undefined;
}

// In the user's own cache folder: what lies in a folder of everybody could be code of somebody else.
function cacheCompiledCode(): void {
  const cache = process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  module.enableCompileCache(join(cache, 'presents', 'code'));
}

/** The process as a command sees it; each stream is opened by the first who asks for it. */
function createIo(): Io {
  const { env } = process;
  let interruption: AbortController | undefined;
  const io: Io = {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    env,
    cwd: process.cwd(),
    now: () => new Date(),
    get interrupted() {
      interruption ??= hearInterruption();
      return interruption.signal;
    },
    openDashboard: async (options) => {
      const { openDashboard } = await import('./tui/open.tsx');
      const { stdin, stdout, cwd, interrupted } = io;
      return await openDashboard(options, { stdin, stdout, env, cwd, suspendProcess, interrupted });
    },
  };
  return io;
}

// Heard once each, so that the second Ctrl-C ends at once what does not listen.
function hearInterruption(): AbortController {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => controller.abort());
  return controller;
}

/** Stops this process and those it shares a job with, and resolves when the shell has brought them back. */
async function suspendProcess(): Promise<void> {
  process.kill(0, 'SIGTSTP');
  // No timer runs in a stopped process; where there is no shell to come back from, nothing has stopped.
  await setTimeout(settlingMs);
}

function endQuietlyWithReader(): void {
  const onError = (error: NodeJS.ErrnoException) => {
    // A reader that has seen enough, as in `presents user list | head -1`, is no fault.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    // The terminal was closed: the signal that says so ends the program in order.
    if (error.code !== 'EIO') throw error;
  };
  process.stdout.on('error', onError);
  process.stderr.on('error', onError);
}

async function main(): Promise<void> {
  const { version, engines } = readManifest();
  const needed = missingVersion(engines.node);
  if (needed !== undefined) {
    process.stderr.write(`presents needs Node ${needed} or newer, and this is Node ${process.versions.node}.\n`);
    process.exitCode = 1;
    return;
  }
  cacheCompiledCode();
  endQuietlyWithReader();
  const io = createIo();
  const argv = process.argv.slice(2);
  try {
    const { runCli } = await import('./cli/run.ts');
    process.exitCode = await runCli(argv, io, version);
  } catch (error) {
    const { reportError } = await import('./cli/report-error.ts');
    process.exitCode = reportError(error, io, argv);
  }
}

await main();
