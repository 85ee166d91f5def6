#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Io } from './cli/io.ts';

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
  let interruption: AbortController | undefined;
  return {
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    get interrupted() {
      interruption ??= hearInterruption();
      return interruption.signal;
    },
    openDashboard: async (options) => (await import('./tui/open.tsx')).openDashboard(options),
  };
}

// Heard once each, so that the second Ctrl-C ends at once what does not listen.
function hearInterruption(): AbortController {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  process.once('SIGTERM', () => controller.abort());
  return controller;
}

/** A reader that has seen enough, as `presents user list | head -1`, is no fault. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
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
  endWithReader();
  const io = createIo();
  try {
    const { runCli } = await import('./cli/run.ts');
    process.exitCode = await runCli(process.argv.slice(2), io, version);
  } catch (error) {
    const { reportError } = await import('./cli/report-error.ts');
    process.exitCode = reportError(error, io);
  }
}

await main();
