import { setTimeout as delay } from 'node:timers/promises';
import { startWatchedDashboard, type Usage } from './watched-dashboard.ts';

// Leaves the live demo running for hours while somebody walks through it, and tells whether memory and handles stay flat:
// `node scripts/soak.ts [minutes]`, 120 unless given.

const minutes = Number(process.argv[2] ?? 120);
const keyEveryMs = 3000;
const sampleEveryMs = 30_000;
/** The memory of a process that has just started still grows into its caches. */
const warmUpShare = 0.2;
const allowedGrowthMb = 15;

const walk = [
  ...['2', 'm', 'm', 'm', 'm', 'j', 'k', '{', '}', '3', 'j', 'j', 'enter', 'escape', 'G', 'g', '4', 'j', 'enter'],
  ...['escape', '1', 's', 'escape', 'j', 'enter', 'escape', '/', 'a', 'escape', '?', 'escape', 'p', 'p', 'U', 'U'],
] as const;

interface Sample extends Usage {
  readonly minute: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Returns the medians of the first quarter of the time after the warm-up and of the last one. */
function growth(samples: readonly Sample[], of: (sample: Sample) => number): readonly [before: number, after: number] {
  const settled = samples.slice(Math.floor(samples.length * warmUpShare));
  const quarter = Math.max(1, Math.floor(settled.length / 4));
  return [median(settled.slice(0, quarter).map(of)), median(settled.slice(-quarter).map(of))];
}

const dashboard = startWatchedDashboard(['demo', '--rate', '20']);
await dashboard.terminal.waitFor('● live', { timeoutMs: 60_000 });
const startedAt = Date.now();
const samples: Sample[] = [];
for (let step = 0; Date.now() - startedAt < minutes * 60_000; step += 1) {
  dashboard.press(walk[step % walk.length] ?? '1');
  await delay(keyEveryMs);
  const minute = Math.round((Date.now() - startedAt) / 6000) / 10;
  if (Date.now() - startedAt < samples.length * sampleEveryMs) continue;
  samples.push({ minute, ...dashboard.usage() });
  const { residentMb, handles, threads } = dashboard.usage();
  console.log(`${minute.toFixed(1)} min   ${residentMb} MB   ${handles} handles   ${threads} threads`);
}
const code = await dashboard.end();
const [memoryBefore, memoryAfter] = growth(samples, (sample) => sample.residentMb);
const [handlesBefore, handlesAfter] = growth(samples, (sample) => sample.handles);
console.log(`memory ${memoryBefore} -> ${memoryAfter} MB, handles ${handlesBefore} -> ${handlesAfter}, exit ${code}`);
const isFlat = memoryAfter - memoryBefore <= allowedGrowthMb && handlesAfter <= handlesBefore;
process.exitCode = isFlat ? 0 : 1;
