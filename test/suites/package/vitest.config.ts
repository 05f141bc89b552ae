import { defineConfig } from 'vitest/config';

/** What `serverless package` makes, and what the packaged bundle answers: `npm run test:package`. */
export default defineConfig({
  test: {
    include: ['test/suites/package/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 300_000,
  },
});
