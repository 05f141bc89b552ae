import { trimEnd } from '../../../base/trim-end.ts';
import { normalizeGoString } from '../../../go/bytes.ts';
import { type Declared, fn } from '../declare.ts';

const functions = [
  ['Base', base],
  ['Dir', directory],
  ['Clean', clean],
  ['Ext', extension],
] as const;

/** Paths with slashes; the `os` forms are the same, because Go's answers are those of Linux. */
export const pathFunctions: readonly Declared[] = [
  ...functions.flatMap(([name, work]): Declared[] => {
    const declared = fn(['string'], 'string', ([path]) => work(path));
    return [
      [name.toLowerCase(), declared],
      [`os${name}`, declared],
    ];
  }),
  ['isAbs', fn(['string'], 'bool', ([path]) => path.startsWith('/'))],
  ['osIsAbs', fn(['string'], 'bool', ([path]) => path.startsWith('/'))],
];

function base(path: string): string {
  if (path === '') {
    return '.';
  }
  const bare = trimEnd(path, '/');
  return bare === '' ? '/' : bare.slice(bare.lastIndexOf('/') + 1);
}

function directory(path: string): string {
  return clean(path.slice(0, path.lastIndexOf('/') + 1));
}

function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

/** The shortest path that means the same by its letters alone. */
function clean(path: string): string {
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && (kept.length === 0 ? !rooted : kept.at(-1) === '..')) {
      kept.push('..');
    } else if (part === '..') {
      kept.pop();
    } else if (part !== '' && part !== '.') {
      kept.push(part);
    }
  }
  const joined = kept.join('/');
  return rooted ? `/${joined}` : joined === '' ? '.' : normalizeGoString(joined);
}
