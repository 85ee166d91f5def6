import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunningDemo } from '../model/dashboard-options.ts';
import type { ServerLocation } from '../model/location.ts';
import { PresentsError } from '../model/presents-error.ts';
import { fileAt } from '../store/location.ts';
import type { DemoJob, DemoMessage } from './process-protocol.ts';
import { removeDemo } from './remove-demo.ts';

/** Options of a demo. */
export interface DemoOptions {
  readonly seed: number;
  readonly callCount: number;
  /** Live calls a second, on average; as many as there were in the history at such an hour unless given. */
  readonly rate?: number | undefined;
  /** The moment it begins; the system's clock unless given. */
  readonly now?: Date;
  /** Told now and then how many of the calls are written. */
  readonly onProgress?: (writtenCalls: number) => void;
  /** Gives up while the database is being made. */
  readonly signal?: AbortSignal;
  /** The database on a server that it fills, which has none of our tables; a file of its own unless given. */
  readonly server?: ServerLocation | undefined;
}

const FILE_NAME = 'predict_presents.db';
const PATIENCE_MS = 3000;

/** Makes a demo database by a second process which then adds live calls; resolves when it can be opened. */
export async function startDemo(options: DemoOptions): Promise<RunningDemo> {
  const { seed, callCount, rate, server, now = new Date() } = options;
  const location = server ?? fileAt(join(makeFolder(), FILE_NAME));
  const job: DemoJob = { location, seed, callCount, rate, now: now.toISOString() };
  const child = startProcess(job);
  const gone = whenGone(child);
  // Tables on a server may be somebody else's until the process says that it has made them.
  let isOurs = server === undefined;
  const onMade = () => {
    isOurs = true;
  };
  let stopped: Promise<void> | undefined;
  const stop = () => {
    stopped ??= endProcess(child, gone).then(() => (isOurs ? removeDemo(location) : undefined));
    return stopped;
  };
  await whenReady(child, gone, { ...options, onMade }).catch(async (error: unknown) => {
    await stop();
    throw error;
  });
  // Whoever forgets to stop the demo can still leave; the demo ends with them.
  child.unref();
  child.channel?.unref();
  return { location, stop };
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'presents-demo-'));
  } catch (error) {
    throw new PresentsError(`The demo could not start: no folder can be made in ${tmpdir()}.`, {
      code: 'refused',
      nextStep: 'Set TMPDIR to a folder that is there and can be written to.',
      cause: error,
    });
  }
}

function startProcess(job: DemoJob): ChildProcess {
  const entry = import.meta.filename.endsWith('.ts') ? 'traffic-process.ts' : 'demo-traffic.js';
  // Detached, so that Ctrl-C and a closed window reach only the dashboard, which then ends the demo in order.
  const child = fork(join(import.meta.dirname, entry), [], {
    detached: true,
    execArgv: [],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // Whoever could not be started says so itself.
  child.send(job, () => undefined);
  return child;
}

/** Resolves with what there is to say about it when the process has ended or could not start. */
function whenGone(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(`its process ended with ${signal ?? `code ${code}`}`));
  });
}

async function whenReady(
  child: ChildProcess,
  gone: Promise<string>,
  { onProgress, signal, onMade }: DemoOptions & { readonly onMade: () => void },
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const fail = (reason: string, nextStep = '') =>
      reject(new PresentsError(`The demo could not start: ${reason}`, { code: 'refused', nextStep }));
    const interrupt = () =>
      reject(new PresentsError('Interrupted; the demo is removed.', { code: 'closed', exitCode: 130 }));
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    gone.then((reason) => fail(reason));
    child.on('message', (message) => {
      const said = message as DemoMessage;
      if (said.kind === 'made') onMade();
      else if (said.kind === 'progress') onProgress?.(said.writtenCalls);
      else if (said.kind === 'failed') fail(said.message, said.nextStep);
      else resolve();
    });
  });
}

async function endProcess(child: ChildProcess, gone: Promise<string>): Promise<void> {
  child.ref();
  const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(timer);
}
