import { nearestName } from '../../base/did-you-mean.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { foldName, type StructInfo, type TypeInfo, typeInfo } from '../../kube/type-info.ts';

/** A member of a rendered pod that Kubernetes does not know. */
export interface UnknownField {
  readonly path: readonly (string | number)[];
  /** What was probably meant: `image`, `spec.containers`. */
  readonly meant: string | undefined;
}

/** Members that no type of the Pod schema has, at any depth. Directives of strategic merge (`$patch`) are known. */
export function unknownFields(pod: JsonObject): readonly UnknownField[] {
  const info = typeInfo('v1.Pod');
  return info.kind === 'struct' ? inStruct(info, pod, []) : [];
}

type Path = UnknownField['path'];

function inValue(info: TypeInfo, value: JsonValue, path: Path): readonly UnknownField[] {
  switch (info.kind) {
    case 'pointer':
      return inValue(info.elem(), value, path);
    case 'struct':
      return isObject(value) ? inStruct(info, value, path) : [];
    case 'slice':
      return isList(value) ? value.flatMap((item, index) => inValue(info.elem(), item, [...path, index])) : [];
    case 'map':
      return isObject(value)
        ? Object.entries(value).flatMap(([key, item]) => inValue(info.elem(), item, [...path, key]))
        : [];
    default:
      return [];
  }
}

function inStruct(info: StructInfo, object: JsonObject, path: Path): readonly UnknownField[] {
  return Object.entries(object).flatMap(([key, value]) => {
    if (key.startsWith('$')) {
      return [];
    }
    const field = info.byJson.get(key) ?? info.byFolded.get(foldName(key));
    return field === undefined
      ? [{ path: [...path, key], meant: meantBy(info, key, path) }]
      : inValue(field.info, value, [...path, key]);
  });
}

/** A field of the pod's spec at the top is meant for the spec; anything else is misspelt. */
function meantBy(info: StructInfo, key: string, path: Path): string | undefined {
  const spec = typeInfo('v1.PodSpec');
  const inSpec = path.length === 0 && spec.kind === 'struct' && spec.byJson.has(key);
  return inSpec ? `spec.${key}` : nearestName(key, info.byJson.keys());
}
