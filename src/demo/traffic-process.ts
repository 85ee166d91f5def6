import { once } from 'node:events';
import process from 'node:process';
import { PresentsError } from '../model/presents-error.ts';
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

async function run(): Promise<void> {
  const [job] = (await once(process, 'message', { signal: ending.signal })) as [DemoJob];
  await runDemoJob(job, say, ending.signal);
}

await run().catch((error: unknown) => {
  if (ending.signal.aborted) return;
  const message = error instanceof Error ? error.message : String(error);
  say({ kind: 'failed', message, nextStep: error instanceof PresentsError ? error.nextStep : '' });
  process.exitCode = 1;
});
if (process.connected) process.disconnect?.();
