/**
 * Runs conformance vectors: `npm run test:vectors -- DIR [FILE.json ...]`. Each known file found in DIR goes
 * through its suite; every difference is printed, and the last line is `N passed, N failed`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Vector, VectorSuite, Verdict } from './vector.ts';

/** The suite of each file: a module of this folder that exports `suite`. */
const suites: Readonly<Record<string, () => Promise<{ readonly suite: VectorSuite }>>> = {
  'template.json': () => import('./template.ts'),
  'sprig.json': () => import('./template.ts'),
  'typed.json': () => import('./template.ts'),
  'merge.json': () => import('./merge.ts'),
  'pod.json': () => import('./pod.ts'),
  'quantities.json': () => import('./quantities.ts'),
  'selector.json': () => import('./selector.ts'),
  'yaml.json': () => import('./yaml.ts'),
  'to-yaml.json': () => import('./to-yaml.ts'),
};

const [directory, ...only] = process.argv.slice(2);
if (directory === undefined) {
  console.error('usage: npm run test:vectors -- DIR [FILE.json ...]');
  process.exit(2);
}
const files = Object.keys(suites).filter(
  (file) => existsSync(join(directory, file)) && (only.length === 0 || only.includes(file)),
);
if (files.length === 0) {
  console.error(`${directory} has none of ${Object.keys(suites).join(', ')}`);
  process.exit(2);
}
let passed = 0;
let failed = 0;
for (const file of files) {
  await runFile(directory, file);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runFile(folder: string, file: string): Promise<void> {
  const before = { passed, failed };
  const vectors = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector[];
  const { suite } = await (suites[file] as () => Promise<{ suite: VectorSuite }>)();
  vectors.forEach((vector, index) => {
    const verdict = judge(suite, vector);
    if (verdict.kind === 'pass') {
      passed += 1;
      return;
    }
    failed += 1;
    console.log(`FAIL ${file} ${vector.name ?? `#${index}`}\n ${verdict.difference}`);
  });
  console.log(`${file}: ${passed - before.passed} passed, ${failed - before.failed} failed`);
}

function judge(suite: VectorSuite, vector: Vector): Verdict {
  try {
    return suite(vector);
  } catch (error) {
    return { kind: 'fail', difference: `threw ${error instanceof Error ? error.stack : String(error)}` };
  }
}
