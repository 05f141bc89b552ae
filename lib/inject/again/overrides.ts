import { JsonError } from '../../json/errors.ts';
import { parseJson } from '../../json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { objectsOf } from '../../json/member.ts';
import { checkDecodes } from '../../kube/check-decodes.ts';
import { KubeError } from '../../kube/errors.ts';
import { type ContainerList, nameOf } from '../../kube/pod/containers.ts';
import { annotationOf } from '../../kube/pod/metadata.ts';
import { spellFields } from '../../kube/spell-fields.ts';
import { foldName } from '../../kube/type-info.ts';
import { goTypedJson } from '../go-text.ts';

/** Istio's annotation that keeps the user's own containers that have a template's name, as they were. */
export const overridesAnnotation = 'proxy.istio.io/overrides';

/** What the user wrote in containers that a template also has, by list. */
export type Overrides = Readonly<Record<ContainerList, readonly JsonObject[]>>;

export const noOverrides: Overrides = { containers: [], initContainers: [] };

export type OverridesResult =
  | { readonly kind: 'overrides'; readonly overrides: Overrides }
  | { readonly kind: 'refused'; readonly message: string };

/** Reads the annotation; what Go's decoder would not take refuses the pod. */
export function decodeOverrides(pod: JsonObject): OverridesResult {
  const text = annotationOf(pod, overridesAnnotation);
  if (text === undefined) {
    return { kind: 'overrides', overrides: noOverrides };
  }
  try {
    return { kind: 'overrides', overrides: decodeLists(parseJson(text)) };
  } catch (error) {
    if (error instanceof JsonError || error instanceof KubeError) {
      return { kind: 'refused', message: refusal(error.message) };
    }
    throw error;
  }
}

/** The annotation's text: containers as Go writes them, lists that are empty left out; undefined for none at all. */
export function formatOverrides(overrides: Overrides): string | undefined {
  const lists = (['containers', 'initContainers'] as const).filter((list) => overrides[list].length > 0);
  if (lists.length === 0) {
    return undefined;
  }
  return `{${lists.map((list) => `"${list}":${goTypedJson('[]v1.Container', overrides[list])}`).join(',')}}`;
}

function decodeLists(value: JsonValue): Overrides {
  if (value !== null && !isObject(value)) {
    throw new KubeError('bad-json', 'it is not a JSON object');
  }
  return { containers: decodeList(value, 'containers'), initContainers: decodeList(value, 'initContainers') };
}

/** Go takes names in any letter case, those in the containers too; of several for one list the last one counts. */
function decodeList(value: JsonObject | null, list: ContainerList): readonly JsonObject[] {
  const last = Object.entries(value ?? {}).findLast(([name]) => foldName(name) === foldName(list));
  const items = last?.[1] ?? null;
  checkDecodes('[]v1.Container', items);
  // One without a name is nobody's, and none that Kubernetes takes.
  return objectsOf(items)
    .map((item) => spellFields('v1.Container', item).value)
    .filter((container) => nameOf(container) !== '');
}

function refusal(reason: string): string {
  return `annotation ${overridesAnnotation} cannot be read: ${reason}. The injector writes it; remove it, or make it a JSON object with lists of containers.`;
}
