import type { Behaviour } from '../../contract/behaviour.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { containerLists, itemsOf, nameOf, withItems } from '../../kube/pod/containers.ts';
import { annotationOf, withMetadata } from '../../kube/pod/metadata.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import { withTemplate } from '../merge/merge-templates.ts';
import type { Prepared } from '../prepare.ts';
import type { RenderedTemplate } from '../render/render-template.ts';
import { statusAnnotation } from './status.ts';
import { putBackVolumes, type StripOptions, strip, turnedNative } from './strip.ts';

/** What the templates are merged onto. */
export interface MergeBase {
  readonly user: JsonObject;
  /** Names of containers in `user` that an earlier injection brought. */
  readonly brought: ReadonlySet<string>;
}

/** The pod that the templates saw, but for sidecars that turn native and volumes that the templates bring again. */
export function mergeBase(
  { injection, original, stripped }: Prepared,
  templates: readonly RenderedTemplate[],
  { behaviour, settings }: InjectConfiguration,
): MergeBase {
  if (stripped === null) {
    return { user: injection.pod, brought: new Set() };
  }
  // A status annotation can be forged: where authors may not override, nothing stays on its word.
  const brought = new Set(
    (settings.authorMay === 'all' ? templates : []).flatMap(({ result }) => [
      ...turnedNative(original, result.normal, stripped),
    ]),
  );
  const rendered = templates.reduce<JsonObject>(withTemplate, {});
  const base = brought.size === 0 ? injection.pod : withBrought({ injection, original, stripped }, brought, behaviour);
  const user = putBackVolumes(base, original, { rendered, earlier: stripped.earlier });
  return { user: withoutGhosts(user, original, rendered), brought };
}

interface Stripped extends Pick<Prepared, 'injection' | 'original'> {
  readonly stripped: StripOptions;
}

function withBrought(
  { injection, original, stripped }: Stripped,
  brought: ReadonlySet<string>,
  behaviour: Behaviour,
): JsonObject {
  const keep = new Set([...stripped.keep, ...brought]);
  const pod = withStatus(strip({ ...stripped, keep }), original);
  return behaviour.prepare === undefined ? pod : behaviour.prepare({ ...injection, pod });
}

/** What only the record knows comes back where a template has it, too: as in Istio, which merges it over that. */
function withoutGhosts(user: JsonObject, original: JsonObject, rendered: JsonObject): JsonObject {
  const known = new Set(
    [original, rendered].flatMap((pod) => containerLists.flatMap((list) => itemsOf(pod, list)).map(nameOf)),
  );
  const isKnown = (item: JsonObject): boolean => known.has(nameOf(item));
  return containerLists.reduce((pod, list) => withItems(pod, list, itemsOf(pod, list).filter(isKnown)), user);
}

/** Stages tell by the status annotation that a sidecar has been at work before. */
function withStatus(pod: JsonObject, original: JsonObject): JsonObject {
  return withMetadata(pod, 'annotations', { [statusAnnotation]: annotationOf(original, statusAnnotation) ?? null });
}
