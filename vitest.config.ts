import { configDefaults, defineConfig } from 'vitest/config';

/** The README's test command: everything that needs nothing but Node. Suites with needs have configs of their own. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/{kube,ssm,oracle,package,istio,vectors,bench}/**'],
    testTimeout: 20_000,
    coverage: { provider: 'v8', include: ['lib/**/*.ts'] },
  },
});
