import { rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileAt } from '../store/location.ts';
import { openStore } from '../store/open.ts';
import { openBulkWriter } from '../store/sqlite/file/bulk-writer.ts';
import { generateDemo } from './generate.ts';
import { runLiveTraffic } from './live-traffic.ts';
import type { DemoJob, DemoMessage } from './process-protocol.ts';

const USER_COUNT = 60;
const PRODUCT_COUNT = 2000;

/** Generates the database of a demo, then keeps calling until the signal ends it, and removes its folder in any case. */
export async function runDemoJob(
  job: DemoJob,
  say: (message: DemoMessage) => void,
  signal: AbortSignal,
): Promise<void> {
  const { databasePath, seed, callCount, rate } = job;
  const now = new Date(job.now);
  const size = { userCount: USER_COUNT, productCount: PRODUCT_COUNT };
  try {
    const writer = openBulkWriter(databasePath);
    const onProgress = (writtenCalls: number) => say({ kind: 'progress', writtenCalls });
    await generateDemo(writer, { seed, callCount, now, ...size, onProgress, signal });
    writer.close();
    const store = await openStore(fileAt(databasePath), { keepWriter: true });
    say({ kind: 'ready' });
    await runLiveTraffic({ store, seed, ...size, callCount, generatedAt: now, rate, signal });
    await store.close();
  } finally {
    rmSync(dirname(databasePath), { recursive: true, force: true });
  }
}
