import { chmodSync } from 'node:fs';
import { type RolldownOptions, rolldown, watch } from 'rolldown';

// React picks its build, and ink its development tools, by these names; deciding here leaves the other half out of the bundle.
const define = { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' };

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
