import { defineConfig } from 'vitest/config';

/** The suite against a real kube-apiserver: `npm run test:kube`. Files share one machine, so they run one by one. */
export default defineConfig({
  test: {
    include: ['test/suites/kube/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 1_500_000,
  },
});
