import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// These wait, or compute, for longer than any other: whatever runs beside them is free.
const longest = [
  ...[
    'faults/locked',
    'bench/bench',
    'hostile/screens',
    'contract/statistics-index',
    'package/install',
    'hostile/commands',
  ],
  ...['store/statistics/index-file', 'faults/kill', 'tui/long-lists', 'faults/bugs', 'faults/running'],
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

// Threads of the tests load the source, which is compiled once for all of them.
process.env.NODE_COMPILE_CACHE ??= resolve('node_modules/.cache/tests');

export default defineConfig({
  // Ink does not export them; the build finds them in the same place.
  resolve: { alias: { 'ink/build': resolve('node_modules/ink/build') } },
  oxc: { jsx: { development: false } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // React as the program bundles it: its development build is half as fast.
    env: { TZ: 'Europe/Berlin', FORCE_COLOR: '3', NODE_ENV: 'production' },
    globalSetup: 'test/helpers/each-run.ts',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What another process or a server does takes as long as the machine lets it.
    expect: { poll: { timeout: 15_000 } },
    // The code keeps no state in its modules, so the files of a worker share one process and load everything once.
    isolate: false,
    setupFiles: 'test/helpers/each-file.ts',
    // Tests of whole programs wait more than they compute.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
