import { isList, type JsonObject, type JsonValue } from '../json/json-value.ts';

/** What etcd takes for one object, unless it is set up otherwise. */
const maxTextBytes = 1.5 * 1024 * 1024;

/**
 * What the author of a pod reads whose texts alone are more than etcd takes: API servers call webhooks before that is
 * looked at. Undefined for any other. `pod` comes without `managedFields`, which the API server may drop.
 */
export function tooMuchText(pod: JsonObject): string | undefined {
  const bytes = textBytes(pod);
  return bytes <= maxTextBytes
    ? undefined
    : `the pod has ${bytes} bytes of text, and etcd, in which it would be kept, takes ${maxTextBytes} at most; make it smaller.`;
}

function textBytes(value: JsonValue): number {
  if (typeof value === 'string') {
    return Buffer.byteLength(value);
  }
  if (typeof value !== 'object' || value === null) {
    return 0;
  }
  let bytes = 0;
  if (isList(value)) {
    for (const part of value) {
      bytes += textBytes(part);
    }
    return bytes;
  }
  for (const key in value) {
    bytes += textBytes(value[key] ?? null);
  }
  return bytes;
}
