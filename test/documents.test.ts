import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { describedProgram, withSections } from '../scripts/readme-sections.ts';
import { drawScreen } from '../scripts/svg.ts';
import { leavesOf } from '../src/cli/print/help.ts';
import { TestTerminal } from './helpers/terminal.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const readme = read('README.md');
const program = describedProgram();

/** Every command line of the program that the README shows in code, without `presents`. */
const commandLines = Array.from(readme.matchAll(/(?:^|[`(])presents ([^`\n|)]+)/gm), ([, words = '']) =>
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

describe('the README', () => {
  test('says of keys, commands, options and exit codes what the program says (else: npm run docs)', () => {
    expect(withSections(readme)).toBe(readme);
  });

  test('shows every command and every option', () => {
    const flags = [...program.options, ...leavesOf(program).flatMap((command) => command.options)];
    expect(flags.filter(({ flags }) => !readme.includes(`\`${flags}\``))).toEqual([]);
    expect(leavesOf(program).filter((command) => !readme.includes(command.summary()))).toEqual([]);
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
    expect([...variables].filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
  });

  test('names no npm script that does not exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Readonly<Record<string, string>> };
    const documents = readme + read('CONTRIBUTING.md');
    const named = Array.from(documents.matchAll(/npm run ([a-z]+)/g), ([, name = '']) => name);
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('CONTRIBUTING', () => {
  test('gives a reason for every dependency, and for none that is not there', () => {
    const manifest = JSON.parse(read('package.json')) as Readonly<Record<string, Readonly<Record<string, string>>>>;
    const dependencies = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
    const [, table = ''] = read('CONTRIBUTING.md').split('## Dependencies');
    const explained = Array.from(table.matchAll(/^\| `([^`]+)` \| \S/gm), ([, name]) => name);
    expect(explained.sort()).toEqual(dependencies.sort());
  });

  test('names no file that does not exist', () => {
    const paths = read('CONTRIBUTING.md').matchAll(
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

describe('links', () => {
  test.each(['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'])('in %s lead to files that exist', (document) => {
    const targets = Array.from(read(document).matchAll(/\]\(([^)#:]+)\)/g), ([, target = '']) => target);
    expect(targets.filter((target) => !existsSync(target))).toEqual([]);
  });
});

describe('the pictures', () => {
  const pictures = globSync('docs/*.svg').sort();

  test('are all shown in the README', () => {
    expect(pictures.length).toBeGreaterThan(0);
    expect(pictures.filter((picture) => !readme.includes(`](${picture})`))).toEqual([]);
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
    const svg = drawScreen({ columns: 12, rows: 2, ...colors, cellAt, title: '"t" <x>' });
    terminal.dispose();
    expect(svg).toContain('<g fill="#010203" font-weight="bold"><text x="0" y="13.5" textLength="63"');
    expect(svg).toContain('>&lt;a&gt; &amp; b</text>');
    expect(svg).toContain('<title>&quot;t&quot; &lt;x&gt;</title>');
    expect(svg).toMatch(/stroke-dasharray="0 4.5" d="M83.25 15.75h9.1"/);
    expect(svg).toContain('text-anchor="middle">東</text>');
    expect(svg).not.toMatch(/[⣀⡀─]/);
  });
});
