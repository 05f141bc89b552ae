import { defineConfig } from 'vitest/config';

/** Suites that need moto, or minutes: `npm run test:ssm`. */
export default defineConfig({
  test: {
    include: ['test/suites/ssm/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
