import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { type BenchOptions, parseOptions, USAGE } from './options.ts';
import { PART_NAMES, type RunResult, runBench } from './run.ts';
import { QUICK, THOROUGH } from './setting.ts';
import { formatMarkdown, formatText, withBench } from './table.ts';

// Measures the program on a database made for it and prints one table: `npm run bench -- --calls 10000000`.

const THOROUGH_FROM_CALLS = 1_000_000;

/** On what machine, with which Node, when, and how long it took. */
function describeRun(startedAt: number): string {
  const cpu = `${availableParallelism()} × ${cpus()[0]?.model.trim() ?? 'processor'}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
  const minutes = ((performance.now() - startedAt) / 60_000).toFixed(1);
  return `${cpu}, ${memory}, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}; all of it in one run of ${minutes} minutes.`;
}

async function measure(options: BenchOptions, folder: string): Promise<RunResult> {
  const unknown = options.only.filter((name) => !PART_NAMES.includes(name));
  if (unknown.length > 0) throw new TypeError(`--only takes ${PART_NAMES.join(', ')}.`);
  const isThorough = options.calls >= THOROUGH_FROM_CALLS || options.database !== undefined;
  const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: join(folder, 'cache') };
  const say = (text: string) => {
    process.stderr.write(`${(performance.now() / 1000).toFixed(0).padStart(4)} s   ${text} …\n`);
  };
  return runBench({ ...options, folder, env, say, scale: isThorough ? THOROUGH : QUICK });
}

const options = parseOptions(process.argv.slice(2));
if (options === 'help') {
  console.log(USAGE);
} else {
  const startedAt = performance.now();
  const folder = mkdtempSync(join(tmpdir(), 'presents-bench-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
  process.once('exit', remove);
  const { sections, failures } = await measure(options, folder);
  for (const { part, error } of failures) console.error(`${part} failed:`, error);
  process.exitCode = failures.length > 0 ? 1 : 0;
  const about = describeRun(startedAt);
  if (options.json) console.log(JSON.stringify({ about, sections }, undefined, 2));
  else console.log(`${formatText(sections)}\n\n${about}`);
  if (options.readme && failures.length === 0) {
    writeFileSync('README.md', withBench(readFileSync('README.md', 'utf8'), `${about}\n\n${formatMarkdown(sections)}`));
  }
}
