import { defineConfig } from 'vitest/config';

/** The suites that compare with real Go libraries, many cases each: `npm run test:fuzz`. They need Go. */
export default defineConfig({
  test: {
    include: ['test/suites/oracle/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 300_000,
    reporters: ['verbose'],
  },
});
