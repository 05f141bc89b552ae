import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/** Percent of each room that its tests reach at least; `npx vitest run --coverage` holds them. */
const leastByRoom: Record<string, { lines: number; branches: number }> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'test/house/coverage.json'), 'utf8'),
);
const thresholds = Object.fromEntries(Object.entries(leastByRoom).map(([room, least]) => [`lib/${room}/**`, least]));

/** The README's test command: everything that needs nothing but Node. Suites with needs have configs of their own. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/suites/{kube,ssm,oracle,package,istio,vectors}/**'],
    // On a busy machine a test may take thirty times as long; only one that hangs should meet this.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Modules keep no state between tests, so files of one worker may share them: half the processor time of a run.
    isolate: false,
    // One worker a core; vitest keeps one core free, which is half of a small machine.
    maxWorkers: '100%',
    // The AWS SDK says at every start that it will want a newer Node than this project supports.
    env: { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
    coverage: { provider: 'v8', include: ['lib/**/*.ts'], reporter: ['text-summary'], thresholds },
  },
});
