import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { initDatabase } from '../src/store/library.ts';
import { benchCleanup } from './cleanup.ts';
import { copyDatabase, type Log, makeCrowd, makeLog, prepareLog } from './databases.ts';
import { benchFilters } from './filters.ts';
import { benchFingerprints } from './fingerprints.ts';
import { benchGroups } from './groups.ts';
import { benchIdle } from './idle.ts';
import { benchIndexBuild } from './index-build.ts';
import { benchLatency } from './latency.ts';
import { benchLibrary } from './library.ts';
import { benchPalette } from './palette.ts';
import { benchPostgres } from './postgres.ts';
import { benchRequestLogger } from './request-logger.ts';
import type { Section } from './result.ts';
import { benchScans } from './scans.ts';
import type { Scale, Setting } from './setting.ts';
import { benchStartup } from './startup.ts';
import { benchStatistics } from './statistics.ts';
import { benchViews } from './views.ts';
import { benchWhy } from './why.ts';
import { benchWriter } from './writer.ts';

/** The parts in their order. Those that write come last, since they change what the others would measure. */
const PARTS: Readonly<Record<string, (setting: Setting) => Promise<Section | readonly Section[]>>> = {
  index: benchIndexBuild,
  questions: benchStatistics,
  views: benchViews,
  filters: benchFilters,
  scans: benchScans,
  groups: benchGroups,
  fingerprints: benchFingerprints,
  why: benchWhy,
  startup: benchStartup,
  idle: benchIdle,
  keys: benchLatency,
  palette: benchPalette,
  writer: benchWriter,
  cleanup: benchCleanup,
  library: benchLibrary,
  logger: benchRequestLogger,
  postgres: benchPostgres,
};

const USER_COUNT = 500;
const STEPS = [100, 10];

/** Parts to measure, how thoroughly, and the folder for databases. */
export interface RunOptions {
  readonly calls: number;
  readonly database: string | undefined;
  /** The names of the parts that are measured. */
  readonly parts: readonly string[];
  readonly scale: Scale;
  readonly folder: string;
  readonly env: Setting['env'];
  readonly say: (text: string) => void;
}

/** The names of all parts. */
export const PART_NAMES: readonly string[] = Object.keys(PARTS);

/** Those that fit into a quick look: the others take half a minute each, whatever the size. */
export const QUICK_PART_NAMES = PART_NAMES.filter((name) => !['library', 'logger', 'postgres'].includes(name));

/** Result of a run: the sections, and the parts that failed. */
export interface RunResult {
  readonly sections: readonly Section[];
  readonly failures: readonly { readonly part: string; readonly error: unknown }[];
}

/** Makes the databases and measures the parts, one after the other. A part that fails takes no other with it. */
export async function runBench(options: RunOptions): Promise<RunResult> {
  const setting = await prepare(options);
  const sections: Section[] = [];
  const failures: RunResult['failures'][number][] = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (!options.parts.includes(name)) continue;
    try {
      sections.push(...[await part(setting)].flat());
    } catch (error) {
      failures.push({ part: name, error });
    }
  }
  return { sections, failures };
}

async function prepare(options: RunOptions): Promise<Setting> {
  const { parts, scale, folder, env, say } = options;
  const log = await prepareOwnLog(options);
  const logs: Log[] = [];
  for (const step of parts.includes('questions') ? STEPS : []) {
    const count = Math.round(log.callCount / step);
    say(`a log of ${count.toLocaleString('en')} calls`);
    const path = join(folder, `log-${step}`);
    await makeLog(`${path}.db`, count, USER_COUNT);
    logs.push(prepareLog(`${path}.db`, `${path}-original.db`));
  }
  const makeCrowdOf = (size: number, name: string) => {
    say(`${size.toLocaleString('en')} users`);
    return makeCrowd(join(folder, name), size);
  };
  const smallCrowd = await makeCrowdOf(scale.smallCrowdSize, 'small-crowd.db');
  const largeCrowd = await makeCrowdOf(scale.largeCrowdSize, 'large-crowd.db');
  return { scale, env, log, logs, smallCrowd, largeCrowd, say };
}

async function prepareOwnLog({ calls, database, folder, say }: RunOptions): Promise<Log> {
  const path = join(folder, 'log.db');
  if (database === undefined) {
    say(`a log of ${calls.toLocaleString('en')} calls`);
    await makeLog(path, calls, USER_COUNT);
  } else {
    say(`a copy of ${database}`);
    if (!existsSync(database)) throw new Error(`There is no ${database}.`);
    copyDatabase(database, path);
    await initDatabase(path);
  }
  return prepareLog(path, join(folder, 'log-original.db'));
}
