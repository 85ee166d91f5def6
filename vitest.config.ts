import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { memoryFolder } from './test/helpers/memory-folder.ts';

// These wait, or compute, for longer than any other: whatever runs beside them is free.
const longest = [
  ...['bench/bench', 'contract/statistics-index', 'store/statistics/index-file', 'hostile/screens', 'faults/locked'],
  ...['store/postgres/live-counts', 'package/install', 'tui/screens/call/call', 'hostile/commands', 'faults/outlet'],
  ...['faults/kill', 'e2e/dashboard', 'faults/bugs', 'faults/running'],
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((name) => moduleId.includes(`/test/${name}.test.`));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

// Ink with what it is made of, so that all of it is one Ink.
const ofInk = /\/node_modules\/(?:ink|ink-[a-z-]+|cli-truncate|slice-ansi|widest-line|wrap-ansi)\//;

// Of what the build puts in place of modules of Ink, those that answer as the originals do, in a fraction of their time. Their own
// tests hold them against those. What changes the bytes that are written is left to the tests of the built program.
const replacements: Readonly<Record<string, string>> = {
  './sanitize-ansi.js': 'src/tui/terminal/ink/sanitize-ansi.ts',
  '@alcalzone/ansi-tokenize': 'src/tui/terminal/ink/ansi-tokenize.ts',
  'string-width': 'src/text/string-width.ts',
};

const quickInk: Plugin = {
  name: 'quick-ink',
  enforce: 'pre',
  resolveId(source, importer = '') {
    const replacement = replacements[source];
    return replacement !== undefined && ofInk.test(importer) ? resolve(replacement) : null;
  },
  load(id) {
    // Its source maps name files that its packages leave out.
    return ofInk.test(id) ? readFileSync(id, 'utf8').replace(/^\/\/# sourceMappingURL=.*$/m, '') : null;
  },
};

// Threads of the tests load the source, which is compiled once for all of them.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/tests');

// Thousands of databases are made and removed, which a disk does in half as much time again.
const memory = memoryFolder();
if (memory !== undefined) process.env.TMPDIR ??= memory;

export default defineConfig({
  plugins: [quickInk],
  // Ink does not export them; the build finds them in the same place.
  resolve: { alias: { 'ink/build': resolve('node_modules/ink/build') } },
  oxc: { jsx: { development: false } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // React as the program bundles it: its development build is half as fast.
    env: { TZ: 'Europe/Berlin', FORCE_COLOR: '3', NODE_ENV: 'production' },
    server: { deps: { inline: [ofInk] } },
    globalSetup: 'test/helpers/each-run.ts',
    // What another process or a server does takes as long as the machine lets it. These limits only end what would never come.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // The code keeps no state in its modules, so the files of a worker share one process and load everything once.
    isolate: false,
    setupFiles: 'test/helpers/each-file.ts',
    // Tests of whole programs wait more than they compute.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
