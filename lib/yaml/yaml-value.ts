/**
 * What YAML texts are read into and written from: JSON whose whole numbers beyond ±(2^53 - 1) are `bigint`. Objects
 * are plain and may own any key, `__proto__` included.
 */
export type YamlValue = null | boolean | number | bigint | string | readonly YamlValue[] | YamlObject;
export interface YamlObject {
  readonly [key: string]: YamlValue;
}

/** Sets an own property; plain assignment of `__proto__` would change the prototype instead. */
export function setOwn(object: Record<string, YamlValue>, key: string, value: YamlValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
  } else {
    object[key] = value;
  }
}
