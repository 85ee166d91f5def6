import process from 'node:process';
import { UserError } from '../model/user-error.ts';
import { runDemoJob } from './demo-job.ts';
import type { DemoJob, DemoMessage } from './process-protocol.ts';

// The process of a demo: it ends when it is told to, and when the dashboard that started it is gone.
const ending = new AbortController();
const end = () => ending.abort();
process.on('SIGTERM', end);
process.on('disconnect', end);
if (!process.connected) end();

const say = (message: DemoMessage): void => {
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
};

const job = JSON.parse(process.argv[2] ?? '') as DemoJob;
await runDemoJob(job, say, ending.signal).catch((error: unknown) => {
  if (ending.signal.aborted) return;
  const message = error instanceof Error ? error.message : String(error);
  say({ kind: 'failed', message, nextStep: error instanceof UserError ? error.nextStep : '' });
  process.exitCode = 1;
});
if (process.connected) process.disconnect?.();
