import { beforeAll, describe, expect, it } from 'vitest';
import { fuzzCases, fuzzSeed } from '../oracle/launch.ts';
import { type AdmissionReport, runAdmission } from './admission-run.ts';
import { whatIsMissing } from './binaries.ts';

const missing = whatIsMissing();
const releases = ['1.33', '1.34', '1.35', '1.36'];
const cases = fuzzCases(20_000);

describe.skipIf(missing !== undefined)('pods that Kubernetes takes', () => {
  let reports: ReadonlyMap<string, AdmissionReport>;

  beforeAll(async () => {
    const seed = fuzzSeed();
    console.log(`admission: FUZZ_SEED=${seed}, ${cases} pods for each of ${releases.join(', ')}`);
    reports = await runAdmission({ releases, seed, cases });
  }, 86_400_000);

  it.each(releases)('are taken after us, or refused for what Kubernetes would refuse too: %s', (release) => {
    const { counts, problems } = reports.get(release) ?? { counts: new Map(), problems: ['not run'] };
    const lines = [...counts].sort(([, a], [, b]) => b - a).map(([what, count]) => `  ${count} ${what}`);
    console.log(`admission ${release}: ${problems.length} kinds of wrong\n${lines.join('\n')}`);
    expect(problems.slice(0, 3), problems.slice(0, 3).join('\n\n')).toEqual([]);
  });
});
