import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runInProcess, temporaryFolder } from '../../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase, type TestCall } from '../../helpers/store.ts';

function folderOf(calls: readonly TestCall[]): string {
  const cwd = temporaryFolder();
  const users = [aUser('acme'), aUser('gone', { isActive: false })];
  const path = buildDatabase({ users, calls });
  renameSync(path, join(cwd, 'predict_presents.db'));
  return cwd;
}

const samplesOf = (text: string, name: string) =>
  text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));

describe('metrics', () => {
  test('tells the calls of the last minutes by route and class of status, the users and the cache', async () => {
    const calls = [
      ...Array.from({ length: 3 }, () => aCall({ apiRoute: '/a', responseTimeMs: 40 })),
      aCall({ apiRoute: '/a', statusCode: 404, responseTimeMs: 700 }),
      aCall({ apiRoute: '/b', statusCode: 503, responseTimeMs: 700 }),
      aCall({ apiRoute: '/b', statusCode: null, responseTimeMs: 700 }),
    ];
    const { stdout, exitCode } = await runInProcess(['metrics'], { cwd: folderOf(calls) });
    expect(exitCode).toBe(0);
    expect(samplesOf(stdout, 'presents_window_seconds')).toEqual(['presents_window_seconds 300']);
    expect(samplesOf(stdout, 'presents_window_calls')).toEqual([
      'presents_window_calls{route="/a",status_class="2xx"} 3',
      'presents_window_calls{route="/a",status_class="4xx"} 1',
      'presents_window_calls{route="/b",status_class="5xx"} 1',
      'presents_window_calls{route="(any)",status_class="other"} 1',
    ]);
    expect(samplesOf(stdout, 'presents_window_call_duration_p95_seconds')).toEqual([
      'presents_window_call_duration_p95_seconds 0.7',
    ]);
    expect(samplesOf(stdout, 'presents_users')).toEqual([
      'presents_users{state="active"} 1',
      'presents_users{state="inactive"} 1',
    ]);
    expect(samplesOf(stdout, 'presents_cached_products')[0]).toBe('presents_cached_products{status="success"} 0');
  });

  test('keeps to 100 routes a class, and counts the calls of the others in one', async () => {
    const calls = Array.from({ length: 130 }, (_, index) => aCall({ apiRoute: `/r${index}` }));
    const { stdout } = await runInProcess(['metrics'], { cwd: folderOf(calls) });
    const samples = samplesOf(stdout, 'presents_window_calls');
    expect([samples.length, samples.at(-1)]).toEqual([
      101,
      'presents_window_calls{route="(other)",status_class="2xx"} 30',
    ]);
  });

  test('writes a file that everybody may read, again and again, and leaves nothing else in its folder', async () => {
    const cwd = folderOf([aCall({})]);
    mkdirSync(join(cwd, 'collector'));
    const path = join(cwd, 'collector', 'presents.prom');
    for (let round = 0; round < 2; round += 1) {
      const { stdout, stderr, exitCode } = await runInProcess(['metrics', '--out', 'collector/presents.prom'], { cwd });
      expect([stdout, stderr, exitCode]).toEqual(['', '', 0]);
      expect(statSync(path).mode & 0o777).toBe(0o644);
      expect(readFileSync(path, 'utf8')).toMatch(/^# HELP presents_window_seconds/);
    }
  });

  test('says why a file cannot be made, and leaves the one that is there', async () => {
    const cwd = folderOf([]);
    writeFileSync(join(cwd, 'taken'), 'old');
    const { stderr, exitCode } = await runInProcess(['metrics', '--out', 'taken/presents.prom'], { cwd });
    expect([stderr, exitCode]).toEqual([
      '✗ presents.prom cannot be made: its folder does not exist.\n  Name another file.\n',
      1,
    ]);
    expect(readFileSync(join(cwd, 'taken'), 'utf8')).toBe('old');
  });

  test('refuses --json for a file, which would hold something else', async () => {
    const cwd = folderOf([]);
    const { stderr, exitCode } = await runInProcess(['metrics', '--json', '--out', 'a.prom'], { cwd });
    expect([stderr, exitCode]).toEqual([
      '✗ --out writes the text for Prometheus, not JSON.\n  Leave --out or --json out.\n',
      2,
    ]);
    expect(readdirSync(cwd)).not.toContain('a.prom');
  });

  test('answers as JSON with --json', async () => {
    const { stdout } = await runInProcess(['metrics', '--json', '--hours', '1'], { cwd: folderOf([aCall({})]) });
    expect(JSON.parse(stdout).metrics[0]).toEqual({
      name: 'presents_window_seconds',
      help: 'Length of the window of the metrics presents_window_*, in seconds.',
      type: 'gauge',
      samples: [{ value: 3600 }],
    });
  });
});
