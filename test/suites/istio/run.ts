/**
 * Compares us with Istio's own injector: `npm run test:istio -- DIR [--out OUTDIR] [--only TEXT]`. DIR is laid out as
 * its README says: what Istio's injector was given, and what it answered. With `--out`, the pod that we made of each
 * webhook case is written to `OUTDIR/<case>/pod.json`, or the refusal to `OUTDIR/<case>/error.txt`.
 * The last line is `N passed, N failed`.
 */
import { parseArgs } from 'node:util';
import { differences } from './differences.ts';
import { functionChecks } from './function-checks.ts';
import { kubeInjectChecks } from './kube-inject-checks.ts';
import { propertyChecks } from './property-checks.ts';
import { replayChecks } from './replay-checks.ts';
import { reviewChecks } from './review-checks.ts';
import { tableChecks } from './table-checks.ts';
import type { Check, Verdict } from './verdict.ts';
import { webhookChecks } from './webhook-checks.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, only: { type: 'string' } },
});
const [directory] = positionals;
if (directory === undefined) {
  console.error('usage: npm run test:istio -- DIR [--out OUTDIR] [--only TEXT]');
  process.exit(2);
}
const suites: readonly (readonly [string, Iterable<Check>])[] = [
  ['webhook', webhookChecks(directory, values.out)],
  ['kube-inject', kubeInjectChecks(directory)],
  ['review', reviewChecks(directory)],
  ['tables', tableChecks(directory)],
  ['functions', functionChecks(directory)],
  ['properties', propertyChecks(directory)],
  ['replay', replayChecks(directory)],
];
const totals = { passed: 0, different: 0, failed: 0 };
for (const [name, checks] of suites) {
  const before = { ...totals };
  for (const check of checks) {
    if (values.only === undefined || check.name.includes(values.only)) {
      await report(check);
    }
  }
  console.log(`${name}: ${totals.passed - before.passed} passed, ${totals.failed - before.failed} failed`);
}
if (totals.different > 0) {
  console.log(`${totals.different} left out (docs/istio-differences.md)`);
}
console.log(`${totals.passed} passed, ${totals.failed} failed`);
process.exitCode = totals.failed === 0 ? 0 : 1;

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
  const reason = differences[check.name];
  if (reason !== undefined) {
    return { kind: 'different', reason };
  }
  try {
    return await check.run();
  } catch (error) {
    return { kind: 'failed', why: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
