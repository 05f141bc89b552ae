import { readFileSync } from 'node:fs';

/**
 * A table whose rows are read when they are looked at. In place of an object that only `table[name]` and
 * `Object.hasOwn(table, name)` look into; it cannot be listed.
 * @param file the name of a file beside the bundle, as `textOf` in `tables-as-text.ts` makes it: where each row begins,
 *   by name, as JSON on one line; then the rows, JSON on one line each
 */
export function tableOf(file: string): object {
  const text = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
  const rowsFrom = text.indexOf('\n') + 1;
  const starts: Readonly<Record<string | symbol, number>> = JSON.parse(text.slice(0, rowsFrom));
  const rows = new Map<string | symbol, unknown>();
  const get = (_: object, name: string | symbol): unknown => {
    if (!Object.hasOwn(starts, name)) {
      return undefined;
    }
    if (!rows.has(name)) {
      const start = rowsFrom + (starts[name] ?? 0);
      rows.set(name, JSON.parse(text.slice(start, text.indexOf('\n', start))));
    }
    return rows.get(name);
  };
  const getOwnPropertyDescriptor = (target: object, name: string | symbol): PropertyDescriptor | undefined =>
    Object.hasOwn(starts, name) ? { value: get(target, name), configurable: true, enumerable: true } : undefined;
  return new Proxy({}, { get, getOwnPropertyDescriptor });
}
