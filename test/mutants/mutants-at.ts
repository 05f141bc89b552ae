import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { mutationsOf } from './mutations.ts';

/** A file of a tree with one small change. */
export interface Mutant {
  /** Relative to the tree. */
  readonly file: string;
  readonly name: string;
  readonly text: string;
}

/**
 * The mutants at a place: `decide`, `inject/check`, `auth/tokens` or one line, `auth/tokens:28`, with or without `lib/`
 * before it and `.ts` after it; empty where nothing is there.
 * @param root the folder of the tree
 */
export function mutantsAt(root: string, place: string): readonly Mutant[] {
  const [path = '', line] = place.replace(/^lib\//, '').split(':');
  return filesAt(root, path.replace(/\.ts$/, ''))
    .flatMap((file) => mutationsOf(readFileSync(join(root, file), 'utf8')).map((mutation) => ({ file, ...mutation })))
    .filter(({ name }) => line === undefined || name.startsWith(`${line} `));
}

function filesAt(root: string, path: string): readonly string[] {
  const folder = join('lib', path);
  if (existsSync(join(root, `${folder}.ts`))) {
    return [`${folder}.ts`];
  }
  if (path === '' || statSync(join(root, folder), { throwIfNoEntry: false })?.isDirectory() !== true) {
    return [];
  }
  const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.ts') && !name.includes('.generated.'))
    .map((name) => join(folder, name));
}
