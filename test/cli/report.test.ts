import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { browserPath, withBrowser } from '../helpers/browser.ts';
import { type CliWorld, referenceFolder, runInProcess, temporaryFolder } from '../helpers/run-cli.ts';
import { aCall, aUser, buildDatabase } from '../helpers/store.ts';

const hostile = '<script>alert(1)</script><img src=x onerror=alert(2)>"\'&|`*\u001b[2J';
const LONG_ROUTE = `/blog/${'how-to-choose-a-present'.repeat(8)}.html`;
const path = () =>
  buildDatabase({
    users: [aUser('acme-shop'), aUser(hostile)],
    calls: [
      aCall({ statusCode: 500, errorMessage: hostile, responseTimeMs: 900, apiRoute: `/api/${hostile}` }),
      aCall({ userId: 2, statusCode: 422, errorMessage: 'Validation failed' }),
      aCall({ statusCode: 404, errorMessage: `GET ${LONG_ROUTE} refused`, apiRoute: LONG_ROUTE }),
      aCall({ userId: 2, dateTime: '2026-11-20 03:30:00' }),
    ],
  });
const run = (argv: readonly string[], world: Partial<CliWorld> = {}) => runInProcess(argv, { cwd: '/', ...world });

describe('report', () => {
  test('writes a page with totals, charts, errors, top lists and the slowest calls, compared with the window before', async () => {
    const folder = referenceFolder();
    const { exitCode, stderr } = await run(['report', '--hours', '168', '--out', 'week.html'], { cwd: folder });
    const page = readFileSync(join(folder, 'week.html'), 'utf8');
    expect({ exitCode, stderr }).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/Wrote week\.html: [\d,]+ calls, \d+ kB/),
    });
    for (const heading of ['Errors', 'Top users', 'Top routes', 'Status', 'Slowest calls'])
      expect(page).toContain(`<h2>${heading}</h2>`);
    expect(page).toContain('against Fri 6 Nov 13:00 – Fri 13 Nov 13:00 CET');
    expect(page.match(/<svg/g)).toHaveLength(2);
  });

  test('has the numbers of stats system, of the calls that fit a filter', async () => {
    const folder = referenceFolder();
    const filter = ['--where', 'route:/api/predict', '--hours', '168'];
    const { stdout } = await run(['report', '--json', ...filter], { cwd: folder });
    const stats = JSON.parse((await run(['stats', 'system', '--json', '--exact', ...filter], { cwd: folder })).stdout);
    const report = JSON.parse(stdout);
    expect(report.stats).toMatchObject({ totalCalls: stats.totalCalls, p95ResponseMs: stats.p95ResponseMs });
    expect(report).toMatchObject({ where: 'route:/api/predict', bucketSeconds: 3600 });
    const sum = (buckets: readonly { readonly callCount: number }[]) =>
      buckets.reduce((all, { callCount }) => all + callCount, 0);
    expect(sum(report.timeline)).toBe(stats.totalCalls);
  });

  test('takes the time of the filter for its window', async () => {
    const { stdout } = await run(['report', '--json', '--where', 'time:2026-11-19', '--db', path()]);
    expect(JSON.parse(stdout)).toMatchObject({ from: '2026-11-18T23:00:00.000Z', to: '2026-11-19T23:00:00.000Z' });
    const open = await run(['report', '--where', 'time:..2026-11-19', '--db', path()]).catch((error) => error);
    expect(open).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('needs a time with a beginning') });
  });

  test('is Markdown by the ending of its file, in which no text of the database is markup', async () => {
    const folder = temporaryFolder();
    await run(['report', '--out', join(folder, 'a.md'), '--db', path()]);
    const text = readFileSync(join(folder, 'a.md'), 'utf8');
    expect(text).toContain('## Top users');
    expect(text).not.toMatch(/[^\\]<script|\u001b|[^\\]`\*/);
  });

  test('replaces a file only with --force, and says which endings there are', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'a.html');
    writeFileSync(file, 'mine');
    const refused = await run(['report', '--out', file, '--db', path()]);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('it is there already') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await run(['report', '--force', '--out', file, '--db', path()])).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toContain('<!DOCTYPE html>');
    const unknown = await run(['report', '--out', join(folder, 'a.pdf'), '--db', path()]);
    expect(unknown).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('.html, .md or .json') });
    expect(existsSync(join(folder, 'a.pdf'))).toBe(false);
  });
});

describe.skipIf(browserPath === undefined)('the page in a browser', () => {
  test('runs and loads nothing, shows hostile names as text, fits a phone, follows light and dark, and prints', async () => {
    const file = join(temporaryFolder(), 'report.html');
    await run(['report', '--out', file, '--db', path()]);
    await withBrowser(async (page) => {
      const news: string[] = [];
      page.on('console', (message) => news.push(message.text()));
      page.on('pageerror', (error) => news.push(String(error)));
      page.on('dialog', (dialog) => news.push(dialog.message()));
      page.on('request', (request) => news.push(request.url()));
      await page.setViewport({ width: 1100, height: 900 });
      await page.goto(pathToFileURL(file).href);
      expect(news).toEqual([pathToFileURL(file).href]);
      const shown = await page.evaluate(`({
        text: document.body.textContent,
        foreign: document.querySelectorAll('script, img, iframe, link, object').length,
        charts: [...document.querySelectorAll('svg')].map((chart) => chart.getBoundingClientRect().width > 900),
        bars: [...document.querySelectorAll('.bars')].some((bar) => bar.getBoundingClientRect().height > 20),
      })`);
      const text = expect.stringContaining('<script>alert(1)</script>');
      expect(shown).toEqual({ text, foreign: 0, charts: [true, true], bars: true });
      const isCut = `[...document.querySelectorAll('.scroll')].some((box) => box.scrollWidth > box.clientWidth)`;
      expect(await page.evaluate(isCut)).toBe(false);
      const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
      expect(await background()).toBe('rgb(22, 24, 31)');
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
      expect(await background()).toBe('rgb(255, 255, 255)');
      await page.setViewport({ width: 390, height: 800 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      // What stands beside the paper is lost: 182 mm are left of A4.
      await page.emulateMediaType('print');
      await page.setViewport({ width: 688, height: 900 });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(688);
      const pdf = await page.pdf({ format: 'A4' });
      expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-');
    });
  });
});
