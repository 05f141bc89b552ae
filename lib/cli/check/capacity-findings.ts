import { tierBytes } from '../../config/load/encode-value.ts';
import { tokensParameter } from '../../config/parameter-names.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import { describeOldLabel, oldLabels } from '../parameters/old-labels.ts';
import type { ParameterAdmin } from '../parameters/parameter-admin.ts';
import type { Parameters } from '../parameters/validate.ts';
import { type Finding, finding } from './finding.ts';

/** From which part of what a parameter holds on the tokens are reported. */
const nearlyFull = 0.7;

/** What will make a later write fail: old versions that carry a label, and tokens that fill their parameter. */
export async function capacityFindings(admin: ParameterAdmin, stored: Parameters): Promise<readonly Finding[]> {
  const labels = (await oldLabels(admin, stored)).map((label) => {
    const text = describeOldLabel(label);
    return finding('SI0310', { parameter: label.name }, text.slice(label.name.length + 2));
  });
  return [...labels, ...tokensFindings(stored)];
}

function tokensFindings(stored: Parameters): readonly Finding[] {
  const name = `${defaultCluster}/${tokensParameter}`;
  const bytes = Buffer.byteLength(stored.get(name)?.value ?? '');
  if (bytes < nearlyFull * tierBytes.Advanced) {
    return [];
  }
  const full = `${bytes} of ${tierBytes.Advanced} bytes are used; give one token several clusters`;
  return [finding('SI0311', { parameter: name }, `${full}, or more stacks with roots of their own (PARAMETER_ROOT)`)];
}
