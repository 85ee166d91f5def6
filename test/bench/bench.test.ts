import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Section } from '../../bench/result.ts';
import { QUICK_PART_NAMES, type RunResult, runBench } from '../../bench/run.ts';
import type { Scale } from '../../bench/setting.ts';
import { benchOf, formatMarkdown, formatText } from '../../bench/table.ts';
import { temporaryFolder } from '../helpers/store.ts';

const TINY: Scale = {
  rounds: 1,
  budgetMs: 1,
  keyCount: 3,
  watchSeconds: 1,
  startCount: 1,
  pairCount: 1,
  smallCrowdSize: 200,
  largeCrowdSize: 300,
};

/** Titles and works of a table in Markdown; numbers of calls and users differ from run to run. */
const rowsOf = (markdown: string): readonly string[] =>
  Array.from(markdown.matchAll(/^(?:### (.+)|\| ([^|\n]+?) \|.*)$/gm), ([, title, work]) => title ?? work ?? '')
    .filter((text) => text !== '---')
    .map((text) => text.replaceAll(/\d[\d,]*(?= (?:calls|users))/g, 'N'));

describe('the benchmark, at a tiny size', () => {
  let result: RunResult;
  const sections = (): readonly Section[] => result.sections;
  beforeAll(async () => {
    const folder = temporaryFolder();
    const env = { PATH: process.env.PATH ?? '', HOME: folder, XDG_CACHE_HOME: `${folder}/cache` };
    const size = { calls: 2000, database: undefined, parts: QUICK_PART_NAMES, scale: TINY };
    result = await runBench({ ...size, folder, env, say: () => undefined });
  });

  test('runs all its parts', () => {
    expect(result.failures).toEqual([]);
    expect(sections().length).toBeGreaterThanOrEqual(QUICK_PART_NAMES.length);
  });

  test('gives every row a name of its own and a cell for every column', () => {
    for (const { title, rows, columns } of sections()) {
      expect(rows.length, title).toBeGreaterThan(0);
      expect(new Set(rows.map(({ work }) => work)).size, title).toBe(rows.length);
      expect(rows.filter(({ cells }) => cells.length !== columns.length).map(({ work }) => work)).toEqual([]);
    }
  });

  test('measures something in every row, and nothing that cannot be', () => {
    for (const { work, cells } of sections().flatMap(({ rows }) => rows)) {
      const amounts = cells.flatMap((cell) => (cell !== null && typeof cell !== 'string' ? [cell.amount] : []));
      expect(amounts.length, work).toBeGreaterThan(0);
      for (const amount of amounts) expect(amount, work).toBeGreaterThanOrEqual(0);
      expect(amounts.every(Number.isFinite), work).toBe(true);
    }
  });

  test('finds that the frame ends after its first byte, and that starting shows a frame before all is filled', () => {
    const row = (start: string) =>
      sections()
        .flatMap(({ rows }) => rows)
        .find(({ work }) => work.startsWith(start))
        ?.cells.map((cell) => (cell !== null && typeof cell !== 'string' ? cell.amount : Number.NaN)) ?? [];
    const [firstByte = 0, frame = 0, p95 = 0] = row('moving in the list');
    expect(firstByte).toBeLessThanOrEqual(frame);
    expect(frame).toBeLessThanOrEqual(p95);
    expect(row('dashboard, first frame')[0]).toBeLessThanOrEqual(row('dashboard, all panels')[0] ?? 0);
  });

  test('deletes under load and tells how much', () => {
    const cleanup = sections().find(({ title }) => title === 'Cleanup under load');
    const deleted = cleanup?.rows.filter(({ work }) => work.endsWith('deleted')).map(({ cells }) => cells[0]);
    expect(deleted).toEqual([
      { amount: expect.any(Number), unit: 'rows/s' },
      { amount: expect.any(Number), unit: 'rows/s' },
    ]);
  });

  test('prints the same rows for a terminal and for a page', () => {
    const text = formatText(sections());
    for (const { title, rows } of sections()) {
      expect(text).toContain(title);
      for (const { work } of rows) expect(text).toContain(work);
    }
    expect(rowsOf(formatMarkdown(sections()))).toHaveLength(
      sections().flatMap(({ rows }) => rows).length + sections().length,
    );
  });

  test('has the rows that docs/performance.md shows (else: npm run bench -- --calls 10000000 --write)', () => {
    const shown = rowsOf(benchOf(readFileSync('docs/performance.md', 'utf8')));
    const measured = rowsOf(formatMarkdown(sections()));
    // What takes too long for a test stands behind the rest.
    expect(shown.slice(0, measured.length)).toEqual(measured);
    expect(shown.slice(measured.length)).toEqual(expect.arrayContaining(['The library', 'The request logger']));
  });
});
