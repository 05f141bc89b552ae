import { decodeObject, type Source, type SourceObject, selectFields } from './decode.ts';
import type { FieldInfo, StructInfo, TypeInfo } from './type-info.ts';

/** A value of a Go type: the type, the JSON that it is decoded from, and where that stands in the whole object. */
export interface Operand {
  readonly info: TypeInfo;
  readonly json: Source | undefined;
  readonly path: string;
  /** Whether Go could take its address: reached through a pointer or a list. Only then has it its pointer's methods. */
  readonly addressable?: boolean;
}

/** The path of a member, as error messages show it. */
export function memberPath(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** The members of a struct's JSON by its exact JSON names; empty where the JSON is null or absent. */
export function structMembers(info: StructInfo, json: Source | undefined, path: string): SourceObject {
  const object = decodeObject(json, path);
  return object === undefined ? {} : selectFields(info, object);
}

/** A declared field of a struct. An inlined struct is decoded from its parent's JSON. */
export function fieldOperand(parent: Operand, field: FieldInfo): Operand {
  if (field.inline === true || parent.info.kind !== 'struct') {
    return { ...parent, info: field.info };
  }
  const members = structMembers(parent.info, parent.json, parent.path);
  const json = Object.hasOwn(members, field.json) ? members[field.json] : undefined;
  return { ...parent, info: field.info, json, path: memberPath(parent.path, field.json) };
}
