import { tierBytes } from '../../config/load/encode-value.ts';
import { tokensParameter } from '../../config/parameter-names.ts';
import { defaultCluster } from '../../config/snapshot.ts';
import { describeOldLabel, oldLabels } from '../parameters/old-labels.ts';
import type { ParameterAdmin } from '../parameters/parameter-admin.ts';
import type { Parameters } from '../parameters/validate.ts';
import { type Finding, finding } from './finding.ts';

const tokensName = `${defaultCluster}/${tokensParameter}`;
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
  const bytes = tokensBytes(stored);
  if (bytes < nearlyFull * tierBytes.Advanced) {
    return [];
  }
  const full = `${fullness(bytes)}; give one token several clusters`;
  return [
    finding('SI0311', { parameter: tokensName }, `${full}, or more stacks with roots of their own (PARAMETER_ROOT)`),
  ];
}

/** How full the tokens are, for people; nothing where there are none. */
export function describeTokens(stored: Parameters): string {
  const bytes = tokensBytes(stored);
  return bytes === 0 ? '' : `tokens: ${fullness(bytes)} (${Math.round((100 * bytes) / tierBytes.Advanced)} %)\n`;
}

function tokensBytes(stored: Parameters): number {
  return Buffer.byteLength(stored.get(tokensName)?.value ?? '');
}

function fullness(bytes: number): string {
  return `${bytes} of ${tierBytes.Advanced} bytes are used`;
}
