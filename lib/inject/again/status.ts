import type { JsonObject, JsonValue } from '../../json/json-value.ts';
import { itemsOf, type NamedList, nameOf } from '../../kube/pod/containers.ts';
import { goJson } from '../go-text.ts';
import { annotationObject } from './annotation-object.ts';

/** Istio's annotation that says what an injection added. Its presence is what "already injected" means. */
export const statusAnnotation = 'sidecar.istio.io/status';

const maxNames = 1000;

const lists = ['initContainers', 'containers', 'volumes', 'imagePullSecrets'] as const satisfies readonly NamedList[];

/** The names that an earlier injection says it brought, by list. */
export type InjectionStatus = Readonly<Record<NamedList, ReadonlySet<string>>>;

/**
 * Reads a status annotation. It is text that anyone may have written, so it is no more than a hint: null where it
 * is absent, huge, not JSON or not of Istio's shape.
 */
export function decodeStatus(text: string | undefined): InjectionStatus | null {
  const status = annotationObject(text, 8);
  if (status === null) {
    return null;
  }
  const [initContainers, containers, volumes, imagePullSecrets] = lists.map((list) => decodeNames(status[list]));
  return initContainers && containers && volumes && imagePullSecrets
    ? { initContainers, containers, volumes, imagePullSecrets }
    : null;
}

/**
 * What Istio writes: the names that the templates gave (not the pod's own), lists in this order, null for empty ones,
 * revision `default` where none is set.
 */
export function formatStatus(rendered: JsonObject, revision: string): string {
  const status: Record<string, JsonValue> = {};
  for (const list of lists) {
    const names = itemsOf(rendered, list).map(nameOf);
    status[list] = names.length === 0 ? null : names;
  }
  status.revision = revision === '' ? 'default' : revision;
  return goJson(status);
}

function decodeNames(value: JsonValue | undefined): ReadonlySet<string> | null {
  if (value === null || value === undefined) {
    return new Set();
  }
  if (!Array.isArray(value) || value.length > maxNames) {
    return null;
  }
  const names = value.filter((name): name is string => typeof name === 'string');
  return names.length === value.length ? new Set(names) : null;
}
