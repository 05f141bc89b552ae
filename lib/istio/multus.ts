import type { JsonValue } from '../go/json.ts';
import { parseJson } from '../go/json-text.ts';
import { isObject } from './pod-fields.ts';

/**
 * Adds a network to the value of Multus' annotation, which is JSON or a list with commas. A value that has it already,
 * or is broken JSON, stays as it is.
 */
export function appendMultusNetwork(existing: string, network: string): string {
  if (existing === '') {
    return network;
  }
  const end = existing.lastIndexOf(']');
  if (end >= 0) {
    return isAppendable(existing, network)
      ? `${existing.slice(0, end)}, {"name": "${network}"}${existing.slice(end)}`
      : existing;
  }
  const isListed = existing.split(',').some((item) => item.trim() === network);
  return isListed ? existing : `${existing}, ${network}`;
}

function isAppendable(existing: string, network: string): boolean {
  let list: JsonValue;
  try {
    list = parseJson(existing);
  } catch {
    return false;
  }
  return Array.isArray(list) && list.every((item) => item === null || (isObject(item) && item.name !== network));
}
