import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describedProgram, printedDocuments, withSections } from '../scripts/document-sections.ts';
import { leavesOf } from '../src/cli/print/help.ts';
import { screenAsSvg } from '../src/export/screen-svg.ts';
import { METHODS } from '../src/store/methods.ts';
import { TestTerminal } from './helpers/terminal.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const pages = ['README.md', ...globSync('docs/*.md')].sort();
const documents = pages.map(read).join('\n');
const program = describedProgram();

/** Every command line of the program that the documents show in code, without `presents`. */
const commandLines = Array.from(documents.matchAll(/(?:^|[`(])presents ([^`\n|)]+)/gm), ([, words = '']) =>
  words
    .replace(/[#>].*/, '')
    .trim()
    .split(/\s+/),
);

/** The options that `presents` takes with these words, or undefined where there is no such command. */
const optionsOf = (words: readonly string[]): ReadonlySet<string> | undefined => {
  const operands = words.filter((word) => !word.startsWith('-'));
  const group = program.commands.find((command) => command.name() === operands[0]);
  const command = group?.commands.find((child) => child.name() === operands[1]) ?? group;
  if (operands.length > 0 && (command === undefined || command.commands.length > 0)) return undefined;
  const options = [...program.options, ...(command?.options ?? [])];
  return new Set(['-h', '--help', ...options.flatMap(({ long, short }) => [long ?? '', short ?? ''])]);
};

describe('the documents', () => {
  test.each(printedDocuments)('%s says of the program, and of its speed, what is so (else: npm run docs)', (page) => {
    expect(withSections(page, read(page), read('docs/performance.md'))).toBe(read(page));
  });

  test('shows every command and every option', () => {
    const flags = [...program.options, ...leavesOf(program).flatMap((command) => command.options)];
    expect(flags.filter(({ flags }) => !documents.includes(`\`${flags}\``))).toEqual([]);
    expect(leavesOf(program).filter((command) => !documents.includes(command.summary()))).toEqual([]);
  });

  test('shows no command and no option that does not exist', () => {
    expect(commandLines.length).toBeGreaterThan(20);
    const wrong = commandLines.filter((words) => {
      const options = optionsOf(words);
      const given = words.filter((word) => word.startsWith('--')).map((word) => word.replace(/=.*/, ''));
      return options === undefined || given.some((option) => !options.has(option));
    });
    expect(wrong).toEqual([]);
  });

  test('names every environment variable that the program reads', () => {
    const sources = globSync('src/**/*.{ts,tsx}').map(read).join('\n');
    const variables = new Set(Array.from(sources.matchAll(/\benv\.([A-Z_]+)/g), ([, name]) => name));
    expect([...variables].filter((name) => !documents.includes(`\`${name}\``))).toEqual([]);
  });

  test('names no npm script that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    const all = documents + read('CONTRIBUTING.md');
    const named = Array.from(all.matchAll(/npm run ([a-z]+)/g), ([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('the README', () => {
  test('fits on a screen and a half, and leads to every other page', () => {
    const readme = read('README.md');
    expect(readme.split('\n').length).toBeLessThan(115);
    expect(pages.filter((page) => page !== 'README.md' && !readme.includes(`](${page})`))).toEqual([]);
  });
});

describe('for those who work on it', () => {
  test('CONTRIBUTING gives a reason for every dependency, and for none that is not there', () => {
    const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const [, table = ''] = read('CONTRIBUTING.md').split('## Dependencies');
    const explained = Array.from(table.matchAll(/^\| `([^`]+)` \| \S/gm), ([, name]) => name);
    expect(explained.sort()).toEqual(dependencies.sort());
  });

  test('no page names a file that does not exist', () => {
    const paths = `${read('CONTRIBUTING.md')}${read('docs/architecture.md')}`.matchAll(
      /`((?:src|test|scripts|cli|tui|text|live|store|components)\/[\w./-]+)`/g,
    );
    const isThere = (path: string) =>
      [path, `src/${path}`, `src/tui/${path}`].some(
        (place) => existsSync(place) || globSync(`${place}.ts*`).length > 0,
      );
    const missing = Array.from(paths, ([, path = '']) => path).filter((path) => !/\/x\./.test(path) && !isThere(path));
    expect(missing).toEqual([]);
  });
});

/** The anchors of a page's headings, as GitHub makes them. */
const headingsOf = (path: string) =>
  Array.from(read(path).matchAll(/^#+ (.+)$/gm), ([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );

describe('links', () => {
  test.each([...pages, 'CONTRIBUTING.md', 'CHANGELOG.md'])('in %s lead to files and headings that exist', (page) => {
    const links = Array.from(read(page).matchAll(/\]\(([^):#]*)(?:#([^):]+))?\)/g), ([, path = '', heading]) => ({
      path: path === '' ? page : join(dirname(page), path),
      heading,
    }));
    const isBroken = ({ path, heading }: (typeof links)[number]) =>
      !existsSync(path) || (heading !== undefined && !headingsOf(path).includes(heading));
    expect(links.filter(isBroken)).toEqual([]);
  });
});

describe('the pictures', () => {
  const pictures = globSync('docs/*.svg').sort();

  test('are all shown in the manual', () => {
    expect(pictures.length).toBeGreaterThan(0);
    const manual = read('docs/manual.md');
    expect(pictures.filter((picture) => !manual.includes(`](${basename(picture)})`))).toEqual([]);
  });

  test.each(pictures)('%s is small and holds nothing but shapes and text', (picture) => {
    expect(statSync(picture).size).toBeLessThan(150_000);
    const elements = Array.from(read(picture).matchAll(/<([a-zA-Z]+)/g), ([, name]) => name);
    expect([...new Set(elements)].sort()).toEqual(['circle', 'g', 'path', 'rect', 'svg', 'text', 'title']);
    expect(read(picture)).not.toMatch(/\bon\w+=|href|url\(|<!/);
  });

  test('show text as it stands, escaped, in its columns, and braille as dots', async () => {
    const terminal = new TestTerminal({ columns: 12, rows: 2 });
    terminal.write('\u001b[1;38;2;1;2;3m<a> & b\u001b[0m  ⣀⡀\r\n東─');
    await terminal.settled();
    const cellAt = (x: number, y: number) => terminal.cell(x, y);
    const colors = { foreground: '#cccccc', background: '#000000' };
    const svg = screenAsSvg({ columns: 12, rows: 2, ...colors, cellAt, title: '"t" <x>' });
    terminal.dispose();
    expect(svg).toContain('<g fill="#010203" font-weight="bold"><text x="0" y="13.5" textLength="63"');
    expect(svg).toContain('>&lt;a&gt; &amp; b</text>');
    expect(svg).toContain('<title>&quot;t&quot; &lt;x&gt;</title>');
    expect(svg).toMatch(/stroke-dasharray="0 4.5" d="M83.25 15.75h9.1"/);
    expect(svg).toContain('text-anchor="middle">東</text>');
    expect(svg).not.toMatch(/[⣀⡀─]/);
  });
});

describe('the page of the store', () => {
  test('names every function that a program can call', () => {
    const page = read('docs/store.md');
    const { users, apiLogs, errorGroups, attention, products, audit, leases, ...whole } = METHODS;
    const parts: Readonly<Record<string, object>> = { users, apiLogs, errorGroups, attention, products, audit, leases };
    const hidden = ['insert', 'findByKeyHash', 'checkpoint'];
    const names = [...Object.values(parts).flatMap((part) => Object.keys(part)), ...Object.keys(whole)];
    expect(names.filter((name) => !hidden.includes(name) && !page.includes(`${name}(`))).toEqual([]);
  });
});
