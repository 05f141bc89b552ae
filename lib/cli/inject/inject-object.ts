import { inject } from '../../inject/inject.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';
import { type PodTemplate, podTemplateOf } from '../../istio/workload/pod-template.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';

/** What became of one object of a file. */
export type ObjectOutcome =
  /** Not a workload, and no list with one in it: its text stays as it is. */
  | { readonly kind: 'foreign' }
  /** A workload that must not be injected, or a list of such; `notes` say why. Its text stays as it is. */
  | { readonly kind: 'skipped'; readonly notes: readonly string[] }
  | { readonly kind: 'injected'; readonly object: JsonObject; readonly notes: readonly string[] }
  /** The pod's own annotations are wrong; the message names the workload, the annotation and the fix. */
  | { readonly kind: 'refused'; readonly message: string };

/** Why the pod template of an object is not injected; undefined where it is. */
export type SkipRule = (pod: JsonObject, object: JsonObject) => string | undefined;

/**
 * Injects the pod template of one Kubernetes object, as `istioctl kube-inject` does: the namespace is the template's
 * own, else the workload's; a List is gone through item by item. The object itself is never changed.
 */
export function injectObject(
  object: JsonObject,
  configuration: InjectConfiguration,
  skipRule: SkipRule,
): ObjectOutcome {
  if (object.kind === 'List') {
    return injectList(object, configuration, skipRule);
  }
  const template = podTemplateOf(object);
  return template === undefined
    ? { kind: 'foreign' }
    : injectTemplate(template, configuration, () => skipRule(template.pod, object));
}

function injectTemplate(
  template: PodTemplate,
  configuration: InjectConfiguration,
  skipReason: () => string | undefined,
): ObjectOutcome {
  const name = workloadName(template);
  const reason = skipReason();
  if (reason !== undefined) {
    return { kind: 'skipped', notes: [`${name} is not injected: ${reason}`] };
  }
  const namespace = textIn(template.pod.metadata, 'namespace') || textIn(template.workload.metadata, 'namespace');
  const { workload, pod } = template;
  const outcome = inject({ pod, namespace, address: new Map(), workload }, configuration);
  switch (outcome.kind) {
    case 'refused':
      return { kind: 'refused', message: `${name}: ${outcome.message}` };
    case 'unchanged':
      return { kind: 'skipped', notes: notesOf(name, ['nothing to change', ...outcome.warnings]) };
    case 'injected':
      return { kind: 'injected', object: template.replace(outcome.pod), notes: notesOf(name, outcome.warnings) };
  }
}

function injectList(list: JsonObject, configuration: InjectConfiguration, skipRule: SkipRule): ObjectOutcome {
  const items: readonly JsonValue[] = Array.isArray(list.items) ? list.items : [];
  const outcomes = items.map((item) =>
    isObject(item) ? injectObject(item, configuration, skipRule) : ({ kind: 'foreign' } as const),
  );
  const refused = outcomes.find(({ kind }) => kind === 'refused');
  if (refused !== undefined) {
    return refused;
  }
  const notes = outcomes.flatMap((outcome) => ('notes' in outcome ? outcome.notes : []));
  if (!outcomes.some(({ kind }) => kind === 'injected')) {
    return notes.length === 0 ? { kind: 'foreign' } : { kind: 'skipped', notes };
  }
  const replaced = items.map((item, index) => {
    const outcome = outcomes[index];
    return outcome?.kind === 'injected' ? outcome.object : item;
  });
  return { kind: 'injected', object: { ...list, items: replaced }, notes };
}

function notesOf(name: string, texts: readonly string[]): readonly string[] {
  return texts.map((text) => `${name}: ${text}`);
}

/** `Deployment shop/web`: as its author knows it. */
function workloadName({ workload, pod }: PodTemplate): string {
  const name = textIn(pod.metadata, 'name') || textIn(workload.metadata, 'name') || '(unnamed)';
  const namespace = textIn(workload.metadata, 'namespace');
  return `${workload.kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

function textIn(object: JsonValue | undefined, name: string): string {
  const value = isObject(object) && Object.hasOwn(object, name) ? object[name] : undefined;
  return typeof value === 'string' ? value : '';
}
