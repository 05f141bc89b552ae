import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

const importPattern = /(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']*\.ts)'/g;

/** Which tests reach which files of a tree, through imports however long the way. */
export class ReachingTests {
  readonly #root: string;
  readonly #importsOf = new Map<string, readonly string[]>();
  readonly #reached = new Map<string, ReadonlySet<string>>();

  /** @param root the folder of the tree */
  constructor(root: string) {
    this.#root = root;
  }

  /** The tests below the folders or at the paths named, relative to the root, that reach the file. */
  of(file: string, within: readonly string[]): readonly string[] {
    return within.flatMap((path) => this.#testsIn(path)).filter((test) => this.#reachedFrom(test).has(file));
  }

  #testsIn(path: string): readonly string[] {
    if (path.endsWith('.ts')) {
      return [path];
    }
    const names = readdirSync(join(this.#root, path), { recursive: true, encoding: 'utf8' });
    return names.filter((name) => name.endsWith('.test.ts')).map((name) => posix.join(path, name));
  }

  #reachedFrom(test: string): ReadonlySet<string> {
    const known = this.#reached.get(test);
    if (known !== undefined) {
      return known;
    }
    const reached = new Set([test]);
    for (const file of reached) {
      for (const target of this.#imports(file)) {
        reached.add(target);
      }
    }
    this.#reached.set(test, reached);
    return reached;
  }

  #imports(file: string): readonly string[] {
    const known = this.#importsOf.get(file);
    if (known !== undefined) {
      return known;
    }
    const text = readFileSync(join(this.#root, file), 'utf8');
    const targets = [...text.matchAll(importPattern)].map(([, path = '']) => posix.join(posix.dirname(file), path));
    this.#importsOf.set(file, targets);
    return targets;
  }
}
