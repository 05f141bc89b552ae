import { readFileSync } from 'node:fs';

/**
 * A table whose rows are read when they are looked at. In place of an object that only `table[name]` and
 * `Object.hasOwn(table, name)` look into; it cannot be listed.
 * @param file the name of a file beside the bundle: `NAME JSON`, one a line, and an empty line before all;
 *   names have no space
 */
export function tableOf(file: string): object {
  const lines = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
  const rows = new Map<string | symbol, unknown>();
  const get = (_: object, name: string | symbol): unknown => {
    let row = rows.get(name);
    if (row === undefined) {
      row = readRow(lines, String(name));
      rows.set(name, row);
    }
    return row;
  };
  const getOwnPropertyDescriptor = (_: object, name: string | symbol): PropertyDescriptor | undefined => {
    const value = get(_, name);
    return value === undefined ? undefined : { value, configurable: true, enumerable: true };
  };
  return new Proxy({}, { get, getOwnPropertyDescriptor });
}

function readRow(lines: string, name: string): unknown {
  const start = lines.indexOf(`\n${name} `);
  return start < 0 ? undefined : JSON.parse(lines.slice(start + name.length + 2, lines.indexOf('\n', start + 1)));
}
