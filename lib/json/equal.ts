import { isList, type JsonArray, type JsonObject, type JsonValue } from './json-value.ts';
import { countMembers, member } from './member.ts';

/**
 * Whether two values are the same JSON: key order does not count, list order does. Most of a pod is only ever
 * compared, so this is written for speed: loops without calls or copies.
 */
export function equal(left: JsonValue, right: JsonValue): boolean {
  if (left === right) {
    return true;
  }
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) {
    return false;
  }
  if (isList(left)) {
    return isList(right) && equalLists(left, right);
  }
  return !isList(right) && equalObjects(left, right);
}

function equalLists(left: JsonArray, right: JsonArray): boolean {
  if (left.length !== right.length) {
    return false;
  }
  for (let at = 0; at < left.length; at++) {
    if (!equal(left[at] ?? null, right[at] ?? null)) {
      return false;
    }
  }
  return true;
}

function equalObjects(left: JsonObject, right: JsonObject): boolean {
  let surplus = countMembers(right);
  for (const key in left) {
    const other = member(right, key);
    if (other === undefined || !equal(left[key] ?? null, other)) {
      return false;
    }
    surplus -= 1;
  }
  return surplus === 0;
}
