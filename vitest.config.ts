import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Ink does not export it; the build finds it in the same place.
  resolve: { alias: { 'ink/build/output.js': resolve('node_modules/ink/build/output.js') } },
  oxc: { jsx: { development: false } },
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    // React as the program bundles it: its development build is half as fast.
    env: { TZ: 'Europe/Berlin', FORCE_COLOR: '3', NODE_ENV: 'production' },
    globalSetup: 'test/helpers/build.ts',
    testTimeout: 20_000,
    // Tests of whole programs wait more than they compute.
    maxWorkers: 3,
  },
});
