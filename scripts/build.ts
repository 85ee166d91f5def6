import { chmodSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ChunkingContext, type OutputOptions, type Plugin, type RolldownOptions, rolldown, watch } from 'rolldown';

// React picks its build, and ink its development tools, by these names; deciding here leaves the other half out of the bundle.
// Ink's layout engine is in its own file as a data URL, which it decodes itself where there is no fetch; Node's takes 60 ms to load.
const define = { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"', fetch: 'undefined' };

/** Modules that Ink and its dependencies get in place of those that they import; each file says why. */
const replacements: Readonly<Record<string, string>> = {
  './renderer.js': 'src/tui/terminal/ink/renderer.ts',
  './log-update.js': 'src/tui/terminal/ink/log-update.ts',
  './sanitize-ansi.js': 'src/tui/terminal/ink/sanitize-ansi.ts',
  '@alcalzone/ansi-tokenize': 'src/tui/terminal/ink/ansi-tokenize.ts',
  'string-width': 'src/text/string-width.ts',
};

function replaceInInk(): Plugin {
  const missing = new Set(Object.keys(replacements));
  return {
    name: 'replace-in-ink',
    resolveId(source, importer = '') {
      if (source.startsWith('ink/build/')) return resolve('node_modules', source);
      const replacement = replacements[source];
      const isOfInk = importer.includes(source.startsWith('.') ? '/node_modules/ink/build/' : '/node_modules/');
      if (replacement === undefined || !isOfInk) return null;
      missing.delete(source);
      return resolve(replacement);
    },
    buildEnd() {
      if (missing.size > 0) throw new Error(`Ink no longer asks for ${[...missing].join(', ')}.`);
    },
  };
}

const options: RolldownOptions = {
  input: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    node: 'src/integration/frameworks/node.ts',
    express: 'src/integration/frameworks/express.ts',
    fastify: 'src/integration/frameworks/fastify.ts',
    hono: 'src/integration/frameworks/hono.ts',
    'store-host': 'src/store/thread/host.ts',
    'demo-traffic': 'src/demo/traffic-process.ts',
  },
  platform: 'node',
  external: ['better-sqlite3', 'pg', 'pg-copy-streams', 'ink-table', 'react-devtools-core', /^hono\//],
  transform: { define, target: 'node22' },
  plugins: [replaceInInk()],
  // Entries export nothing but their own: what is shared lies in files of its own.
  preserveEntrySignatures: 'allow-extension',
};
/** Roots of what is loaded at once: by commands, the dashboard, a store with its index, and the library. */
const parts = {
  commands: ['src/main.ts', 'src/cli/run.ts'],
  dashboard: ['src/tui/shell/open.ts', 'src/tui/shell/stages.ts'],
  store: ['src/store/thread/host.ts', 'src/store/sqlite/sqlite-engine.ts', 'src/store/statistics/indexed-store.ts'],
  library: ['src/index.ts'],
} as const;

function isReached(id: string, roots: readonly string[], context: ChunkingContext): boolean {
  const reached = new Set(roots.map((root) => resolve(root)));
  for (const one of reached) for (const next of context.getModuleInfo(one)?.importedIds ?? []) reached.add(next);
  return reached.has(id);
}

/** Names the file of a module that several parts load: one file for all that the same of them do, since each file takes time to find. */
function sharedFileOf(id: string, context: ChunkingContext): string | null {
  const loading = Object.entries(parts).filter(([, roots]) => isReached(id, roots, context));
  return loading.length < 2 ? null : loading.map(([name]) => name).join('-');
}

// What an error is called is told to people, and asked for by programs.
const keepNames = { class: true, function: false };
const output = {
  dir: 'dist',
  format: 'esm',
  minify: { compress: { keepNames }, mangle: { keepNames } },
  // Names and lines of the sources, for stack traces; their texts would double the package.
  sourcemap: true,
  sourcemapExcludeSources: true,
  cleanDir: true,
  chunkFileNames: '[name]-[hash].js',
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{ debugName: 'shared by parts', name: sharedFileOf }],
  },
} satisfies OutputOptions;

if (process.argv.includes('--watch')) {
  watch({ ...options, output });
} else {
  const bundle = await rolldown(options);
  await bundle.write(output);
  await bundle.close();
  // A program that is linked into the PATH is started by its name.
  chmodSync('dist/main.js', 0o755);
}
