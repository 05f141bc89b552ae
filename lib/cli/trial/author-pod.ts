import { earlierInjection } from '../../inject/again/earlier-injection.ts';
import { decodeOverrides } from '../../inject/again/overrides.ts';
import { strip, undo } from '../../inject/again/strip.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';
import type { JsonObject } from '../../json/json-value.ts';

/**
 * The pod as its author wrote it: what an earlier injection brought is taken out again, by what that injection wrote
 * down. The same object where there was none, or where its notes cannot be read.
 */
export function authorPod(pod: JsonObject, { behaviour }: Pick<InjectConfiguration, 'behaviour'>): JsonObject {
  const earlier = earlierInjection(pod, behaviour.ownContainers);
  const overrides = decodeOverrides(pod);
  if (earlier === null || overrides.kind === 'refused') {
    return pod;
  }
  const undone = undo(pod, earlier, behaviour);
  return strip({ undone, earlier, overrides: overrides.overrides, behaviour, keep: new Set() });
}
