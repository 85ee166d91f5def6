import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nextDue } from '../../src/cli/watch/ticks.ts';
import { parseCsv } from '../helpers/csv.ts';
import { type CliWorld, referenceFolder, runInProcess } from '../helpers/run-cli.ts';
import { TestTerminal } from '../helpers/terminal.ts';

/** Watches a command until its output is long enough. */
const watch = (argv: readonly string[], interruptWhen: (stdout: string) => boolean, world: Partial<CliWorld> = {}) =>
  runInProcess([...argv, '--watch', '100ms'], {
    cwd: referenceFolder(),
    ...world,
    interruptWhen: ({ stdout }) => interruptWhen(stdout),
  });

const has = (part: string, count: number) => (stdout: string) => stdout.split(part).length > count;

describe('--watch', () => {
  test('prints a block for each answer, under its time, until Ctrl-C', async () => {
    const { exitCode, stdout, stderr } = await watch(['stats', 'system'], has('\nStatus', 3));
    expect(exitCode).toBe(130);
    const blocks = stdout.split('2026-11-20 13:00:00 CET\n\n').slice(1);
    expect(blocks.length).toBeGreaterThanOrEqual(3);
    const once = await runInProcess(['stats', 'system'], { cwd: referenceFolder() });
    expect(blocks[0]).toBe(`${once.stdout}\n`);
    expect(stderr).toBe(once.stderr);
  });

  test.each([
    ['--json', 'system', 'totalCalls'],
    ['--jsonl', 'cache', 'totalCached'],
  ])('with %s prints a document with its time on each line', async (format, what, key) => {
    const { stdout } = await watch(['stats', what, format], has('\n', 3));
    const lines = stdout.trimEnd().split('\n');
    const once = await runInProcess(['stats', what, '--json'], { cwd: referenceFolder() });
    const document = { time: '2026-11-20T12:00:00.000Z', ...JSON.parse(once.stdout) };
    expect(document[key]).toBeGreaterThan(0);
    expect(lines.map((line) => JSON.parse(line))).toEqual(lines.map(() => document));
  });

  test('with --json prints a list as one document, with payloads to the letter', async () => {
    const { stdout } = await watch(['stats', 'errors', '--json'], has('\n', 2));
    const once = await runInProcess(['stats', 'errors', '--json'], { cwd: referenceFolder() });
    expect(JSON.parse(stdout.split('\n')[0] ?? '')).toEqual(JSON.parse(once.stdout));
  });

  test('with --csv prints one table whose first column is the time', async () => {
    const { stdout } = await watch(['stats', 'cache', '--csv'], has('totalCached', 3));
    const [names = [], ...rows] = parseCsv(stdout);
    expect(names.slice(0, 3)).toEqual(['time', 'list', 'category']);
    expect(rows.filter((row) => row[0] !== '2026-11-20T12:00:00.000Z')).toEqual([]);
    expect(rows.filter((row) => row.includes('totalCached')).length).toBeGreaterThanOrEqual(3);
  });

  test('with Markdown prints a table for each answer', async () => {
    const { stdout } = await watch(['errors', 'list', '--format', 'markdown'], has('| group |', 2));
    expect(stdout).toMatch(/^2026-11-20 13:00:00 CET\n\n\| group \|/);
  });

  test('redraws a terminal on a screen of its own, and leaves the last answer behind', async () => {
    const terminal = new TestTerminal({ columns: 100, rows: 30, convertEol: true });
    terminal.write('typed before\n');
    const { exitCode, stdout } = await watch(['stats', 'system'], has('\u001b[?2026l', 3), {
      isTTY: true,
      rows: 30,
      env: { TERM: 'xterm-256color' },
    });
    expect(exitCode).toBe(130);
    const end = stdout.indexOf('\u001b[?7h');
    terminal.write(stdout.slice(0, end));
    await terminal.settled();
    expect(terminal.isAlternateScreen).toBe(true);
    expect(terminal.screen()).toMatch(/^2026-11-20 13:00:00 CET {3}every 0\.1 s {3}Ctrl-C ends\n\nSystem {3}last 24 h/);
    expect(terminal.screen()).toMatch(/\n… \d+ more lines$/);
    expect(terminal.lines()).toHaveLength(30);
    terminal.write(stdout.slice(end));
    await terminal.settled();
    expect(terminal.isAlternateScreen).toBe(false);
    expect(terminal.modesLeftOn()).toEqual([]);
    expect(terminal.screen()).toMatch(/Status[\s\S]+503/);
  });

  test('writes blocks on a terminal that cannot move its cursor', async () => {
    const { stdout } = await watch(['stats', 'cache'], has('Cached', 2), { isTTY: true, env: { TERM: 'dumb' } });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).toMatch(/^2026-11-20 13:00:00 CET\n\nCache/);
  });

  test('says that the database cannot be read, once, and goes on when it can again', async () => {
    const cwd = referenceFolder();
    const path = join(cwd, 'predict_presents.db');
    let step: 'read' | 'broken' | 'mended' = 'read';
    const { exitCode, stderr } = await runInProcess(['stats', 'cache', '--json', '--watch', '100ms'], {
      cwd,
      interruptWhen: ({ stdout, stderr: said }) => {
        if (step === 'read' && stdout.includes('\n')) {
          renameSync(path, `${path}.away`);
          writeFileSync(path, 'no database '.repeat(500));
          step = 'broken';
        } else if (step === 'broken' && said.includes('Trying again.')) {
          renameSync(`${path}.away`, path);
          step = 'mended';
        }
        return said.includes('can be read again');
      },
    });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^! [^\n]+\. Trying again\.\n✓ The database can be read again\.\n$/);
  });

  test('ends at once where the first answer fails, with its fault', async () => {
    const { exitCode, stderr, stdout } = await watch(['stats', 'user', 'nobody'], () => false);
    expect([exitCode, stdout]).toEqual([1, '']);
    expect(stderr).toContain('nobody');
  });

  test.each(['0', '99ms', '25h', '-1', 'soon', '5 weeks', '', '1e3', '5d', 'Infinity'])(
    'refuses %j, exit 2',
    async (time) => {
      const { exitCode, stderr } = await runInProcess(['stats', 'cache', `--watch=${time}`], { cwd: '/' });
      expect(exitCode).toBe(2);
      expect(stderr).toContain('It must be a time from 100ms to 24h, such as 5s, 500ms or 1m.');
    },
  );
});

test('Answers that take long leave times out, and never shift the others', () => {
  const due = (lastDueMs: number, nowMs: number) => nextDue({ startMs: 1000, lastDueMs, intervalMs: 500 }, nowMs);
  expect(due(1000, 1010)).toBe(1500);
  expect(due(1500, 1499.5)).toBe(2000);
  expect(due(1500, 1999)).toBe(2000);
  expect(due(1500, 3700)).toBe(4000);
  expect(due(1500, 4000)).toBe(4000);
});
