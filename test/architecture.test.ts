import { globSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type Import, parseSource, readSourceFile, type SourceFile } from './helpers/source-file.ts';

/** Rule on who may import whom: for the first row that fits a file, all its imports must fit one of the patterns. */
interface Row {
  readonly files: RegExp;
  readonly may: readonly RegExp[];
  /** Targets of imports that are allowed besides, but only of types. */
  readonly mayType?: readonly RegExp[];
}

const ACTIONS = /^actions\//;
const MODEL = /^model\//;
const TEXT = /^text\//;
const FILES = /^files\//;
const FILTER = /^filter\//;
const INSIGHT = /^insight\//;
const LIVE = /^live\//;
const COLUMNS = /^columns\//;
const EXPORT = /^export\//;
const QUESTIONS = /^questions\//;
const REPORT = /^report\//;
const SETTINGS = /^settings\//;
const NODE = /^node:(?!process$)/;
const DRIVER = /^better-sqlite3$/;
const REACT = /^react$/;
const INK = /^ink$/;
/** Keys and screens as data, which the manual is printed from: they load neither React nor Ink. */
const KEYS_AS_DATA = /^tui\/keys\/(keymap|binding|custom-keys|screens|[a-z]+-bindings)$/;
/** Place of the operator, as pure functions over plain values. */
const PURE_NAVIGATION =
  /^tui\/context\/(navigation|message|overlay|route|routes|routes-json|saved-view|shown-window|window-choice)$/;
/** Means of drawing, for every screen: they know no store and no screen. */
const DRAWING = [/^tui\/(theme|keys|components)\//, FILTER, MODEL, TEXT, COLUMNS, REACT, INK];
/** What both faces make of a store's answers. */
const SHARED = [QUESTIONS, EXPORT, REPORT];

const TABLE: readonly Row[] = [
  { files: /^model\//, may: [MODEL] },
  { files: /^text\/string-width$/, may: [/^string-width$/, /^node:module$/] },
  { files: /^text\//, may: [TEXT, MODEL] },
  { files: /^filter\//, may: [FILTER, /^insight\/fingerprint\//, MODEL, TEXT, /^node:buffer$/] },
  { files: /^insight\//, may: [INSIGHT, MODEL, TEXT, /^node:crypto$/] },
  { files: /^files\//, may: [FILES, MODEL, TEXT, /^node:/] },
  {
    files: /^store\/(checks|answers)\//,
    may: [/^store\/(checks|answers)\//, FILTER, INSIGHT, MODEL, TEXT, NODE],
    mayType: [/^store\/(store|doctor)$/],
  },
  { files: /^store\/copy\//, may: [/^store\/(copy|answers)\//, MODEL, NODE] },
  {
    files: /^store\/statistics\//,
    may: [/^store\/(statistics|answers)\//, /^insight\//, FILTER, FILES, MODEL, NODE, DRIVER],
    mayType: [/^store\/(store|engine)$/],
  },
  {
    files: /^store\/sqlite\//,
    may: [
      /^store\/(sqlite|answers|checks|copy)\//,
      /^store\/(package-root|statistics\/log-source)$/,
      FILTER,
      INSIGHT,
      FILES,
      MODEL,
      TEXT,
      NODE,
      DRIVER,
    ],
    mayType: [/^store\/(store|engine|bulk-writer|init|maintain|doctor)$/],
  },
  {
    files: /^store\/postgres\//,
    may: [
      /^store\/(postgres|answers|checks|copy)\//,
      /^store\/(package-root|statistics\/log-source)$/,
      FILTER,
      INSIGHT,
      MODEL,
      TEXT,
      NODE,
      /^pg(-copy-streams)?$/,
    ],
    mayType: [/^store\/(store|engine|bulk-writer|init|maintain|doctor)$/],
  },
  { files: /^store\//, may: [/^store\//, FILTER, FILES, MODEL, TEXT, NODE] },
  { files: /^demo\/traffic-process$/, may: [/^demo\//, /^store\//, MODEL, TEXT, /^node:/] },
  { files: /^demo\//, may: [/^demo\//, /^store\//, MODEL, TEXT, NODE] },
  {
    files: /^integration\/frameworks\//,
    may: [/^integration\//, /^store\/for-caller$/, /^hono\//, MODEL, TEXT, NODE],
    mayType: [/^store\/store$/, /^(express|fastify|hono)$/],
  },
  {
    files: /^integration\//,
    may: [/^integration\//, /^store\/(checks\/options|for-caller)$/, /^questions\/list-pages$/, MODEL, TEXT, NODE],
    mayType: [/^store\/store$/],
  },
  {
    files: /^index$/,
    may: [/^integration\//, /^store\/(library|store)$/, MODEL, /^text\/node-version$/],
  },
  { files: /^actions\//, may: [ACTIONS, MODEL, TEXT], mayType: [/^store\/(store|init|maintain|doctor)$/] },
  { files: /^live\//, may: [LIVE, REACT] },
  { files: /^columns\//, may: [COLUMNS, TEXT, MODEL] },
  { files: /^export\//, may: [EXPORT, COLUMNS, TEXT, MODEL] },
  {
    files: /^questions\//,
    may: [QUESTIONS, /^store\/answers\/values$/, FILTER, INSIGHT, MODEL, TEXT],
    mayType: [/^store\/store$/],
  },
  {
    files: /^report\//,
    may: [REPORT, QUESTIONS, EXPORT, COLUMNS, FILTER, INSIGHT, TEXT, MODEL],
    mayType: [/^store\/store$/],
  },
  { files: /^settings\//, may: [SETTINGS, KEYS_AS_DATA, FILTER, FILES, TEXT, MODEL, /^node:path$/] },
  {
    files: /^cli\//,
    may: [
      /^(cli|store|demo)\//,
      ACTIONS,
      EXPORT,
      QUESTIONS,
      REPORT,
      SETTINGS,
      INSIGHT,
      FILTER,
      FILES,
      COLUMNS,
      TEXT,
      MODEL,
      NODE,
      /^commander$/,
    ],
  },
  { files: /^tui\/theme\//, may: [/^tui\/theme\//, MODEL, TEXT, REACT] },
  { files: KEYS_AS_DATA, may: [KEYS_AS_DATA, MODEL] },
  { files: /^tui\/keys\//, may: [/^tui\/keys\//, MODEL, REACT, INK] },
  {
    files: /^tui\/components\//,
    may: [...DRAWING, /^node:module$/, /^ink-(table|text-input)$/],
  },
  { files: /^tui\/charts\//, may: [/^tui\/charts\//, ...DRAWING] },
  { files: /^tui\/list\//, may: [/^tui\/list\//, LIVE, ...DRAWING] },
  {
    files: /^tui\/terminal\/ink\//,
    may: [/^tui\/terminal\/ink\//, TEXT, /^ink\/build\//, /^@alcalzone\/ansi-tokenize$/],
  },
  { files: /^tui\/terminal\//, may: [/^tui\/(terminal|theme)\//, LIVE, TEXT, MODEL, NODE, REACT, INK] },
  {
    files: PURE_NAVIGATION,
    may: [PURE_NAVIGATION, /^tui\/keys\/screens$/, /^tui\/list\/(list-state|marks)$/, FILTER, TEXT, MODEL],
    mayType: [EXPORT],
  },
  {
    files: /^tui\/context\//,
    may: [/^tui\/(context|charts|list|terminal)\//, ACTIONS, INSIGHT, LIVE, FILES, NODE, ...SHARED, ...DRAWING],
    mayType: [/^store\/store$/],
  },
  {
    files: /^tui\/screens\//,
    may: [/^tui\/(context|charts|list|terminal)\//, ACTIONS, LIVE, ...SHARED, ...DRAWING],
    mayType: [/^store\/store$/],
  },
  {
    files: /^tui\/shell\/(open|opened-database|session)$/,
    may: [
      /^tui\//,
      ACTIONS,
      /^store\/(open|location|named-database|read-only-store)$/,
      FILES,
      LIVE,
      NODE,
      ...SHARED,
      ...DRAWING,
    ],
    mayType: [/^store\/store$/],
  },
  {
    files: /^tui\/shell\//,
    may: [/^tui\//, ACTIONS, FILES, LIVE, NODE, ...SHARED, ...DRAWING],
    mayType: [/^store\/store$/],
  },
  {
    files: /^main$/,
    may: [/^cli\//, /^tui\/shell\/open$/, /^store\/thread\/thread-host$/, FILES, MODEL, TEXT, /^node:/],
  },
];

/** The files that may ask and steer the process: processes of their own, what hears that a server is told to end, and what asks who runs it, and how. */
const PROCESSES = [
  'main.ts',
  'index.ts',
  'demo/traffic-process.ts',
  'integration/logging/termination.ts',
  'integration/shutdown/end-on-signals.ts',
  'files/user-id.ts',
  'files/environment.ts',
];

const sources = globSync('**/*.{ts,tsx}', { cwd: 'src' }).sort().map(readSourceFile);
const moduleName = ({ path }: SourceFile) => path.replace(/\.tsx?$/, '');
const rowOf = (file: SourceFile) => TABLE.find((row) => row.files.test(moduleName(file)));

const isAllowed = (file: SourceFile, { target, isTypeOnly }: Import): boolean => {
  const row = rowOf(file);
  const isFolderOfScreen = isSameScreen(moduleName(file), target);
  const patterns = [...(row?.may ?? []), ...(isTypeOnly ? (row?.mayType ?? []) : [])];
  return isFolderOfScreen || patterns.some((pattern) => pattern.test(target));
};

/** A screen is a folder whose files know each other. */
const isSameScreen = (from: string, to: string): boolean => {
  const screen = (name: string) => /^tui\/screens\/([a-z]+)\//.exec(name)?.[1];
  return screen(from) !== undefined && screen(from) === screen(to);
};

/** The files that lead back to themselves by what they import. */
const circlesIn = (sources: readonly SourceFile[]): readonly string[] => {
  const targets = new Map(sources.map((file) => [moduleName(file), file.imports.map(({ target }) => target)]));
  const leadsTo = (from: string, to: string, seen: Set<string>): boolean =>
    (targets.get(from) ?? []).some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return leadsTo(next, to, seen);
    });
  return [...targets.keys()].filter((name) => leadsTo(name, name, new Set()));
};

const offenders = (isOffence: (file: SourceFile) => boolean) => sources.filter(isOffence).map(({ path }) => path);

describe('architecture', () => {
  test('is read from the code: imports of every kind, names that are used, state beside functions, doc comments', () => {
    const text = `
      import type { A } from './a.ts';
      import { type B } from '../b.ts';
      import { c } from 'c';
      export * from './d.tsx';
      /** The count. */
      let count = 0;
      /**
       * Loads and runs:
       * all of it.
       */
      const e = async () => (await import('../../e.ts')).run(process.env, { console: count });`;
    const { imports, names, state, docs } = parseSource('tui/screens/x.ts', text);
    const found = imports.map(({ target, isTypeOnly, isDynamic }) => [target, isTypeOnly, isDynamic]);
    expect(found).toEqual([
      ['tui/screens/a', true, false],
      ['tui/b', true, false],
      ['c', false, false],
      ['tui/screens/d', false, false],
      ['e', false, true],
    ]);
    expect([names.has('process'), names.has('console'), state]).toEqual([true, false, ['count']]);
    expect(docs).toEqual(['The count. */', 'Loads and runs:']);
  });

  test('sees state beside functions in all its forms, and no constant that stays as it is', () => {
    const text = `
      export let count = 0;
      const known = new Map<string, number>();
      const seen: WeakSet<object> = new WeakSet();
      const loaded: { module?: string } = {};
      const list: string[] = [];
      const words = new Set(['a']);
      const given = { a: 1 };
      class A {
        static #last = { rows: [] };
        static counts: number;
        static readonly kept = new Map();
        static readonly most = 5;
        #own = new Map();
        load() { loaded.module ??= ''; list.push(''); Object.assign(given, { b: 2 }); return words.has('a'); }
      }
      const pure = () => { let n = 0; const own = new Map(); own.set(1, 2); return n; };`;
    const { state } = parseSource('text/x.ts', text);
    const constants = ['count', 'known', 'seen', 'loaded', 'list', 'given'];
    expect(state).toEqual([...constants, 'last', 'counts', 'kept']);
  });

  test('every file has a place in the table of who may import whom', () => {
    expect(offenders((file) => rowOf(file) === undefined)).toEqual([]);
  });

  test('no file imports what its folder may not', () => {
    const broken = sources.flatMap((file) =>
      file.imports.filter((found) => !isAllowed(file, found)).map(({ target }) => `${file.path} imports ${target}`),
    );
    expect(broken).toEqual([]);
  });

  test('no file leads back to itself, not even by a type', () => {
    const files = [parseSource('a.ts', `import type { B } from './b.ts';`), parseSource('b.ts', `import './a.ts';`)];
    expect(circlesIn([...files, parseSource('c.ts', `import './a.ts';`)])).toEqual(['a', 'b']);
    expect(circlesIn(sources)).toEqual([]);
  });

  test('main reaches the screens only when they are wanted', () => {
    const imports = sources.filter(({ path }) => path === 'main.ts').flatMap((file) => file.imports);
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
    // What the thread itself is made of lives as long as the thread.
    const threads = ['store/thread/host.ts'];
    const kept = sources.filter(({ path }) => !threads.includes(path));
    expect(kept.flatMap(({ path, state }) => state.map((name) => `${path} keeps ${name}`))).toEqual([]);
  });

  test('no doc comment begins with What, Whether, How or their like', () => {
    const begun = sources.flatMap(({ path, docs }) => docs.map((doc) => ({ path, doc })));
    const question = /^(what|whether|how|where|which|who|whom|whose|why|when)\b/i;
    expect(begun.filter(({ doc }) => question.test(doc)).map(({ path, doc }) => `${path}: ${doc}`)).toEqual([]);
  });
});
