import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileAt } from '../src/store/location.ts';
import { statisticsFolder } from '../src/store/open.ts';
import type { Store } from '../src/store/store.ts';
import { openIndexedStore } from './indexed-store.ts';
import { figure, type Section } from './result.ts';
import type { Setting } from './setting.ts';

const DAY_MS = 86_400_000;
// The background works one part in a hundred of the time.
const PACE = 100;

/** Measures how long the statistics index takes to be made, and how large it is. */
export async function benchIndexBuild({ log, env, say }: Setting): Promise<Section> {
  say('the statistics index');
  const folder = statisticsFolder(env) ?? '';
  rmSync(folder, { recursive: true, force: true });
  const { store, lastDayMs, completeMs } = await openIndexedStore(fileAt(log.path), env);
  const compareMs = await timeComparison(store, log);
  await store.close();
  return {
    title: 'The statistics index',
    about: 'Made once for a database, newest first, in the background; from the opening of the store.',
    columns: ['figure', 'wanted'],
    rows: [
      { work: 'the last 24 hours are ready', cells: [figure(lastDayMs, 'ms'), '2,000 ms'] },
      { work: 'all windows are ready', cells: [figure(completeMs, 'ms'), '–'] },
      { work: 'calls indexed', cells: [figure(log.callCount / (completeMs / 1000), 'calls/s'), '–'] },
      {
        work: 'calls compared with the log, on request',
        cells: [figure(log.callCount / (compareMs / 1000), 'calls/s'), '–'],
      },
      {
        work: 'a change in the middle is noticed within, at 1 % of a processor',
        cells: [figure((compareMs * PACE) / 1000, 's'), '–'],
      },
      { work: 'its size', cells: [figure(sizeOf(folder) / 2 ** 20, 'MB'), '–'] },
      { work: 'the size of the log', cells: [figure(statSync(log.path).size / 2 ** 20, 'MB'), '–'] },
    ],
  };
}

async function timeComparison(store: Store, { newestAt, days }: Setting['log']): Promise<number> {
  const startedAt = performance.now();
  await store.compare({ from: new Date(newestAt.getTime() - (days + 1) * DAY_MS), to: null });
  return performance.now() - startedAt;
}

function sizeOf(folder: string): number {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
