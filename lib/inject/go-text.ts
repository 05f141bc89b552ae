import { stringifyJson } from '../json/json-text.ts';
import type { JsonValue } from '../json/json-value.ts';
import { encodedText, encodeValue } from '../kube/encode.ts';
import { typeInfo } from '../kube/type-info.ts';

const escaped: ReadonlyMap<string, string> = new Map([
  ['<', '\\u003c'],
  ['>', '\\u003e'],
  ['&', '\\u0026'],
  ['\u2028', '\\u2028'],
  ['\u2029', '\\u2029'],
]);

/** JSON text as Go's json.Marshal escapes it; keys stay in the order in which they come. */
export function goJson(value: JsonValue): string {
  return escapeHtml(stringifyJson(value));
}

/** The text that json.Marshal makes of a value decoded into a Go type: `v1.Container`, say. @throws KubeError. */
export function goTypedJson(typeName: string, value: JsonValue): string {
  return escapeHtml(encodedText(encodeValue(typeInfo(typeName), value)));
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (character) => escaped.get(character) ?? character);
}
