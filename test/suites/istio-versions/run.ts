/**
 * Compares us with Istio version by version: `npm run test:istio-versions -- DIR [--only TEXT]`. DIR has
 * `goldens/VERSION` (what that version made of its own test files) and `configmaps/VERSION` (ConfigMaps that load and
 * inject, or are refused by name). Everything goes through the commands `import istio` and `inject`, as people use
 * them. The last line is `N passed, N failed`.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Check, Verdict } from '../istio/verdict.ts';
import { configMapChecks } from './config-map-checks.ts';
import { headingOf } from './differences.ts';
import { goldenChecks } from './golden-checks.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const [directory] = positionals;
if (directory === undefined) {
  console.error('usage: npm run test:istio-versions -- DIR [--only TEXT]');
  process.exit(2);
}
const work = await mkdtemp(join(tmpdir(), 'istio-versions-'));
const totals = { passed: 0, different: 0, failed: 0 };
try {
  for (const check of [...configMapChecks(directory, work), ...goldenChecks(directory, work)]) {
    if (values.only === undefined || check.name.includes(values.only)) {
      await report(check);
    }
  }
} finally {
  await rm(work, { recursive: true, force: true });
}
if (totals.different > 0) {
  console.log(`${totals.different} left out (docs/istio-differences.md)`);
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

async function report(check: Check): Promise<void> {
  const verdict = await judge(check);
  totals[verdict.kind] += 1;
  if (verdict.kind === 'failed') {
    console.log(`FAIL ${check.name}\n${verdict.why}`);
  } else if (verdict.kind === 'different') {
    console.log(`LEFT OUT ${check.name}: ${verdict.reason}`);
  }
}

async function judge(check: Check): Promise<Verdict> {
  const reason = headingOf(check.name);
  if (reason !== undefined) {
    return { kind: 'different', reason };
  }
  try {
    return await check.run();
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
