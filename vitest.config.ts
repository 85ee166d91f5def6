import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    env: { TZ: 'Europe/Berlin', FORCE_COLOR: '3' },
    globalSetup: 'test/helpers/build.ts',
    testTimeout: 20_000,
  },
});
