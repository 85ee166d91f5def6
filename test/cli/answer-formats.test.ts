import { describe, expect, test } from 'vitest';
import { parseCsv } from '../helpers/csv.ts';
import { referenceFolder, runInProcess } from '../helpers/run-cli.ts';

const tables = [
  ['user', 'list'],
  ['stats', 'errors'],
  ['errors', 'list'],
  ['calls', '--limit', '3'],
  ['audit'],
  ['stats', 'system'],
  ['stats', 'user', 'client1'],
  ['stats', 'cache'],
  ['why'],
];

describe('--format', () => {
  test.each([
    ['user', 'list'],
    ['calls', '--limit', '3'],
    ['stats', 'system'],
  ])('answers as the flag of the same name does: %s %s', async (...argv) => {
    const cwd = referenceFolder();
    const answer = async (...format: readonly string[]) => {
      const { exitCode, stdout } = await runInProcess([...argv, ...format], { cwd });
      expect([exitCode, stdout.length > 0]).toEqual([0, true]);
      return stdout;
    };
    expect(await answer('--format', 'json', '--json', '--format=json')).toBe(await answer('--json'));
    expect(await answer('--format=csv')).toBe(await answer('--csv'));
    expect(await answer('--format', 'table')).toBe(await answer());
    if (argv[1] !== 'system') expect(await answer('--format', 'jsonl')).toBe(await answer('--jsonl'));
  });

  test.each(tables)('markdown is the table of CSV for a text: %s %s %s', async (...argv) => {
    const cwd = referenceFolder();
    const { stdout: csv } = await runInProcess([...argv, '--csv'], { cwd });
    const { stdout: markdown } = await runInProcess([...argv, '--format', 'md'], { cwd });
    const [names = [], ...rows] = parseCsv(csv);
    const [head, line, ...lines] = markdown.trimEnd().split('\n');
    expect(head).toBe(`| ${names.join(' | ')} |`);
    expect(line).toMatch(/^\|(?: --[-:] \|)+$/);
    expect(lines).toHaveLength(rows.length);
  });

  test.each([
    [['user', 'list', '--format', 'cvs'], 'Did you mean “csv”?'],
    [['user', 'list', '--format', 'xml'], 'A format is one of table, json, jsonl, csv, markdown.'],
    [['user', 'list', '--format', 'toString'], 'A format is one of table, json, jsonl, csv, markdown.'],
    [['user', 'list', '--format', ''], 'A format is one of table, json, jsonl, csv, markdown.'],
    [['user', 'list', '--format'], "Option '--format <name>' argument missing."],
    [['user', 'list', '--format', 'json', '--csv'], '--csv and --format json exclude each other.'],
    [['user', 'list', '--format', 'json', '--format', 'table'], '--format json and --format table exclude each other.'],
    [['user', 'list', '--format', 'table', '--jsonl'], '--jsonl and --format table exclude each other.'],
    [['user', 'list', '--format', 'html'], 'presents user list prints no page, so it has no HTML.'],
    [['stats', 'system', '--format', 'jsonl'], 'presents stats system prints no list, so it has no JSON Lines.'],
    [['init', '--format', 'markdown'], 'presents init prints no table, so it has no Markdown.'],
    [['init', '--format', 'csv'], 'presents init prints no table, so it has no CSV.'],
    [['--format', 'markdown'], 'The dashboard is no table, so it has no Markdown.'],
  ])('%j is refused, exit 2', async (argv, sentence) => {
    const { exitCode, stdout, stderr } = await runInProcess(argv, { cwd: '/' });
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(sentence);
  });
});

describe('the CSV of statistics', () => {
  const rowsOf = async (...argv: readonly string[]) => {
    const { stdout } = await runInProcess(['stats', ...argv, '--csv'], { cwd: referenceFolder() });
    const [names = [], ...rows] = parseCsv(stdout);
    return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ''])));
  };
  const documentOf = async (...argv: readonly string[]): Promise<Readonly<Record<string, unknown>>> =>
    JSON.parse((await runInProcess(['stats', ...argv, '--json'], { cwd: referenceFolder() })).stdout);

  test.each([
    [['system', '--hours', '48', '--where', 'status:4xx'], 'name', ['user', 'route', 'status']],
    [['user', 'client1', '--days', '7'], 'apiRoute', ['endpoint']],
    [['cache'], 'category', ['category', 'age']],
  ])('has every number of the JSON: %j', async (argv, name, kinds) => {
    const [rows, document] = [await rowsOf(...argv), await documentOf(...argv)];
    const totals = rows.filter(({ list }) => list === 'total').map(({ metric, value }) => [metric, value]);
    const scalars = Object.entries(document).filter(([, value]) => typeof value !== 'object' || value === null);
    expect(totals).toEqual(scalars.map(([metric, value]) => [metric, String(value ?? '')]));
    const entries = Object.values(document).filter(Array.isArray).flat();
    expect(rows.filter(({ list = '' }) => kinds.includes(list))).toHaveLength(entries.length);
    expect(Object.keys(rows[0] ?? {}).slice(0, 2)).toEqual(['list', name]);
    expect(rows.every(({ list = '' }) => [...kinds, 'total'].includes(list))).toBe(true);
  });

  test('has what was before beside each number where it is compared', async () => {
    const rows = await rowsOf('system', '--compare');
    const { before } = await documentOf('system', '--compare');
    const total = rows.find(({ metric }) => metric === 'totalCalls');
    expect(total?.valueBefore).toBe(String((before as { readonly totalCalls: number }).totalCalls));
    expect(rows[0]).toMatchObject({ list: 'user', name: 'client1', callCountBefore: expect.stringMatching(/^\d+$/) });
  });
});
