import type { JsonObject } from '../../json/json-value.ts';
import { containerLists, itemsOf, nameOf, withItems } from '../../kube/pod/containers.ts';
import { annotationOf, withMetadata } from '../../kube/pod/metadata.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import { mergeTemplates } from '../merge/merge-templates.ts';
import type { Prepared } from '../prepare.ts';
import type { RenderedTemplate } from '../render/render-template.ts';
import { statusAnnotation } from './status.ts';
import { putBackVolumes, strip, turnedNative } from './strip.ts';

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
  const rendered =
    templates.length === 1 ? templates[0]?.result.normal : mergeTemplates({}, templates, new Set()).rendered;
  const base = brought.size === 0 ? injection.pod : withBrought();
  const user = putBackVolumes(base, original, { rendered: rendered ?? {}, earlier: stripped.earlier });
  return { user: withoutGhosts(user, original, rendered ?? {}), brought };

  function withBrought(): JsonObject {
    const keep = new Set([...(stripped?.keep ?? []), ...brought]);
    const pod = stripped === null ? original : withStatus(strip({ ...stripped, keep }), original);
    return behaviour.prepare === undefined ? pod : behaviour.prepare({ ...injection, pod });
  }
}

/** What only the record knows comes back where a template has it, too: as in Istio, which merges it over that. */
function withoutGhosts(user: JsonObject, original: JsonObject, rendered: JsonObject): JsonObject {
  const known = new Set(
    [original, rendered].flatMap((pod) => containerLists.flatMap((list) => itemsOf(pod, list)).map(nameOf)),
  );
  let pod = user;
  for (const list of containerLists) {
    const items = itemsOf(pod, list);
    const left = items.filter((item) => known.has(nameOf(item)));
    pod = left.length === items.length ? pod : withItems(pod, list, left);
  }
  return pod;
}

/** Stages tell by the status annotation that a sidecar has been at work before. */
function withStatus(pod: JsonObject, original: JsonObject): JsonObject {
  return withMetadata(pod, 'annotations', { [statusAnnotation]: annotationOf(original, statusAnnotation) ?? null });
}
