import { posix } from 'node:path';

/** What each room may import, by name; `every room` stands for all of them. */
export type Rooms = Readonly<Record<string, readonly string[]>>;

/** Texts of source files by their path from the root: `lib/go/value.ts`. */
export type SourceFiles = ReadonlyMap<string, string>;

/** Stands in `Rooms` for a room that may import all others. */
export const everyRoom = 'every room';

/** The room that all others may import, and that imports nothing. */
export const openRoom = 'base';

/** `import … from '…'`, `export … from '…'`, `import '…'` and `import('…')` of a module by its relative path. */
const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']*\.ts)'/g;

/** What the package exports: for those outside. */
const entryFile = /\/index\.ts$/;

/**
 * Every import that the table does not allow, as `FILE imports FILE`: of a room by a room that may not, of tests or of
 * the build by what ships, by a room that the table does not name, and of an entry file of the package.
 */
export function findForbiddenImports(files: SourceFiles, rooms: Rooms): readonly string[] {
  return [...files].flatMap(([file, text]) =>
    importsOf(file, text)
      .filter((target) => !isAllowed(file, target, rooms))
      .map((target) => `${file} imports ${target}`),
  );
}

function importsOf(file: string, text: string): readonly string[] {
  return [...text.matchAll(importPattern)].map(([, path = '']) => posix.join(posix.dirname(file), path));
}

function isAllowed(file: string, target: string, rooms: Rooms): boolean {
  const from = roomOf(file);
  const to = roomOf(target);
  const allowed = from === undefined ? undefined : rooms[from];
  if (allowed === undefined || to === undefined || entryFile.test(target)) {
    return false;
  }
  return from === to || to === openRoom || allowed.includes(everyRoom) || allowed.includes(to);
}

/** The room of a file that ships; undefined for any other. */
function roomOf(file: string): string | undefined {
  const [top, room, ...rest] = file.split('/');
  if (top === 'functions') {
    return 'functions';
  }
  return top === 'lib' && rest.length > 0 ? room : undefined;
}
