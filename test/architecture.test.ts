import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Import, parseSource, readSourceFile, type SourceFile } from './helpers/source-file.ts';

/** Who may import whom: for the first row that fits a file, all its imports must fit one of the patterns. */
interface Row {
  readonly files: RegExp;
  readonly may: readonly RegExp[];
  /** What may be imported besides, but only as a type. */
  readonly mayType?: readonly RegExp[];
}

const PLAIN = [
  /^model$/,
  /^user-error$/,
  /^username$/,
  /^json-text$/,
  /^blank-text$/,
  /^checks$/,
  /^nearest$/,
  /^node-version$/,
  /^time-zone$/,
  /^dashboard-options$/,
];
const FILES = /^files\//;
const NODE = /^node:(?!process$)/;
const REACT = /^react$/;
const INK = /^ink$/;

const TABLE: readonly Row[] = [
  { files: /^checks$/, may: [/^(nearest|user-error)$/] },
  {
    files: /^(model|nearest|user-error|username|json-text|blank-text|node-version|time-zone|dashboard-options)$/,
    may: [],
  },
  { files: /^files\//, may: [FILES, ...PLAIN, /^node:/] },
  { files: /^store\/sqlite\//, may: [/^store\//, FILES, ...PLAIN, NODE, /^better-sqlite3$/] },
  { files: /^store\//, may: [/^store\//, FILES, ...PLAIN, NODE] },
  { files: /^demo\/traffic-process$/, may: [/^demo\//, /^store\//, ...PLAIN, /^node:/] },
  { files: /^demo\//, may: [/^demo\//, /^store\//, ...PLAIN, NODE] },
  {
    files: /^integration\//,
    may: [/^integration\//, ...PLAIN, NODE],
    mayType: [/^store\/store$/],
  },
  {
    files: /^index$/,
    may: [/^integration\//, /^store\/(open|store)$/, /^(model|user-error|node-version)$/, /^node:fs$/],
  },
  { files: /^live\//, may: [/^live\//, REACT] },
  { files: /^text\/string-width$/, may: [/^string-width$/, /^node:module$/] },
  { files: /^text\//, may: [/^text\//] },
  { files: /^columns\//, may: [/^columns\//, /^text\//, /^model$/] },
  { files: /^cli\//, may: [/^(cli|store|files|columns|text|demo)\//, ...PLAIN, NODE, /^commander$/] },
  { files: /^tui\/(keymap|navigation|theme)$/, may: [/^tui\/(keymap|navigation|theme)$/, /^model$/] },
  {
    files: /^tui\/components\//,
    may: [
      /^tui\/components\//,
      /^tui\/(theme|use-theme|segments|keymap|use-keys)$/,
      /^text\//,
      /^node:module$/,
      REACT,
      INK,
      /^ink-(table|text-input)$/,
    ],
    mayType: [/^model$/],
  },
  { files: /^tui\/ink\//, may: [/^tui\/ink\//, /^text\//, /^ink\/build\//] },
  {
    files: /^tui\/screens\/screens$/,
    may: [/^tui\//, ...PLAIN, REACT],
  },
  {
    files: /^tui\/screens\//,
    may: [/^tui\/(?!screens\/)/, /^tui\/screens\/screen$/, /^(live|columns|text)\//, ...PLAIN, REACT, INK],
    mayType: [/^store\/store$/],
  },
  {
    files: /^tui\/(app|open)$/,
    may: [/^tui\//, /^(live|text|columns)\//, /^store\/open$/, FILES, ...PLAIN, NODE, REACT, INK],
    mayType: [/^store\/store$/],
  },
  {
    files: /^tui\//,
    may: [/^tui\//, /^(live|text|columns)\//, FILES, ...PLAIN, NODE, REACT, INK],
    mayType: [/^store\/store$/],
  },
  { files: /^main$/, may: [/^cli\//, /^tui\/open$/, FILES, ...PLAIN, /^node:/] },
];

/** The files that may ask and steer the process: processes of their own, what hears that a server is told to end, and what asks who runs it. */
const PROCESSES = [
  'main.ts',
  'index.ts',
  'demo/traffic-process.ts',
  'integration/termination.ts',
  'files/own-folder.ts',
];

const files = globSync('**/*.{ts,tsx}', { cwd: 'src' }).sort().map(readSourceFile);
const moduleName = ({ path }: SourceFile) => path.replace(/\.tsx?$/, '');
const rowOf = (file: SourceFile) => TABLE.find((row) => row.files.test(moduleName(file)));

const isAllowed = (file: SourceFile, { target, isTypeOnly }: Import): boolean => {
  const row = rowOf(file);
  const isFolderOfScreen = isSameScreen(moduleName(file), target);
  const patterns = [...(row?.may ?? []), ...(isTypeOnly ? (row?.mayType ?? []) : [])];
  return isFolderOfScreen || patterns.some((pattern) => pattern.test(target));
};

/** A screen may be cut into files `screens/user.tsx`, `screens/user/totals.tsx` or `screens/user-totals.tsx`, which know each other. */
const isSameScreen = (from: string, to: string): boolean => {
  const screen = (name: string) => /^tui\/screens\/([a-z]+)/.exec(name)?.[1];
  return screen(from) !== undefined && screen(from) === screen(to);
};

const offenders = (isOffence: (file: SourceFile) => boolean) => files.filter(isOffence).map(({ path }) => path);

describe('architecture', () => {
  test('is read from the code: imports of every kind, names that are used, state beside functions', () => {
    const text = `
      import type { A } from './a.ts';
      import { type B } from '../b.ts';
      import { c } from 'c';
      export * from './d.tsx';
      let count = 0;
      const e = async () => (await import('../../e.ts')).run(process.env, { console: count });`;
    const { imports, names, mutableState } = parseSource('tui/screens/x.ts', text);
    const found = imports.map(({ target, isTypeOnly, isDynamic }) => [target, isTypeOnly, isDynamic]);
    expect(found).toEqual([
      ['tui/screens/a', true, false],
      ['tui/b', true, false],
      ['c', false, false],
      ['tui/screens/d', false, false],
      ['e', false, true],
    ]);
    expect([names.has('process'), names.has('console'), mutableState]).toEqual([true, false, 1]);
  });

  test('every file has a place in the table of who may import whom', () => {
    expect(offenders((file) => rowOf(file) === undefined)).toEqual([]);
  });

  test('no file imports what its folder may not', () => {
    const broken = files.flatMap((file) =>
      file.imports.filter((found) => !isAllowed(file, found)).map(({ target }) => `${file.path} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('main reaches the screens only when they are wanted', () => {
    const imports = files.filter(({ path }) => path === 'main.ts').flatMap((file) => file.imports);
    expect(imports.filter(({ target, isDynamic }) => target.startsWith('tui/') && !isDynamic)).toEqual([]);
  });

  test('only a process of its own, and what hears its signals, touches the process', () => {
    const touches = ({ names, imports }: SourceFile) =>
      names.has('process') || imports.some((found) => found.target === 'node:process');
    expect(offenders((file) => touches(file) && !PROCESSES.includes(file.path))).toEqual([]);
  });

  test('nothing but the clock and the driver asks for the time or sets a timer in what the screens run on', () => {
    const timers = ['setInterval', 'setTimeout'];
    const isScreenSide = ({ path }: SourceFile) => /^(live|columns|text|tui)\//.test(path) && path !== 'live/clock.ts';
    expect(offenders((file) => isScreenSide(file) && timers.some((name) => file.names.has(name)))).toEqual([]);
  });

  test('no file writes to the console', () => {
    expect(offenders((file) => file.names.has('console'))).toEqual([]);
  });

  test('no file keeps state beside its functions', () => {
    expect(offenders((file) => file.mutableState > 0)).toEqual([]);
  });
});
