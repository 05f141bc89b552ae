import { layoutOf } from '../../istio/workload/pod-template.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { plainNumbers, typedScalars } from './typed-scalars.ts';

/** Kinds whose selector is a map of labels. */
const selectsByMap: ReadonlySet<JsonValue | undefined> = new Set(['ReplicationController', 'DeploymentConfig']);

/**
 * An object of a file with its scalars as `istioctl` reads them, into the types of Kubernetes: in a workload's
 * metadata, selector and pod template, an unquoted `8080` or `true` is text where a text is meant.
 * @param value with whole numbers as `bigint`, so that they can be told from others
 */
export function typedObject(value: JsonValue): JsonValue {
  return plainNumbers(isObject(value) ? typedWorkload(value) : value);
}

function typedWorkload(object: JsonObject): JsonValue {
  if (object.kind === 'List' && Array.isArray(object.items)) {
    return { ...object, items: object.items.map((item) => (isObject(item) ? typedWorkload(item) : item)) };
  }
  const layout = layoutOf(object.kind);
  if (layout === undefined) {
    return object;
  }
  const selector = selectsByMap.has(object.kind) ? 'map[string]string' : 'v1.LabelSelector';
  const parts: readonly (readonly [readonly string[], string])[] = [
    [['metadata'], 'v1.ObjectMeta'],
    [['spec', 'selector'], selector],
    [layout.metadata, 'v1.ObjectMeta'],
    [[...layout.spec.slice(0, -1), 'metadata'], 'v1.ObjectMeta'],
    [layout.spec, 'v1.PodSpec'],
  ];
  return parts.reduce((typed: JsonValue, [path, type]) => typedAt(typed, path, type), object);
}

function typedAt(value: JsonValue, [name, ...rest]: readonly string[], type: string): JsonValue {
  if (name === undefined) {
    return typedScalars(type, value);
  }
  const inner = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
  return isObject(value) && inner !== undefined ? { ...value, [name]: typedAt(inner, rest, type) } : value;
}
