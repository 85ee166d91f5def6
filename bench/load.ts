import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { WriterReport } from './writer-process.ts';

/** Number of calls a second that the writer commits in all measurements. */
export const CALLS_PER_SECOND = 50;

/** A process that writes calls. */
export interface RunningLoad {
  /** Ends it and tells how it went. */
  stop(): Promise<WriterReport>;
}

/** Starts a process that commits calls to a database as an API server does. */
export function startLoad(databasePath: string): RunningLoad {
  const args = [databasePath, String(CALLS_PER_SECOND)];
  const child = fork(join(import.meta.dirname, 'writer-process.ts'), args, { execArgv: [] });
  // Its first word is that it hears when it is told to end; its last one is the report.
  const ready = once(child, 'message');
  const reported = ready.then(() => once(child, 'message')).then(([message]) => message as WriterReport);
  const ended = once(child, 'exit').then(([code, signal]) => {
    throw new Error(`The writer ended with ${signal ?? code}.`);
  });
  const report = Promise.race([reported, ended]);
  // Whoever asks meets the fault; until then it must not end the benchmark.
  report.catch(() => undefined);
  return {
    stop: async () => {
      await Promise.race([ready, ended]);
      child.kill('SIGTERM');
      return await report;
    },
  };
}
