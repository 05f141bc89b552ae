import { nearestName } from '../base/did-you-mean.ts';
import { Draft } from '../json/draft.ts';
import { isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { ObjectJoiner } from '../json/object-joiner.ts';
import { foldName, type StructInfo, type TypeInfo, typeInfo } from './type-info.ts';

/** A field that Kubernetes does not have. */
export interface UnknownField {
  /** Where it stands: `spec.containers[0].readynessProbe`. */
  readonly path: string;
  /** The field that was probably meant. */
  readonly nearest: string | undefined;
}

/** An object whose fields are spelled as Kubernetes spells them. */
export interface SpelledFields {
  readonly value: JsonObject;
  /** What is no field in any letter case: Go's decoder drops it without a word. */
  readonly unknown: readonly UnknownField[];
}

/**
 * Spells the names of fields as Kubernetes does. Go's encoding/json takes them in any letter case, at any depth; of
 * several names for one field the later one in the order of bytes wins, and objects are joined. Directives of strategic
 * merge (`$patch`) and what nobody knows stay as they are.
 */
export function spellFields(typeName: string, object: JsonObject): SpelledFields {
  const unknown: UnknownField[] = [];
  const value = spell(typeInfo(typeName), object, { path: '', unknown });
  return { value: isObject(value) ? value : object, unknown };
}

interface Spelling {
  readonly path: string;
  readonly unknown: UnknownField[];
}

function spell(info: TypeInfo, value: JsonValue, place: Spelling): JsonValue {
  switch (info.kind) {
    case 'pointer':
      return spell(info.elem(), value, place);
    case 'slice':
      return Array.isArray(value) ? spellItems(info.elem(), value, place) : value;
    case 'map':
      return isObject(value) ? spellValues(info.elem(), value, place) : value;
    case 'struct':
      return isObject(value) ? spellStruct(info, value, place) : value;
    default:
      return value;
  }
}

function spellItems(elem: TypeInfo, items: readonly JsonValue[], { path, unknown }: Spelling): JsonValue {
  const spelled = items.map((item, index) => spell(elem, item, { path: `${path}[${index}]`, unknown }));
  return spelled.every((item, index) => item === items[index]) ? items : spelled;
}

function spellValues(elem: TypeInfo, object: JsonObject, { path, unknown }: Spelling): JsonObject {
  const values = new Draft(object);
  for (const key of Object.keys(object)) {
    values.set(key, spell(elem, object[key] ?? null, { path: `${path}.${key}`, unknown }));
  }
  return values.value;
}

function spellStruct(info: StructInfo, object: JsonObject, place: Spelling): JsonObject {
  const keys = Object.keys(object);
  const isRight = keys.every((key) => isSpelled(info, key));
  const fields = new Draft(isRight ? object : {});
  const joiner = new ObjectJoiner<JsonValue>();
  // Where names collide, the order in which Go's JSON has them decides: that of bytes.
  for (const key of isRight ? keys : keys.sort()) {
    const field = info.byJson.get(key) ?? info.byFolded.get(foldName(key));
    const inner = { ...place, path: place.path === '' ? key : `${place.path}.${key}` };
    if (field === undefined) {
      note(info, key, inner);
      fields.set(key, object[key] ?? null);
    } else {
      const value = spell(field.info, object[key] ?? null, inner);
      fields.set(field.json, isRight ? value : join(fields.get(field.json), value, joiner));
    }
  }
  return fields.value;
}

function isSpelled(info: StructInfo, key: string): boolean {
  return info.byJson.has(key) || !info.byFolded.has(foldName(key));
}

function join(before: JsonValue | undefined, value: JsonValue, joiner: ObjectJoiner<JsonValue>): JsonValue {
  if (before === undefined || before === null) {
    return value;
  }
  if (value === null) {
    return before;
  }
  return isObject(before) && isObject(value) ? joiner.join(before, value) : value;
}

function note(info: StructInfo, key: string, { path, unknown }: Spelling): void {
  if (!key.startsWith('$')) {
    unknown.push({ path, nearest: nearestName(key, info.byJson.keys()) });
  }
}
