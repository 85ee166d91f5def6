#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import module from 'node:module';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Io } from './cli/io.ts';
import { mayOpenDashboard } from './cli/may-open-dashboard.ts';
import { requireUtf8, requireUtf8Folder } from './cli/utf8.ts';
import { holdsOnlyOwn, ownFolderPath, prepareOwnFolder } from './files/own-folder.ts';
import { PresentsError } from './model/presents-error.ts';
import type { Host } from './store/thread/thread-host.ts';
import { missingNode } from './text/node-version.ts';
import { zoneOf } from './text/time-zone.ts';

const settlingMs = 50;
/** Time that running work has to end, in milliseconds, before the next signal, or a bug, ends it immediately. */
const graceMs = 1000;
const patienceMs = 3000;
const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Parts of package.json that this program reads. */
interface Manifest {
  readonly version: string;
}

function readManifest(): Manifest {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
}

// What is loaded from there runs: only if nobody else can have put it there.
function cacheCompiledCode(): void {
  const folder = ownFolderPath(process.env, 'code');
  if (folder !== undefined && prepareOwnFolder(folder) && holdsOnlyOwn(folder)) module.enableCompileCache(folder);
}

/**
 * Asks for the working directory, which throws a PresentsError if it was deleted or its name is not UTF-8: that only matters to who names a file in it.
 * The process is in another one then, since Ink asks for it when it is loaded.
 */
function findWorkingDirectory(): () => string {
  try {
    const folder = process.cwd();
    return () => {
      requireUtf8Folder(folder);
      return folder;
    };
  } catch (cause) {
    process.chdir('/');
    return () => {
      throw new PresentsError('The working directory no longer exists.', {
        code: 'not_found',
        nextStep:
          'Change to a folder that exists, or name files by absolute paths: --db /srv/gifts/predict_presents.db.',
        cause,
      });
    };
  }
}

/**
 * Gives the clock of the process the zone that TZ means, and answers with what there is to say where it means none: Node then
 * takes UTC without a word. Names that Node knows are left to it, since to look one up takes as long as a small answer.
 */
function settleTimeZone(): string | undefined {
  const { TZ: tz } = process.env;
  if (tz === undefined) return undefined;
  const clock = new Date().toString();
  const isPlainName = /^(?:UTC|[A-Z]\w+(?:\/[\w+-]+)+)$/.test(tz) && !clock.endsWith('(GMT+00:00)');
  // A clock whose zone has no name, in brackets, is beyond what Intl knows: GMT+25.
  if (isPlainName || !/\((?:GMT[+-]|Coordinated|\))/.test(clock)) return undefined;
  const zone = zoneOf(tz);
  if (zone === 'system') delete process.env.TZ;
  else process.env.TZ = zone ?? 'UTC';
  return zone === undefined ? `TZ=${tz} is not known here; times are shown in UTC.` : undefined;
}

/** Facts about the process for commands, and a function that tells listeners of an interruption to end. */
interface World {
  readonly io: Io;
  readonly interrupt: () => void;
}

/** The process as a command sees it; each stream is opened by the first who asks for it. */
function createWorld(host: Host | undefined): World {
  const { env } = process;
  const workingDirectory = findWorkingDirectory();
  const timeZoneFault = settleTimeZone();
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
    get cwd() {
      return workingDirectory();
    },
    now: () => new Date(),
    setToUtc: () => {
      process.env.TZ = 'UTC';
    },
    ...(timeZoneFault !== undefined && { timeZoneFault }),
    get interrupted() {
      interruption ??= hearInterruption();
      return interruption.signal;
    },
    openDashboard: async (options) => {
      const { openDashboard } = await import('./tui/shell/open.ts');
      const { stdin, stdout, interrupted } = io;
      const endProcess = (exitCode: number) => process.exit(exitCode);
      const program = [process.execPath, fileURLToPath(import.meta.url)];
      const terminal = { stdin, stdout, env, program, host, workingDirectory, suspendProcess, interrupted, endProcess };
      return await openDashboard(options, terminal);
    },
  };
  return { io, interrupt: () => interruption?.abort() };
}

/** Aborts with the name of the first signal that asks the process to end; one that comes later ends at once what does not listen. */
function hearInterruption(): AbortController {
  const controller = new AbortController();
  const hear = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) return;
    controller.abort(name);
    // Were they let go at once, Ink would end the process by the same signal before anything is in order.
    void delay(graceMs, undefined, { ref: false }).then(() => {
      for (const signal of endingSignals) process.off(signal, hear);
    });
  };
  for (const signal of endingSignals) process.on(signal, hear);
  return controller;
}

/** Stops this process and those it shares a job with, and resolves when the shell has brought them back. */
async function suspendProcess(): Promise<void> {
  process.kill(0, 'SIGTSTP');
  // No timer runs in a stopped process; if there is no shell to come back from, nothing has stopped.
  await delay(settlingMs);
  // A terminal that was resized meanwhile told whoever had it then.
  process.emit('SIGWINCH');
}

/** Starts the thread of the dashboard if a command line may open that: it loads as much as this thread, and side by side. */
async function startAhead(argv: readonly string[]): Promise<Host | undefined> {
  if (!mayOpenDashboard(argv) || !process.stdin.isTTY || !process.stdout.isTTY) return undefined;
  const { Host } = await import('./store/thread/thread-host.ts');
  return new Host({ isAhead: true });
}

/** Runs a command line and resolves with its exit code; an error that nobody catches ends what runs, and is told after it. */
async function run(argv: readonly string[], version: string): Promise<number> {
  // The dashboard then starts its thread itself, and tells why that cannot be.
  const host = await startAhead(argv).catch(() => undefined);
  const { io, interrupt } = createWorld(host);
  const tell = async (error: unknown): Promise<number> => {
    const { reportError } = await import('./cli/print/report-error.ts');
    return reportError(error, io, argv);
  };
  let failure: Promise<number> | undefined;
  const fail = (error: unknown): void => {
    if (failure !== undefined) return;
    // What listens gives the terminal back before this returns, so that the sentence outlives the screen.
    interrupt();
    failure = tell(error);
    void failure.then(async (code) => {
      process.exitCode = code;
      await delay(patienceMs, undefined, { ref: false });
      process.exit();
    });
  };
  process.on('uncaughtException', fail);
  endWithReader(fail);
  try {
    requireUtf8(argv, io.env);
    const { runCli } = await import('./cli/run.ts');
    const code = await runCli(argv, io, version);
    if (failure === undefined) return code;
  } catch (error) {
    if (failure === undefined) return tell(error);
  }
  // All is in order, but what the bug left running would keep the process.
  process.exit(await failure);
}

function endWithReader(fail: (error: unknown) => void): void {
  const onError = (error: NodeJS.ErrnoException): void => {
    // A reader that has seen enough, as in `presents user list | head -1`, is no fault.
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? 0);
    // The terminal was closed: the signal that says so ends the program in order.
    if (error.code === 'EIO') return;
    const reason = error.code === 'ENOSPC' ? 'the disk is full' : error.message;
    const nextStep = 'What was done stays done; only its answer is missing.';
    fail(new PresentsError(`The answer could not be written: ${reason}.`, { code: 'refused', nextStep, cause: error }));
  };
  process.stdout.on('error', onError);
  // What is said about the work is no part of it, and there is nobody left to tell.
  process.stderr.on('error', () => undefined);
}

async function main(): Promise<void> {
  const { version } = readManifest();
  const missing = missingNode(process.versions.node);
  if (missing !== undefined) {
    process.stderr.write(`${missing}\n`);
    process.exitCode = 1;
    return;
  }
  // Whatever is made from here on is for its owner alone, Node's own files included.
  process.umask(0o077);
  cacheCompiledCode();
  process.exitCode = await run(process.argv.slice(2), version);
}

await main();
