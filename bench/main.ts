import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type BenchOptions, parseOptions, USAGE } from './options.ts';
import { PART_NAMES, QUICK_PART_NAMES, type RunResult, runBench } from './run.ts';
import { QUICK, THOROUGH } from './setting.ts';
import { formatMarkdown, formatText, withBench } from './table.ts';

// Measures the program on a database made for it and prints one table: `npm run bench -- --calls 10000000`.

/** On what machine, with which Node, when, and how long it took. */
function describeRun(startedAt: number): string {
  const cpu = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'processor'}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  return `${cpu}, ${memory}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; all of it in one run of ${minutes} minutes.`;
}

async function measure(options: BenchOptions, folder: string): Promise<RunResult> {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
  const say = (text: string) => {
    process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s   ${text} …\n`);
  };
  const parts = options.only.length > 0 ? options.only : options.isThorough ? PART_NAMES : QUICK_PART_NAMES;
  return runBench({ ...options, parts, folder, env, say, scale: options.isThorough ? THOROUGH : QUICK });
}

async function main(options: BenchOptions): Promise<void> {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'presents-bench-'));
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { sections, failures } = await measure(options, folder);
  for (const { part, error } of failures) console.error(`${part} failed:`, error);
  if (failures.length > 0) process.exitCode = 1;
  const about = describeRun(startedAt);
  if (options.json) console.log(JSON.stringify({ about, sections }, undefined, 2));
  else console.log(`${formatText(sections)}\n\n${about}`);
  if (options.write && failures.length === 0) {
    const page = 'docs/performance.md';
    writeFileSync(page, withBench(readFileSync(page, 'utf8'), `${about}\n\n${formatMarkdown(sections)}`));
  }
}

/** The options, or undefined where there is nothing to measure. */
function readOptions(): BenchOptions | undefined {
  try {
    const options = parseOptions(process.argv.slice(2), PART_NAMES);
    if (options !== 'help') return options;
    console.log(USAGE);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exitCode = 2;
  }
  return undefined;
}

const options = readOptions();
if (options) await main(options);
