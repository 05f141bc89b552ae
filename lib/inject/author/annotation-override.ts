import type { Injection } from '../../contract/injection.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { annotationOf, annotationTexts, withMetadata } from '../../kube/pod/metadata.ts';
import type { InjectConfiguration } from '../injection-types.ts';
import type { Means } from '../means.ts';
import { withTemplate } from '../merge/merge-templates.ts';
import { renderSelected } from '../render/render-selected.ts';
import { ruleText } from './container-override.ts';

/** Longer values are cut in messages. */
const maxShown = 120;

/**
 * What a pod's author reads where an annotation of theirs changes more of the sidecar than they may; undefined where
 * none does. An annotation that the templates give a pod without it (an earlier injection's) is none of theirs.
 */
export function annotationOverride(
  injection: Injection,
  configuration: InjectConfiguration,
  means: Means,
): string | undefined {
  const { authorMay } = configuration.settings;
  const asked = overrides(injection, configuration);
  if (asked.length === 0) {
    return undefined;
  }
  const without = Object.fromEntries(asked.map((name) => [name, null]));
  const pod = withMetadata(injection.pod, 'annotations', without);
  const rendering = renderSelected({ ...injection, pod }, configuration, means);
  const templates = rendering.kind === 'rendered' ? rendering.templates : [];
  const rendered = templates.reduce<JsonObject>(withTemplate, {});
  const name = asked.find((key) => annotationOf(injection.pod, key) !== annotationOf(rendered, key));
  if (name === undefined) {
    return undefined;
  }
  const value = (annotationOf(injection.pod, name) ?? '').slice(0, maxShown);
  const templatesValue = annotationOf(rendered, name);
  const other = templatesValue === undefined ? 'set none' : `give ${JSON.stringify(templatesValue.slice(0, maxShown))}`;
  return `annotation ${name} has the value ${JSON.stringify(value)}, and changes the sidecar, where the templates ${other}; ${ruleText(authorMay)}. Remove it from the pod.`;
}

function overrides({ pod }: Injection, { behaviour, settings }: InjectConfiguration): readonly string[] {
  const kindOf = behaviour.overrideOf ?? (() => undefined);
  return [...annotationTexts(pod).keys()].filter((name) => {
    const kind = kindOf(name);
    return kind !== undefined && !(kind === 'resources' && settings.authorMay === 'resources');
  });
}
