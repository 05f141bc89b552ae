import { boxOf } from './numbers.ts';
import type { GoFunc, GoMap, GoTypedMap, GoValue, MethodLookup } from './value.ts';

/** Where Go would print a memory address, which tells nobody anything. */
const someAddress = 0xc000000000n;

/** A `map[string]interface {}` as a typed map, for printing. */
export function plainMap(map: GoMap): Pick<GoTypedMap, 'type' | 'isNil' | 'keys' | 'get'> {
  return { type: 'map[string]interface {}', isNil: false, keys: () => map.keys(), get: (key) => map.get(key) };
}

/** Whether a pointer to the value prints as `&` and the value. */
export function isComposite(value: GoValue): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const kind = boxOf(value)?.kind;
  return kind === undefined || kind === 'slice' || kind === 'map' || kind === 'struct';
}

/** The address of what has one, 0 for nil; undefined for what has none. */
export function addressOf(value: Exclude<GoValue, null>): bigint | undefined {
  const box = boxOf(value);
  if (box === undefined) {
    return typeof value === 'object' ? someAddress : undefined;
  }
  if (box.kind === 'func') {
    return someAddress;
  }
  return box.kind === 'pointer' || box.kind === 'slice' || box.kind === 'map'
    ? box.isNil
      ? 0n
      : someAddress
    : undefined;
}

/** The method that prints a value under a verb, if it has one. */
export function stringMethod(
  lookup: MethodLookup,
  verb: string,
  goSyntax: boolean,
): { readonly method: GoFunc; readonly name: string } | undefined {
  const names = goSyntax ? ['GoString'] : 'vsxXq'.includes(verb) ? ['Error', 'String'] : [];
  for (const name of names) {
    const method = lookup(name);
    if (method !== undefined) {
      return { method, name };
    }
  }
  return undefined;
}
