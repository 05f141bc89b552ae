import { parseJson } from '../../../lib/json/json-text.ts';
import { isObject, type JsonObject, type JsonValue } from '../../../lib/json/json-value.ts';

const ignored: ReadonlySet<string> = new Set(['creationTimestamp', 'status']);
const zipkin = '"tracing":{"zipkin":{"address":"zipkin.istio-system:9411"}}';

/**
 * A document as it is compared: without what says nothing (null, empty lists, maps and texts, `creationTimestamp`,
 * `status`, `divisor: "0"`), texts of JSON as JSON, and without the address of Zipkin, which only the mesh text has.
 */
export function normalDocument(value: JsonValue): JsonValue {
  if (Array.isArray(value)) {
    return value.map(normalDocument);
  }
  if (typeof value === 'string') {
    return normalText(value);
  }
  return isObject(value) ? normalMapping(value) : value;
}

function normalMapping(value: JsonObject): JsonObject {
  const entries = Object.entries(value)
    .filter(([key, item]) => !ignored.has(key) && !(key === 'divisor' && item === '0'))
    .map(([key, item]) => [key, normalDocument(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !saysNothing(item)));
}

function saysNothing(value: JsonValue): boolean {
  return value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);
}

function normalText(text: string): JsonValue {
  if (!/^\s*[[{]/.test(text)) {
    return text;
  }
  try {
    const value = normalDocument(parseJson(text));
    return isObject(value) ? withoutZipkin(value) : value;
  } catch {
    return text;
  }
}

/** A text that is nothing but that address is as good as an empty one. */
function withoutZipkin(value: JsonObject): JsonValue {
  const { tracing, ...rest } = value;
  return tracing !== undefined && `"tracing":${JSON.stringify(tracing)}` === zipkin ? rest : value;
}
