import type { JsonArray } from '../json/json-value.ts';
import { memberOf } from '../json/member.ts';

/** A field, as far as lists and their keys go. */
export interface KeyedField {
  readonly go: string;
  /** JSON name, empty for an inlined struct. */
  readonly json: string;
  /** `[]v1.Container`, `*v1.Probe`. */
  readonly type: string;
  readonly inline?: boolean;
  readonly mergeKey?: string;
}

/** Which key the items of each list are known by: types by name, and the type of the documents compared. */
export interface ListKeys {
  readonly types: Readonly<Record<string, { readonly fields?: readonly KeyedField[] }>>;
  readonly root: string;
}

/** Where a comparison stands in the types; `undefined` where nothing is known. */
export interface TypePosition {
  readonly types: ListKeys['types'];
  readonly type: string;
  readonly mergeKey: string | undefined;
}

type FieldPositions = ReadonlyMap<string, TypePosition>;

const compiled = new WeakMap<ListKeys['types'], Map<string, FieldPositions>>();

/** What to try where no key is known, or where the known one does not tell the items apart. */
const likelyKeys = ['name', 'containerPort', 'mountPath', 'devicePath', 'uid', 'ip', 'type', 'key', 'id'] as const;

/** The position of the documents themselves. */
export function rootPosition(keys: ListKeys | undefined): TypePosition | undefined {
  return keys && { types: keys.types, type: keys.root, mergeKey: undefined };
}

/** The position of a field of the object at this one. */
export function fieldPosition(at: TypePosition | undefined, field: string): TypePosition | undefined {
  if (at === undefined) {
    return undefined;
  }
  const name = at.type.startsWith('*') ? at.type.slice(1) : at.type;
  let known = compiled.get(at.types);
  if (known === undefined) {
    known = new Map();
    compiled.set(at.types, known);
  }
  let fields = known.get(name);
  if (fields === undefined) {
    fields = new Map(compileFields(at.types, name));
    known.set(name, fields);
  }
  return fields.get(field);
}

/** The position of the items of the list at this one. */
export function itemPosition(at: TypePosition | undefined): TypePosition | undefined {
  return at?.type.startsWith('[]') ? { ...at, type: at.type.slice(2), mergeKey: undefined } : undefined;
}

function compileFields(types: ListKeys['types'], name: string): [string, TypePosition][] {
  return (types[name]?.fields ?? []).flatMap((field): [string, TypePosition][] =>
    field.inline
      ? compileFields(types, field.type)
      : [[field.json, { types, type: field.type, mergeKey: field.mergeKey }]],
  );
}

/**
 * The key that every item of both lists has as a plain value: the one known for the place first, then likely ones.
 * `undefined` if there is none.
 */
export function chooseKey(
  before: JsonArray,
  after: JsonArray,
  at: { readonly position: TypePosition | undefined },
): string | undefined {
  const known = at.position?.mergeKey ?? likelyKeys[0];
  return [known, ...likelyKeys].find((key) => allHave(before, key) && allHave(after, key));
}

function allHave(list: JsonArray, key: string): boolean {
  for (const item of list) {
    const value = memberOf(item, key);
    if (value === undefined || typeof value === 'object') {
      return false;
    }
  }
  return true;
}
