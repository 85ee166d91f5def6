import { describe, expect, test } from 'vitest';
import { compare } from '../../bench/compare.ts';
import { type BenchOptions, parseOptions } from '../../bench/options.ts';
import { figure, median, quantile, ratio } from '../../bench/result.ts';
import { benchOf, formatFigure, formatMarkdown, formatText, withBench } from '../../bench/table.ts';

const section = {
  title: 'Questions',
  about: 'Milliseconds for an answer.',
  columns: ['before', 'now', 'before ÷ now'],
  rows: [
    { work: 'system statistics', cells: [figure(5730, 'ms'), figure(12.34, 'ms'), ratio(5730, 12.34)] },
    { work: 'ours alone', cells: [null, figure(0.4, 'ms'), null] },
  ],
};

describe('figures', () => {
  test('show as many digits as mean something', () => {
    const shown = [5730.4, 128.4, 41.23, 4.127, 0.4129, 0].map((amount) => formatFigure({ amount, unit: 'ms' }));
    expect(shown).toEqual(['5,730 ms', '128 ms', '41.2 ms', '4.13 ms', '0.41 ms', '0 ms']);
  });

  test('are missing where nothing was measured or there is nothing to compare with', () => {
    expect([figure(Number.NaN, 'ms'), figure(undefined, 'ms'), ratio(3, 0), ratio(null, 2)]).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(ratio(6, 3)).toEqual({ amount: 2, unit: '×' });
  });

  test('are medians and quantiles of what was measured', () => {
    expect([median([9, 1, 5]), median([]), quantile([1, 2, 3, 4], 0.99), quantile([1, 2, 3, 4], 0)]).toEqual([
      5,
      Number.NaN,
      4,
      1,
    ]);
  });
});

describe('the table', () => {
  test('stands in columns in a terminal, with a dash where there is no figure', () => {
    expect(formatText([section])).toBe(
      [
        'Questions',
        'Milliseconds for an answer.',
        '',
        '                        before       now   before ÷ now',
        '  system statistics   5,730 ms   12.3 ms          464 ×',
        '  ours alone                 –   0.40 ms              –',
      ].join('\n'),
    );
  });

  test('goes between the markers of a page, in Markdown, and comes out of it again', () => {
    const markdown = formatMarkdown([section]);
    const readme = withBench('before\n<!-- bench -->\nold\n<!-- /bench -->\nafter\n', markdown);
    expect(markdown).toContain('| system statistics | 5,730 ms | 12.3 ms | 464 × |');
    expect(readme).toBe(`before\n<!-- bench -->\n${markdown}\n<!-- /bench -->\nafter\n`);
    expect(benchOf(readme)).toBe(markdown);
    expect(() => withBench('no place', markdown)).toThrow('no place');
  });
});

describe('a comparison', () => {
  test('does the ways by turns, gives each turn another number, and leaves the first round out', async () => {
    const done: string[] = [];
    const turns = new Set<number>();
    const way = (name: string) => (turn: number) => {
      turns.add(turn);
      if (done.at(-1) !== name) done.push(name);
    };
    const medians = await compare([way('a'), null, way('b')], { rounds: 2, budgetMs: 0 });
    expect(done).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
    expect(turns.size).toBe(30);
    expect(medians).toEqual([expect.any(Number), null, expect.any(Number)]);
  });
});

describe('the command line', () => {
  const parse = (args: readonly string[]) => parseOptions(args, ['keys', 'idle']);

  test('asks for a size, a database, parts and a format', () => {
    const { calls, only, json } = parse(['--calls', '10_000_000', '--only', 'keys,idle', '--json']) as BenchOptions;
    expect([calls, only, json]).toEqual([10_000_000, ['keys', 'idle'], true]);
    expect(parse([])).toEqual({
      calls: 200_000,
      database: undefined,
      only: [],
      json: false,
      write: false,
      isThorough: false,
    });
    expect(parse(['--help'])).toBe('help');
    expect(() => parse(['--write'])).toThrow('a whole run at a large size');
    expect(() => parse(['--only', 'speed'])).toThrow('--only takes keys, idle.');
    expect(() => parse(['--calls', 'many'])).toThrow('--calls is 1000 or more.');
  });
});
