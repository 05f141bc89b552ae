import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../build/root.ts';
import type { BenchRecord } from './format-performance.ts';

const folder = join(root, 'docs/performance');

/** What benchmarks have put into `docs/performance`. */
export function readPerformance(): readonly BenchRecord[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  return files.map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
}
