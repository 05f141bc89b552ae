import type { GoPointer, GoStruct, GoTypedMap, GoValue } from '../../go/value.ts';

/** A label or an annotation that a template looked at, whether the pod has it or not. */
export interface Lookup {
  readonly map: 'labels' | 'annotations';
  readonly key: string;
}

/** Texts that a label or an annotation may have: the first that the pod is not refused for is good enough. */
export const sampleTexts = ['true', '8080', 'sample', '{}'] as const;

const maps: ReadonlyMap<string, Lookup['map']> = new Map([
  ['Labels', 'labels'],
  ['Annotations', 'annotations'],
]);

/**
 * The data of a template, `.ObjectMeta.Labels` and `.ObjectMeta.Annotations` of which tell what is looked up in them.
 * Everything else is the data's own.
 */
export function watchLookups(data: GoValue, tell: (lookup: Lookup) => void): GoValue {
  return onPointer(data, (root) => ({
    ...viewOf(root),
    field: (name) => {
      const value = root.field(name);
      return name === 'ObjectMeta' ? watchMetadata(value, tell) : value;
    },
  }));
}

function watchMetadata(value: GoValue | undefined, tell: (lookup: Lookup) => void): GoValue | undefined {
  if (!isBox(value) || value.kind !== 'struct') {
    return value;
  }
  const metadata = value;
  return {
    ...viewOf(metadata),
    field: (name) => {
      const field = metadata.field(name);
      const map = maps.get(name);
      return map !== undefined && isBox(field) && field.kind === 'map' ? watchMap(field, map, tell) : field;
    },
  };
}

function watchMap(map: GoTypedMap, name: Lookup['map'], tell: (lookup: Lookup) => void): GoTypedMap {
  const { zero, pointerMethod } = map;
  return {
    kind: 'map',
    type: map.type,
    key: map.key,
    elem: map.elem,
    isNil: map.isNil,
    size: map.size,
    get: (key) => {
      tell({ map: name, key });
      return map.get(key);
    },
    keys: () => map.keys(),
    ...(zero === undefined ? {} : { zero: () => zero.call(map) }),
    ...(pointerMethod === undefined ? {} : { pointerMethod: (method: string) => pointerMethod.call(map, method) }),
  };
}

function onPointer(data: GoValue, change: (target: GoStruct) => GoStruct): GoValue {
  if (!isBox(data) || data.kind !== 'pointer' || !isBox(data.target) || data.target.kind !== 'struct') {
    return data;
  }
  const pointer: GoPointer = { kind: 'pointer', type: data.type, target: change(data.target), isNil: false };
  return pointer;
}

/** A struct that hands everything on: its members may be methods that need it as `this`. */
function viewOf(of: GoStruct): GoStruct {
  const { unexported, method, pointerMethod, json } = of;
  return {
    kind: 'struct',
    type: of.type,
    fields: of.fields,
    ...(unexported === undefined ? {} : { unexported }),
    field: (name) => of.field(name),
    fieldType: (name) => of.fieldType(name),
    ...(method === undefined ? {} : { method: (name: string) => method.call(of, name) }),
    ...(pointerMethod === undefined ? {} : { pointerMethod: (name: string) => pointerMethod.call(of, name) }),
    ...(json === undefined ? {} : { json: () => json.call(of) }),
  };
}

type Box = Extract<GoValue, { readonly kind: string }>;

function isBox(value: GoValue | undefined): value is Box {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Map);
}
