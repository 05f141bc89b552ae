import type { Injection } from '../contract/injection.ts';
import type { JsonObject } from '../json/json-value.ts';
import { withMetadata } from '../kube/pod/metadata.ts';
import { overridesAnnotation } from './again/overrides.ts';
import { padPodResources, podResourcesAnnotation } from './again/pod-resources.ts';
import { formatRecord, recordAnnotation } from './again/record.ts';
import { formatStatus, statusAnnotation } from './again/status.ts';
import type { InjectConfiguration } from './injection-types.ts';
import { withOwnOnSameSide } from './merge/merge-templates.ts';

export interface FinishOptions {
  readonly injection: Injection;
  readonly rendered: JsonObject;
  /** The user's pod, which a record leads back to. */
  readonly user: JsonObject;
  readonly configuration: InjectConfiguration;
  /** Whether the configuration could not be renewed, which a record tells. */
  readonly isStale: boolean;
}

/**
 * What comes after the merge: the behaviour's stages, then the annotations that say what was done, over which the
 * configured `injectedAnnotations` win.
 */
export function finishPod(merged: JsonObject, options: FinishOptions): JsonObject {
  const { injection, rendered, configuration } = options;
  const { behaviour, settings } = configuration;
  const staged = behaviour.stages.reduce((pod, stage) => stage.apply(pod, { injection, rendered }), merged);
  const padded = settings.podResources === 'pad' ? padPodResources(staged, () => onSameSide(options)) : staged;
  const injected = withMetadata(padded, 'annotations', settings.injectedAnnotations);
  const stated = withMetadata(injected, 'annotations', {
    [statusAnnotation]: formatStatus(rendered, settings.revision),
    ...(behaviour.keepsRecord && { [recordAnnotation]: recordOf(injected, options) }),
  });
  return withMetadata(stated, 'annotations', settings.injectedAnnotations);
}

/** The pod that templates saw, its sidecars in the list in which the templates have them. */
function onSameSide({ injection, rendered, configuration }: FinishOptions): JsonObject {
  return withOwnOnSameSide(injection.pod, rendered, configuration.behaviour.ownContainers ?? new Set());
}

function recordOf(pod: JsonObject, { user, rendered, configuration, isStale }: FinishOptions): string {
  const injected = withMetadata(pod, 'annotations', { [overridesAnnotation]: null, [podResourcesAnnotation]: null });
  const fingerprint = isStale ? `${configuration.fingerprint} stale` : configuration.fingerprint;
  return formatRecord(fingerprint, { user, injected, rendered });
}
