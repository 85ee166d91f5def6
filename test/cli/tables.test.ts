import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { cellWidth } from '../../src/text/width.ts';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';

const answers = [
  ['user', 'list'],
  ['stats', 'system'],
  ['stats', 'user', 'client1'],
  ['stats', 'errors', '--limit', '100'],
  ['stats', 'cache'],
  ['calls', '--days', '30', '--limit', '100'],
  ['audit'],
];

const widest = (text: string) =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => cellWidth(line)),
  );

describe.each([40, 60, 80, 120])('on a terminal of %i columns', (columns) => {
  test.each(answers)('%s %s is never wider', async (...argv) => {
    const cwd = referenceFolder();
    await runInProcess(['user', 'deactivate', '東京ギフト'], { cwd });
    const { stdout, exitCode } = await runInProcess(argv, { cwd, isTTY: true, columns });
    expect(exitCode).toBe(0);
    expect(widest(stdout)).toBeLessThanOrEqual(columns);
  });

  test('the dashboard printed as text is never wider', async () => {
    const env = { COLUMNS: String(columns) };
    const { stdout, exitCode } = await runInProcess([], { cwd: referenceFolder(), env });
    expect(exitCode).toBe(0);
    expect(widest(stdout)).toBeLessThanOrEqual(columns);
  });
});

test('the least important columns go first, names last', async () => {
  const header = async (columns: number) => {
    const { stdout } = await runInProcess(['user', 'list', '--no-color'], {
      cwd: referenceFolder(),
      isTTY: true,
      columns,
    });
    return stdout
      .split('\n')[0]
      ?.trim()
      .split(/\s{2,}/);
  };
  expect(await header(140)).toEqual(['ID', 'USERNAME', 'STATUS', 'CREATED', 'UPDATED']);
  expect(await header(60)).toEqual(['ID', 'USERNAME', 'STATUS', 'CREATED']);
  expect(await header(30)).toEqual(['USERNAME', 'STATUS']);
});

test('a table in a pipe cuts nothing off', async () => {
  const { stdout } = await runInProcess(['user', 'list'], { cwd: referenceFolder() });
  expect(stdout).toContain('a'.repeat(64));
});
