import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Plugin } from 'esbuild';
import { root } from '../root.ts';
import { functionExpressions, type ParsedModule, parseModule } from './parsed-module.ts';

/** The functions that every start runs, by file: `npm run started` writes it. */
export const startedFile = join(import.meta.dirname, 'started.json');

/** Function names by file, from the repository on. */
export type Started = Readonly<Record<string, readonly string[]>>;

/**
 * Puts the functions that every start runs, with those that stand in them, into parentheses. V8 compiles such a
 * function together with its file; any other one it only skims then, and reads again when it is first called. esbuild
 * leaves such parentheses where they are. Methods stay as they are: there is no way to tell V8 of them.
 */
export const startedFunctions: Plugin = {
  name: 'started-functions',
  setup(build) {
    const started = readStarted();
    build.onLoad({ filter: /\.(ts|m?js)$/ }, async ({ path }) => {
      const names = started[relative(root, path)];
      return names === undefined
        ? undefined
        : { contents: compileAtOnce(await parseModule(path), new Set(names)), loader: 'js' };
    });
  },
};

function readStarted(): Started {
  const started: Started = JSON.parse(readFileSync(startedFile, 'utf8'));
  return started;
}

/**
 * The module with those of its functions in parentheses. Declarations become variables in front of everything else,
 * where their names are known as early as they were. Names that it does not have are passed over.
 */
export function compileAtOnce({ code, functions }: ParsedModule, names: ReadonlySet<string>): string {
  const wanted = functions.filter(({ name }) => names.has(name));
  const inserted = wanted.flatMap(({ node }) =>
    functionExpressions(node).flatMap(({ start, end }) => [
      { at: start, text: '(' },
      { at: end, text: ')' },
    ]),
  );
  const between = (start: number, end: number): string => {
    const parts = inserted.filter(({ at }) => at >= start && at <= end).sort((a, b) => a.at - b.at);
    const ends = [...parts.map(({ at }) => at), end];
    return (
      code.slice(start, ends[0]) + parts.map(({ text, at }, index) => text + code.slice(at, ends[index + 1])).join('')
    );
  };
  const hoisted = wanted.flatMap(({ name, node, declaration }) =>
    declaration === undefined ? [] : [{ name, node, declaration }],
  );
  const variables = hoisted.map(({ name, node, declaration }) => {
    const keyword = declaration === node ? 'var' : 'export var';
    return `${keyword} ${name} = (${between(node.start, node.end)});\n`;
  });
  const starts = [0, ...hoisted.map(({ declaration }) => declaration.end)];
  const rest = starts.map((start, index) => between(start, hoisted[index]?.declaration.start ?? code.length));
  return [...variables, ...rest].join('');
}
