/** `npm run performance`: writes `docs/performance.md` of what benchmarks have put into `docs/performance`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../../build/root.ts';
import { formatPerformance } from './format-performance.ts';
import { readPerformance } from './read-performance.ts';

writeFileSync(join(root, 'docs/performance.md'), formatPerformance(readPerformance()));
