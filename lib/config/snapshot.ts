import type { Behaviour } from '../contract/behaviour.ts';
import type { Policy } from '../contract/policy.ts';
import type { Settings } from '../contract/settings.ts';
import type { RenderableTemplate } from '../contract/template.ts';
import type { JsonValue } from '../json/json-value.ts';

/**
 * The whole configuration of one cluster, decoded, validated and compiled. Frozen: requests share it, and a change of
 * any parameter makes a new one.
 */
export interface Snapshot {
  /** The cluster's name; `default` where the address names none. */
  readonly cluster: string;
  /** 12 hex digits of a SHA-256 over the effective parameters (decoded, by name): equal means same configuration. */
  readonly fingerprint: string;
  readonly policy: Policy;
  readonly settings: Settings;
  /** The `values` parameter, decoded; `{}` where there is none. */
  readonly values: JsonValue;
  /** Every template by name; the `template` parameter is `sidecar`. */
  readonly templates: ReadonlyMap<string, RenderableTemplate>;
  /** Istio's, which the `mesh` parameter turns on, or the plain one. */
  readonly behaviour: Behaviour;
  /** The clusters that may have parameters of their own, by the default's settings; absent where any may. */
  readonly clusters?: ReadonlySet<string>;
  /** The full name of each parameter in use (`prod/template`) and its version. */
  readonly versions: ReadonlyMap<string, number>;
  /** The release that chose the versions; absent where the newest ones are in force. */
  readonly release?: ReleaseInForce;
}

/** Which `release` parameter is in force: `default/release`, and its version. */
export interface ReleaseInForce {
  readonly name: string;
  readonly version: number;
}

/** The cluster that stands for an address without one. Not a cluster's name. */
export const defaultCluster = 'default';

/** Whether a cluster may have parameters of its own, where those that may are listed; the default always has some. */
export function isListed(clusters: ReadonlySet<string> | undefined, cluster: string): boolean {
  return cluster === defaultCluster || clusters === undefined || clusters.has(cluster);
}
