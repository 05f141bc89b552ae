import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../../../build/root.ts';
import { formatPerformance } from '../../support/performance/format-performance.ts';
import { readPerformance } from '../../support/performance/read-performance.ts';

describe('docs/performance.md', () => {
  it('is what npm run performance writes', () => {
    expect(readFileSync(join(root, 'docs/performance.md'), 'utf8')).toBe(formatPerformance(readPerformance()));
  });

  it('has a section for each benchmark that has figures', () => {
    const machine = { cpu: 'a processor', cores: 2, node: 'v24.0.0', load: 1 };
    const rows = [{ pod: 'hello', 'CPU µs': 1.5 }, { pod: 'other' }];
    const page = formatPerformance([
      { bench: 'growth', date: '2026-01-01', machine, tables: [{ title: 'Sizes', rows }] },
    ]);
    expect(page).toContain('a processor, 2 cores, load 1, Node 24.0.0, 2026-01-01');
    expect(page).toContain('| pod | CPU µs |\n| --- | --- |\n| hello | 1.5 |\n| other |  |\n');
  });
});
