import type { Snapshot } from '../config/snapshot.ts';
import type { InjectConfiguration } from '../inject/injection-types.ts';
import { plainBehaviour } from '../inject/plain-behaviour.ts';

const fresh = new WeakMap<Snapshot, InjectConfiguration>();
const stale = new WeakMap<Snapshot, InjectConfiguration>();

/**
 * What injecting needs of a snapshot; always the same object for one snapshot, so that work can be remembered by it.
 * Pods record a stale configuration as such.
 */
export function injectConfiguration(snapshot: Snapshot, isStale = false): InjectConfiguration {
  const known = isStale ? stale : fresh;
  const configuration = known.get(snapshot) ?? {
    settings: snapshot.settings,
    values: snapshot.values,
    templates: snapshot.templates,
    behaviour: snapshot.behaviour ?? plainBehaviour,
    fingerprint: isStale ? `${snapshot.fingerprint} stale` : snapshot.fingerprint,
  };
  known.set(snapshot, configuration);
  return configuration;
}
