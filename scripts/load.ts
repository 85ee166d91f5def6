import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import type { WriterReport } from './load-writer.ts';
import { startWatchedDashboard, type WatchedDashboard } from './watched-dashboard.ts';

// Two dashboards, five commands a second and a writer at 50 calls a second on one file, and tells whether anybody failed,
// anything was lost, and all agree on the counts: `node scripts/load.ts [minutes]`, 10 unless given.

const minutes = Number(process.argv[2] ?? 10);
const callsPerSecond = 50;
const commandsPerSecond = 5;
const userCount = 20;
const staleLookMs = 500;

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'presents-load-'));
const path = join(folder, 'predict_presents.db');
const actions: string[] = [];
const faults: string[] = [];

/** Runs the built program on the file; an action that succeeded is counted. */
async function presents(...argv: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(process.execPath, [resolve('dist/main.js'), '--db', path, ...argv]);
    // Commands overlap: whoever finds a user deactivated already changes nothing, and nothing is recorded.
    const isAction = (argv[0] === 'init' || argv[0] === 'user') && !stdout.includes('"changed": false');
    if (isAction) actions.push(argv.slice(0, 2).join(' '));
    return stdout;
  } catch (error) {
    faults.push(`${argv.join(' ')}: ${error}`);
    return '';
  }
}

/** The commands in turn; each user is deactivated once and reactivated once in two rounds. */
function command(turn: number): readonly string[] {
  const user = `user-${Math.floor(turn / 10) % userCount}`;
  const commands = [
    ['stats', 'system', '--json'],
    ['user', 'create', `made-${turn}`],
    ['stats', 'errors'],
    ['user', 'deactivate', user, '--json'],
    ['audit', '--json'],
    ['stats', 'user', user],
    ['user', 'reactivate', user, '--json'],
    ['stats', 'cache'],
    ['user', 'regenerate-key', user, '--yes'],
    ['stats', 'system', '--hours', '1'],
  ];
  return commands[turn % commands.length] ?? [];
}

/** Watches a dashboard without a pause and counts how often it said that its data is stale. */
async function watchForStale({ terminal }: WatchedDashboard, signal: AbortSignal): Promise<number> {
  let looks = 0;
  while (!signal.aborted) {
    if (terminal.screen().includes('▲ stale')) looks += 1;
    await delay(staleLookMs, undefined, { signal }).catch(() => undefined);
  }
  return looks;
}

async function issueCommands(signal: AbortSignal): Promise<void> {
  const running = new Set<Promise<unknown>>();
  const startedAt = performance.now();
  for (let turn = 0; !signal.aborted; turn += 1) {
    const ended: Promise<unknown> = presents(...command(turn)).finally(() => running.delete(ended));
    running.add(ended);
    const nextAt = startedAt + ((turn + 1) * 1000) / commandsPerSecond;
    await delay(Math.max(1, nextAt - performance.now()), undefined, { signal }).catch(() => undefined);
  }
  await Promise.all(running);
}

function inFile(sql: string): number {
  const database = new Database(path, { readonly: true });
  try {
    return Number(database.prepare(sql).pluck().get());
  } finally {
    database.close();
  }
}

function agree(what: string, numbers: readonly number[]): void {
  console.log(`${what}: ${numbers.join(' = ')}`);
  if (new Set(numbers).size > 1) faults.push(`${what} differ: ${numbers.join(', ')}`);
}

async function load(): Promise<void> {
  await presents('init');
  for (let user = 0; user < userCount; user += 1) await presents('user', 'create', `user-${user}`);
  const writer = fork(resolve('scripts/load-writer.ts'), [path, String(callsPerSecond), String(userCount)]);
  const report = once(writer, 'message').then(([message]) => message as WriterReport);
  const dashboards = [startWatchedDashboard(['--db', path]), startWatchedDashboard(['--db', path])] as const;
  for (const { terminal } of dashboards) await terminal.waitFor('● live', { timeoutMs: 20_000 });
  dashboards[1].press('2');
  const signal = AbortSignal.timeout(minutes * 60_000);
  const stale = dashboards.map((dashboard) => watchForStale(dashboard, signal));
  await issueCommands(signal);
  writer.kill('SIGTERM');
  const { logged, failures, longestWaitMs } = await report;
  faults.push(...failures);
  console.log(`longest wait of the writer: ${longestWaitMs} ms; commands: ${actions.length} actions`);
  await dashboards[1].terminal.waitFor(logged.toLocaleString('en')).catch((error) => faults.push(String(error)));
  const told = JSON.parse((await presents('stats', 'system', '--json')) || '{}').totalCalls;
  agree('calls logged, in the file, told by stats', [logged, inFile('SELECT COUNT(*) FROM user_api_call_log'), told]);
  agree('actions done, in the audit log', [actions.length, inFile('SELECT COUNT(*) FROM admin_audit_log')]);
  const created = actions.filter((action) => action === 'user create').length;
  agree('users created, in the file', [created, inFile('SELECT COUNT(*) FROM "user"')]);
  console.log(`looks at a dashboard that was stale: ${(await Promise.all(stale)).join(' and ')}`);
  for (const dashboard of dashboards) {
    const { residentMb, handles } = dashboard.usage();
    console.log(`dashboard: ${residentMb} MB, ${handles} handles, exit ${await dashboard.end()}`);
  }
  const database = new Database(path);
  agree('integrity faults', [Number(database.pragma('integrity_check', { simple: true }) !== 'ok'), 0]);
  database.close();
}

try {
  await load();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(faults.length === 0 ? 'Nobody failed, nothing was lost.' : faults.slice(0, 20).join('\n'));
process.exitCode = faults.length === 0 ? 0 : 1;
