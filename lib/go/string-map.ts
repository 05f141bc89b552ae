import type { GoTypedMap, GoValue } from './value.ts';

/** A `map[string]string`. */
export function stringMap(entries: ReadonlyMap<string, string>): GoTypedMap {
  return {
    kind: 'map',
    type: 'map[string]string',
    key: 'string',
    elem: 'string',
    isNil: false,
    size: entries.size,
    get: (key) => entries.get(key),
    keys: () => entries.keys(),
  };
}

/** The entries of a `map[string]string`; none for any other value. */
export function entriesOf(value: GoValue | undefined): ReadonlyMap<string, string> {
  const entries = new Map<string, string>();
  if (typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'map') {
    for (const key of value.keys()) {
      const item = value.get(key);
      if (typeof item === 'string') {
        entries.set(key, item);
      }
    }
  }
  return entries;
}

/** One entry of a `map[string]string`; undefined where it has none, and for any other value. */
export function entryOf(value: GoValue | undefined, key: string): string | undefined {
  const isMap = typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'map';
  const item = isMap ? value.get(key) : undefined;
  return typeof item === 'string' ? item : undefined;
}
