/**
 * A table whose rows are read when they are looked at: an own, enumerable property each, as in an object of JSON.
 * @param lines `NAME JSON`, one a line; names have no space
 */
export function tableOf(lines: string): object {
  const table = {};
  for (const line of lines.split('\n')) {
    const end = line.indexOf(' ');
    const name = line.slice(0, end);
    let row: unknown;
    Object.defineProperty(table, name, {
      get: () => {
        row ??= JSON.parse(line.slice(end + 1));
        return row;
      },
      enumerable: true,
    });
  }
  return table;
}
