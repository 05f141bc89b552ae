import { defaultCluster } from '../snapshot.ts';
import type { EffectiveParameter } from './effective-parameters.ts';

const digits = 12;

/**
 * 12 hex digits of a SHA-256 over the effective parameters, decoded and by their name below the cluster: the same
 * values give the same digits whichever path, encoding or version they came from.
 */
export function fingerprintOf(cluster: string, parameters: readonly EffectiveParameter[]): string {
  const entries = parameters.map(({ name, text }) => [nameBelow(cluster, name), text] as const);
  const sorted = entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)));
  return process.getBuiltinModule('node:crypto').hash('sha256', JSON.stringify(sorted)).slice(0, digits);
}

function nameBelow(cluster: string, name: string): string {
  const folder = [cluster, defaultCluster].find((candidate) => name.startsWith(`${candidate}/`));
  return folder === undefined ? name : name.slice(folder.length + 1);
}
