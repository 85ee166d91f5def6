import { chmodSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Plugin, type RolldownOptions, rolldown, watch } from 'rolldown';

// React picks its build, and ink its development tools, by these names; deciding here leaves the other half out of the bundle.
const define = { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' };

/** Where Ink asks for a module of which `src/tui/ink` has one of the same name, it gets that one. */
function inkReplacements(): Plugin {
  const folder = resolve('src/tui/ink');
  const names = ['output', 'sanitize-ansi', 'widest-line'];
  const missing = new Set(names);
  return {
    name: 'ink-replacements',
    resolveId(source, importer = '') {
      if (source.startsWith('ink/build/')) return resolve('node_modules', source);
      const name = names.find((one) => source === one || source === `./${one}.js`);
      if (name === undefined || !importer.includes('/node_modules/ink/build/')) return null;
      missing.delete(name);
      return resolve(folder, `${name}.ts`);
    },
    buildEnd() {
      if (missing.size > 0) throw new Error(`Ink no longer asks for ${[...missing].join()}: see src/tui/ink.`);
    },
  };
}

const options: RolldownOptions = {
  input: {
    main: 'src/main.ts',
    index: 'src/index.ts',
    'in-worker': 'src/store/sqlite/in-worker.ts',
    'demo-traffic': 'src/demo/traffic-process.ts',
  },
  platform: 'node',
  external: ['better-sqlite3', 'ink-table', 'react-devtools-core'],
  transform: { define, target: 'node22' },
  plugins: [inkReplacements()],
};
const output = {
  dir: 'dist',
  format: 'esm',
  minify: true,
  cleanDir: true,
  chunkFileNames: '[name]-[hash].js',
} as const;

if (process.argv.includes('--watch')) {
  watch({ ...options, output });
} else {
  const bundle = await rolldown(options);
  await bundle.write(output);
  await bundle.close();
  // A program that is linked into the PATH is started by its name.
  chmodSync('dist/main.js', 0o755);
}
