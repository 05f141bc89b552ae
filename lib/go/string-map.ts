import { boxOf } from './numbers.ts';
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
  const map = boxOf(value);
  if (map?.kind === 'map') {
    for (const key of map.keys()) {
      const item = map.get(key);
      if (typeof item === 'string') {
        entries.set(key, item);
      }
    }
  }
  return entries;
}

/** One entry of a `map[string]string`; undefined where it has none, and for any other value. */
export function entryOf(value: GoValue | undefined, key: string): string | undefined {
  const map = boxOf(value);
  const item = map?.kind === 'map' ? map.get(key) : undefined;
  return typeof item === 'string' ? item : undefined;
}
