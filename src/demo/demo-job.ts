import { openBulkWriter, openStore } from '../store/open.ts';
import { generateDemo } from './generate.ts';
import { runLiveTraffic } from './live-traffic.ts';
import type { DemoJob, DemoMessage } from './process-protocol.ts';
import { removeDemo } from './remove-demo.ts';

const USER_COUNT = 60;
const PRODUCT_COUNT = 2000;

/** Generates the database of a demo, then keeps calling until the signal ends it, and removes what it made in any case. */
export async function runDemoJob(
  job: DemoJob,
  say: (message: DemoMessage) => void,
  signal: AbortSignal,
): Promise<void> {
  const { location, seed, callCount, rate } = job;
  const now = new Date(job.now);
  const size = { userCount: USER_COUNT, productCount: PRODUCT_COUNT };
  const writer = await openBulkWriter(location);
  say({ kind: 'made' });
  try {
    const onProgress = (writtenCalls: number) => say({ kind: 'progress', writtenCalls });
    try {
      await generateDemo(writer, { seed, callCount, now, ...size, onProgress, signal });
    } finally {
      await writer.close();
    }
    const store = await openStore(location, { keepWriter: true });
    say({ kind: 'ready' });
    await runLiveTraffic({ store, seed, ...size, callCount, generatedAt: now, rate, signal });
    await store.close();
  } finally {
    await removeDemo(location);
  }
}
